// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.verify;

import dev.hadamard.FailedStep;
import dev.hadamard.Network;
import dev.hadamard.NonFiniteException;
import dev.hadamard.State;
import dev.hadamard.Trainer;
import dev.hadamard.TrainerBuilder;
import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFile;
import dev.hadamard.io.TensorFileWriter;
import dev.hadamard.io.TensorInfo;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A step that met NaN or infinity, kept in a file and run again: in another process, under a debugger, on another
 * backend.
 *
 * <pre>{@code
 * Trainer.of(network).guard(Guard.FULL).onNonFinite(Replay.dumpTo(file))…
 *
 * NonFiniteException again = Replay.run(file, Trainer.of(network)…);
 * }</pre>
 *
 * <p>The file is a safetensors container of parameters, optimiser state and mini-batch; what the network's layers, loss
 * and optimiser are is code, and the caller's to give again. Stateless.
 */
public final class Replay {

    private static final String KIND = "hadamard.kind";
    private static final String DUMP = "failed step";
    private static final String NETWORK = "network";
    private static final String MESSAGE = "message";
    private static final String PARAMETERS = "parameters";
    private static final String INPUTS = "inputs";
    private static final String TARGETS = "targets";
    private static final String CLASSES = "classes";
    private static final String STATE = "state";

    private Replay() {}

