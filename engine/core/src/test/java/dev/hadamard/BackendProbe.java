// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.ActivationFunction;
import dev.ludovic.netlib.blas.BLAS;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Asks for a backend, twice, and prints what came: "log: ", "name: ", "describe: ", "product: " or "exception: " before
 * each line. Run by {@link BackendTest} in a JVM of its own.
 */
final class BackendProbe {

    static final String NETLIB_FIRST = "netlib-first";

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private BackendProbe() {}

    /** Takes the name of a backend, and optionally {@link #NETLIB_FIRST}. */
    public static void main(String[] arguments) {
        Logger logger = Logger.getLogger("dev.hadamard");
        logger.setUseParentHandlers(false);
        logger.addHandler(new Printer());
        if (arguments.length > 1 && arguments[1].equals(NETLIB_FIRST)) {
            BLAS.getInstance();
        }
        for (int i = 0; i < 2; i++) {
            try {
                Backend backend = Backend.named(arguments[0]);
                OUT.println("name: " + backend.name());
                backend.describe().lines().forEach(line -> OUT.println("describe: " + line));
                OUT.println("product: " + Arrays.toString(product(backend)));
            } catch (IllegalArgumentException | UnsupportedOperationException e) {
                OUT.println("exception: " + e);
            }
        }
        // The logger is still in use here, or it might have been collected, and its handler with it.
        logger.setUseParentHandlers(true);
    }

    private static float[] product(Backend backend) {
        float[] x = {1, 2, 3, 4};
        float[] w = {5, 6, 7, 8};
        float[] z = new float[4];
        backend.strategy()
                .newFloatKernels()
                .products()
                .forward(x, 0, 2, w, 0, 2, null, 0, z, z, 0, 2, 2, 0, 2, 0, 2, ActivationFunction.IDENTITY);
        return z;
    }

    private static final class Printer extends Handler {

        private final Formatter format = new SimpleFormatter();

        @Override
        public void publish(LogRecord message) {
            OUT.println("log: " + message.getLevel() + " " + format.formatMessage(message));
        }

        @Override
        public void flush() {
            OUT.flush();
        }

        @Override
        public void close() {}
    }
}
