// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFile;
import dev.hadamard.io.TensorFileWriter;
import dev.hadamard.io.TensorInfo;
import dev.hadamard.io.TensorType;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * One checkpoint: a model's file, and each piece of the trainer's {@link State} as a tensor "state.NAME", numbers as
 * I64 without dimensions.
 */
final class CheckpointFile {

    private static final String TRAINER = ModelFile.OWN + "trainer";
    private static final String STATE = "state.";

    /** Double.toString has changed since Java 17, so numbers are compared by value. */
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+\\.[0-9]+(E-?[0-9]+)?");

    private CheckpointFile() {}

    static void save(Trainer<?> trainer, Path path) throws HadamardIOException {
        TensorFileWriter writer = new TensorFileWriter();
        ModelFile.describe(writer, trainer.network(), ParameterLayout.HADAMARD);
        writer.metadata(TRAINER, trainer.settings());
        trainer.state().save(new Pieces(writer));
        writer.write(path);
    }

    /** Adds pieces of state to a file. */
    private record Pieces(TensorFileWriter writer) implements State.Sink {
        @Override
        public void put(String name, long value) {
            writer.add(STATE + name, new long[] {value});
        }

        @Override
        public void putArray(String name, Object array) {
            if (array instanceof float[] floats) {
                writer.add(STATE + name, floats.clone(), floats.length);
            } else {
                double[] doubles = (double[]) array;
                writer.add(STATE + name, doubles.clone(), doubles.length);
            }
        }
    }

    /**
     * Takes a trainer and its network to where they were saved.
     *
     * @throws IllegalArgumentException if those were of another network or other settings; nothing has changed
     * @throws HadamardIOException if the file can't be read; the trainer's state is undefined, its network as it was
     */
    static <A> void restore(Trainer<A> trainer, Path path) throws HadamardIOException {
        Network<A> network = trainer.network();
        try (TensorFile file = TensorFile.open(path)) {
            ModelFile.checkVersion(file);
            checkSame(path, "layers", ModelFile.layers(network), ModelFile.layers(file));
            checkSame(path, "trainer", trainer.settings(), ModelFile.string(file, TRAINER));
            ParameterTensors tensors = ParameterTensors.of(network.graph(), network.layers(), ParameterLayout.HADAMARD);
            tensors.check(file);
            TensorType type = network.precision().equals("float") ? TensorType.F32 : TensorType.F64;
            if (file.tensor("W1").type() != type) {
                throw new IllegalArgumentException(
                        path + ": parameters are " + file.tensor("W1").type() + ", the trainer's " + type);
            }
            A parameters = network.elements().allocate(network.parameterCount());
            tensors.read(file, network.elements(), parameters);
            restore(trainer.state(), file);
            System.arraycopy(parameters, 0, network.parameters(), 0, network.parameterCount());
        }
    }

    private static void restore(State state, TensorFile file) throws HadamardIOException {
        try {
            state.restore(new Read(file));
        } catch (UncheckedIOException e) {
            throw (HadamardIOException) e.getCause(); // Read throws no other
        } catch (IllegalArgumentException e) {
            throw new HadamardIOException(file.path() + ": " + e.getMessage(), e);
        }
    }

    private static void checkSame(Path path, String what, String here, String there) {
        if (!normal(here).equals(normal(there))) {
            throw new IllegalArgumentException(
                    path + ": written with other " + what + ": " + shown(there) + ", not " + shown(here));
        }
    }

    private static String normal(String text) {
        return DECIMAL.matcher(text).replaceAll(number -> Double.toHexString(Double.parseDouble(number.group())));
    }

    private static String shown(String text) {
        return (text.length() > 300 ? text.substring(0, 300) + "…" : text).replaceAll("\\p{Cntrl}", "?");
    }

    /** Pieces of state from a file. */
    private record Read(TensorFile file) implements State.Source {
        @Override
        public long getLong(String name) {
            try {
                TensorInfo tensor = file.tensor(STATE + name);
                if (tensor.elements() != 1 || tensor.type() != TensorType.I64) {
                    throw new IllegalArgumentException("tensor " + tensor + " should be one number of type I64");
                }
                return file.readLongs(STATE + name)[0];
            } catch (HadamardIOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void getArray(String name, Object array) {
            try {
                TensorInfo tensor = file.tensor(STATE + name);
                if (array instanceof float[] floats) {
                    check(tensor, TensorType.F32, floats.length);
                    file.read(STATE + name, floats, 0);
                } else {
                    double[] doubles = (double[]) array;
                    check(tensor, TensorType.F64, doubles.length);
                    file.read(STATE + name, doubles, 0);
                }
            } catch (HadamardIOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void check(TensorInfo tensor, TensorType type, int length) {
            if (tensor.type() != type || tensor.elements() != length) {
                throw new IllegalArgumentException(
                        "tensor " + tensor + " should be " + type + " with " + length + " elements");
            }
        }
    }
}