    /**
     * A listener for {@link TrainerBuilder#onNonFinite} that writes the failed step to a file, replacing an older one.
     *
     * @param file where to
     * @param <A> {@code float[]} or {@code double[]}
     * @return the listener; it throws {@link UncheckedIOException} if the file can't be written
     */
    public static <A> Consumer<FailedStep<A>> dumpTo(Path file) {
        Objects.requireNonNull(file, "file");
        return step -> {
            try {
                write(file, step);
            } catch (HadamardIOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static void write(Path file, FailedStep<?> step) throws HadamardIOException {
        Network<?> network = step.network();
        TensorFileWriter writer = new TensorFileWriter()
                .metadata(KIND, DUMP)
                .metadata(NETWORK, network.toString())
                .metadata(MESSAGE, step.failure().getMessage());
        add(writer, PARAMETERS, network.parameters(), network.parameterCount());
        add(writer, INPUTS, step.inputs(), step.rows(), network.inputs());
        if (step.targets() != null) {
            add(writer, TARGETS, step.targets(), step.rows(), network.outputs());
        } else {
            long[] classes = Arrays.stream(step.classes()).asLongStream().toArray();
            writer.add(CLASSES, classes, step.rows());
        }
        step.state().save(State.prefixed(STATE, new State.Sink() {
            @Override
            public void put(String name, long value) {
                writer.add(name, new long[] {value}, 1);
            }

            @Override
            public void putArray(String name, Object array) {
                add(writer, name, array, length(array));
            }
        }));
        writer.write(file);
    }

    private static int length(Object array) {
        return array instanceof float[] floats ? floats.length : ((double[]) array).length;
    }

    private static void add(TensorFileWriter writer, String name, Object array, long... shape) {
        if (array instanceof float[] floats) {
            writer.add(name, floats, shape);
        } else {
            writer.add(name, (double[]) array, shape);
        }
    }

    /**
     * Runs a failed step again. The network of the given trainer gets the parameters of that step.
     *
     * @param file written by {@link #dumpTo}
     * @param trainer describes the trainer as it was: same layers, loss and optimiser; backend, threads and guard may
     *     differ. Its largest batch becomes that of the step.
     * @param <A> {@code float[]} or {@code double[]}
     * @return the failure, which names the step, layer, tensor and element
     * @throws HadamardIOException if the file can't be read, holds something else, or does not fit the network
     * @throws IllegalStateException if the step does not fail this time
     */
    public static <A> NonFiniteException run(Path file, TrainerBuilder<A> trainer) throws HadamardIOException {
        try (TensorFile dump = TensorFile.open(file)) {
            if (!DUMP.equals(dump.metadata().get(KIND))) {
                throw new HadamardIOException(file + ": not the dump of a failed step");
            }
            int rows = rows(dump);
            try (Trainer<A> built = trainer.batch(rows).build()) {
                restore(dump, built);
                return failAgain(dump, built, rows);
            }
        }
    }

    private static int rows(TensorFile dump) throws HadamardIOException {
        List<Long> shape = dump.tensor(INPUTS).shape();
        if (shape.size() != 2 || shape.get(0) < 1 || shape.get(0) > Integer.MAX_VALUE) {
            throw new HadamardIOException(dump.path() + ": inputs must be rows x columns, have shape " + shape);
        }
        return shape.get(0).intValue();
    }

    private static <A> void restore(TensorFile dump, Trainer<A> trainer) throws HadamardIOException {
        Network<A> network = trainer.network();
        String written = dump.metadata().getOrDefault(NETWORK, "");
        if (!network.toString().equals(written)) {
            throw new HadamardIOException(
                    dump.path() + ": written for the network \"" + written + "\", not for \"" + network + "\"");
        }
        read(dump, PARAMETERS, network.parameters(), network.parameterCount());
        try {
            trainer.state().restore(State.prefixed(STATE, source(dump)));
        } catch (IllegalArgumentException e) {
            throw new HadamardIOException(dump.path() + ": does not fit the trainer: " + e.getMessage(), e);
        }
    }

    private static <A> NonFiniteException failAgain(TensorFile dump, Trainer<A> trainer, int rows)
            throws HadamardIOException {
        Network<A> network = trainer.network();
        double[][] x = rows(dump, INPUTS, rows, network.inputs());
        boolean classes = dump.contains(CLASSES);
        int[] labels = classes ? classes(dump, rows, network) : null;
        double[][] y = classes ? null : rows(dump, TARGETS, rows, network.outputs());
        try {
            if (classes) {
                trainer.step(x, labels);
            } else {
                trainer.step(x, y);
            }
        } catch (NonFiniteException e) {
            return e;
        }
        throw new IllegalStateException("step " + trainer.steps() + " does not fail again: "
                + dump.metadata().getOrDefault(MESSAGE, "no message"));
    }

    private static int[] classes(TensorFile dump, int rows, Network<?> network) throws HadamardIOException {
        long[] labels = dump.readLongs(CLASSES);
        long bound = Math.max(2, network.outputs());
        if (labels.length != rows || Arrays.stream(labels).anyMatch(label -> label < 0 || label >= bound)) {
            throw new HadamardIOException(
                    dump.path() + ": classes must be " + rows + " numbers from 0 to " + (bound - 1));
        }
        return Arrays.stream(labels).mapToInt(label -> (int) label).toArray();
    }

    private static double[][] rows(TensorFile dump, String name, int rows, int width) throws HadamardIOException {
        TensorInfo info = dump.tensor(name);
        if (!info.shape().equals(List.of((long) rows, (long) width))) {
            throw new HadamardIOException(
                    dump.path() + ": tensor " + info + " should have shape [" + rows + ", " + width + "]");
        }
        double[] flat = dump.readDoubles(name);
        double[][] split = new double[rows][];
        for (int row = 0; row < rows; row++) {
            split[row] = Arrays.copyOfRange(flat, row * width, (row + 1) * width);
        }
        return split;
    }

    private static void read(TensorFile dump, String name, Object target, int length) throws HadamardIOException {
        TensorInfo info = dump.tensor(name);
        if (info.elements() != length) {
            throw new HadamardIOException(dump.path() + ": tensor " + info + " should have " + length + " elements");
        }
        if (target instanceof float[] floats) {
            dump.read(name, floats, 0);
        } else {
            dump.read(name, (double[]) target, 0);
        }
    }

    private static State.Source source(TensorFile dump) {
        return new State.Source() {
            @Override
            public long getLong(String name) {
                try {
                    long[] values = dump.tensor(name).elements() == 1 ? dump.readLongs(name) : new long[0];
                    if (values.length == 1) {
                        return values[0];
                    }
                } catch (HadamardIOException e) {
                    throw new IllegalArgumentException(e.getMessage(), e);
                }
                throw new IllegalArgumentException("state \"" + name + "\" should be one number");
            }

            @Override
            public void getArray(String name, Object array) {
                try {
                    read(dump, name, array, length(array));
                } catch (HadamardIOException e) {
                    throw new IllegalArgumentException(e.getMessage(), e);
                }
            }
        };
    }
}
