// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.data.Categories;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.Imputer;
import dev.hadamard.data.RowFile;
import dev.hadamard.data.RowFileWriter;
import dev.hadamard.data.Scaler;
import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What was done to data before a network was trained on it, and what its outputs mean: goes with the model, so that
 * others prepare their rows alike.
 *
 * <pre>{@code
 * ModelFile.of(network).preparation(preparation).write(path);
 * …
 * Preparation preparation = Preparation.load(path);
 * double[] y = preparation.invert(predictor.predict(preparation.apply(row)));
 * }</pre>
 *
 * <p>Immutable, for any number of threads.
 *
 * @param categories vocabularies of the columns of text, empty if there are none
 * @param imputer fills missing features, or null
 * @param features scales features, or null
 * @param targets scales targets, or null
 * @param classes name of each class, empty if there are none
 */
public record Preparation(
        List<Categories> categories, Imputer imputer, Scaler features, Scaler targets, List<String> classes) {

    /** Nothing was done. */
    public static final Preparation NONE = new Preparation(List.of(), null, null, null, List.of());

    private static final String FEATURES = "features";
    private static final String TARGETS = "targets";
    private static final String CLASS = "class.";
    private static final String CATEGORIES = "categories.";
    private static final String SHIFT = ".shift";
    private static final String SCALE = ".scale";
    private static final String FILL = FEATURES + ".fill";

    /**
     * Copies the lists.
     *
     * @param categories vocabularies of the columns of text
     * @param imputer fills missing features, or null
     * @param features scales features, or null
     * @param targets scales targets, or null
     * @param classes name of each class
     */
    public Preparation {
        categories = List.copyOf(categories);
        classes = List.copyOf(classes);
    }

    /**
     * Fills and scales a data set as the one that was trained on.
     *
     * @param data of as many features, and outputs if targets are scaled
     * @param <A> {@code float[]} or {@code double[]}
     * @return another data set
     * @throws IllegalArgumentException if a width differs
     */
    public <A> Dataset<A> apply(Dataset<A> data) {
        Dataset<A> filled = imputer == null ? data : imputer.apply(data);
        Dataset<A> scaled = features == null ? filled : features.apply(filled);
        return targets == null ? scaled : targets.applyToTargets(scaled);
    }

    /**
     * Fills and scales features.
     *
     * @param rows row-major
     * @return rows for the network's input
     * @throws IllegalArgumentException if the length isn't a multiple of the features
     */
    public double[] apply(double[] rows) {
        double[] filled = imputer == null ? rows : imputer.apply(rows);
        return features == null ? filled : features.apply(filled);
    }

    /**
     * The way back to the targets' own units.
     *
     * @param outputs of the network, row-major
     * @return the same where targets were not scaled
     * @throws IllegalArgumentException if the length isn't a multiple of the outputs
     */
    public double[] invert(double[] outputs) {
        return targets == null ? outputs : targets.invert(outputs);
    }

    /**
     * Adds what was done to the rows of a file before they were written, for whoever trains on them and keeps it with
     * the model. Classes' names are the file's own affair.
     *
     * @param file being written
     */
    public void addTo(RowFileWriter file) {
        addTo(file::metadata, file::tensor);
    }

    /** Adds it to a model's file. */
    void addTo(ModelFile file) {
        addTo(file::metadata, file::tensor);
        for (int i = 0; i < classes.size(); i++) {
            file.metadata(CLASS + i, classes.get(i));
        }
    }

    private void addTo(BiConsumer<String, String> metadata, BiConsumer<String, double[]> tensor) {
        add(tensor, FEATURES, features);
        add(tensor, TARGETS, targets);
        if (imputer != null) {
            tensor.accept(FILL, imputer.values());
        }
        for (int i = 0; i < categories.size(); i++) {
            Categories one = categories.get(i);
            String name = CATEGORIES + i + ".";
            metadata.accept(name + "feature", String.valueOf(one.feature()));
            metadata.accept(name + "column", one.column());
            metadata.accept(name + "encoding", one.encoding().name());
            for (int k = 0; k < one.names().size(); k++) {
                metadata.accept(name + k, one.names().get(k));
            }
        }
    }

    private static void add(BiConsumer<String, double[]> tensor, String name, Scaler scaler) {
        if (scaler != null) {
            tensor.accept(name + SHIFT, scaler.shift());
            tensor.accept(name + SCALE, scaler.scale());
        }
    }

    /**
     * Reads what a model's file holds besides the network.
     *
     * @param path a file that {@link ModelFile} wrote
     * @return the preparation, {@link #NONE} if the file has none
     * @throws HadamardIOException if it can't be read, or the preparation doesn't fit the network
     */
    public static Preparation load(Path path) throws HadamardIOException {
        try (TensorFile file = TensorFile.open(path)) {
            return of(file, ModelFile.inputs(file));
        }
    }

    /**
     * Reads what was done to the rows of a file before they were written.
     *
     * @param rows a file that {@link RowFileWriter} wrote
     * @return the preparation, with the classes' names; {@link #NONE} if the file has none
     * @throws HadamardIOException if it can't be read, or the preparation doesn't fit the rows
     */
    public static Preparation of(RowFile<?> rows) throws HadamardIOException {
        try (TensorFile file = TensorFile.open(rows.path())) {
            return of(file, rows.features());
        }
    }

    private static Preparation of(TensorFile file, int inputs) throws HadamardIOException {
        List<Categories> categories = new ArrayList<>();
        while (file.metadata().containsKey(CATEGORIES + categories.size() + ".feature")) {
            categories.add(categories(file, CATEGORIES + categories.size() + "."));
        }
        Imputer imputer = null;
        if (file.contains(FILL)) {
            double[] values = file.readDoubles(FILL);
            checkColumns(file, FILL, values.length, inputs);
            imputer = made(file, FILL, () -> new Imputer(values));
        }
        Scaler features = scaler(file, FEATURES);
        if (features != null) {
            checkColumns(file, FEATURES + SHIFT, features.columns(), inputs);
        }
        return new Preparation(categories, imputer, features, scaler(file, TARGETS), names(file.metadata(), CLASS));
    }

    private static Categories categories(TensorFile file, String name) throws HadamardIOException {
        Map<String, String> metadata = file.metadata();
        return made(
                file,
                name,
                () -> new Categories(
                        Integer.parseInt(metadata.get(name + "feature")),
                        String.valueOf(metadata.get(name + "column")),
                        Categories.Encoding.valueOf(String.valueOf(metadata.get(name + "encoding"))),
                        names(metadata, name)));
    }

    private static List<String> names(Map<String, String> metadata, String prefix) {
        List<String> names = new ArrayList<>();
        while (metadata.containsKey(prefix + names.size())) {
            names.add(metadata.get(prefix + names.size()));
        }
        return names;
    }

    private static Scaler scaler(TensorFile file, String name) throws HadamardIOException {
        if (!file.contains(name + SHIFT)) {
            return null;
        }
        double[] shift = file.readDoubles(name + SHIFT);
        double[] scale = file.readDoubles(name + SCALE);
        return made(file, name, () -> new Scaler(shift, scale));
    }

    /** Makes a value that checks itself. */
    private interface Maker<T> {
        T make();
    }

    private static <T> T made(TensorFile file, String name, Maker<T> maker) throws HadamardIOException {
        try {
            return maker.make();
        } catch (IllegalArgumentException e) {
            throw new HadamardIOException(file.path() + ": " + name + ": " + e.getMessage(), e);
        }
    }

    private static void checkColumns(TensorFile file, String tensor, int columns, int inputs)
            throws HadamardIOException {
        if (columns != inputs) {
            throw new HadamardIOException(file.path() + ": byte "
                    + file.tensor(tensor).position() + ": " + tensor + " has " + columns + " columns, the network has "
                    + inputs + " inputs");
        }
    }
}
