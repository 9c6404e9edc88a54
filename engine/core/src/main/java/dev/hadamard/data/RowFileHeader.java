// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFile;
import dev.hadamard.io.TensorInfo;
import dev.hadamard.io.TensorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a {@link RowFile} says about itself, checked.
 *
 * @param path the file
 * @param rows how many, at least 1
 * @param features elements of a row of x, at least 1
 * @param outputs number of classes, or elements of a row of y, at least 1
 * @param labelled whether targets are classes
 * @param classNames by class index; empty if there are none
 * @param metadata all strings
 */
record RowFileHeader(
        Path path,
        int rows,
        int features,
        int outputs,
        boolean labelled,
        List<String> classNames,
        Map<String, String> metadata) {

    static final String X = "x";
    static final String Y = "y";
    static final String LABELS = "labels";
    static final String VERSION = "hadamard.rows";
    static final String CURRENT_VERSION = "1";
    static final String CLASSES = "hadamard.classes";
    static final String CLASS_NAME = "class.";

    /** Of an open file, whose numbers are not read. */
    static RowFileHeader of(TensorFile file) throws HadamardIOException {
        String version = file.metadata().get(VERSION);
        if (version != null && !version.equals(CURRENT_VERSION)) {
            throw error(file, VERSION + " is " + version + ", this program reads " + CURRENT_VERSION);
        }
        long[] shape = shape(file, X);
        boolean labelled = file.contains(LABELS);
        int outputs = labelled ? classes(file, shape[0]) : targets(file, shape[0]);
        List<String> names = new ArrayList<>();
        while (file.metadata().containsKey(CLASS_NAME + names.size())) {
            names.add(file.metadata().get(CLASS_NAME + names.size()));
        }
        if (!names.isEmpty() && (!labelled || names.size() != outputs)) {
            throw error(file, "names of " + names.size() + " classes, there are " + (labelled ? outputs : 0));
        }
        return new RowFileHeader(
                file.path(),
                (int) shape[0],
                (int) shape[1],
                outputs,
                labelled,
                List.copyOf(names),
                Map.copyOf(file.metadata()));
    }

    private static long[] shape(TensorFile file, String name) throws HadamardIOException {
        TensorInfo tensor = file.tensor(name);
        List<Long> shape = tensor.shape();
        if (!tensor.type().isReal() || shape.size() != 2 || shape.contains(0L)) {
            throw error(file, "tensor " + tensor + " is no matrix of floats with a row or more");
        }
        if (shape.get(0) > Integer.MAX_VALUE || shape.get(1) > Integer.MAX_VALUE / Double.BYTES) {
            throw error(file, "tensor " + tensor + " has more rows or columns than an array can hold");
        }
        return new long[] {shape.get(0), shape.get(1)};
    }

    private static int targets(TensorFile file, long rows) throws HadamardIOException {
        long[] shape = shape(file, Y);
        if (shape[0] != rows) {
            throw error(file, "tensor y has " + shape[0] + " rows, x has " + rows);
        }
        return (int) shape[1];
    }

    private static int classes(TensorFile file, long rows) throws HadamardIOException {
        TensorInfo tensor = file.tensor(LABELS);
        if (tensor.type() != TensorType.I32 || !tensor.shape().equals(List.of(rows))) {
            throw error(file, "tensor " + tensor + " is not I32 of " + rows + " rows");
        }
        String classes = String.valueOf(file.metadata().get(CLASSES));
        try {
            int number = Integer.parseInt(classes);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new HadamardIOException(message(file, CLASSES + " is no number: " + classes), e);
        }
        throw error(file, CLASSES + " must be at least 1, was " + classes);
    }

    private static HadamardIOException error(TensorFile file, String message) {
        return new HadamardIOException(message(file, message));
    }

    private static String message(TensorFile file, String message) {
        return file.path() + ": no file of rows: " + message;
    }
}
