// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.io.HadamardIOException;
import java.nio.file.Path;

/** Reads a file with a small heap, in a JVM of its own; prints how that was refused. */
final class EndlessGzipProbe {

    private EndlessGzipProbe() {}

    /** Takes the name of a reader and a file. */
    public static void main(String[] arguments) {
        Path path = Path.of(arguments[1]);
        try {
            switch (arguments[0]) {
                case "csv" -> CsvReader.of(path).read();
                case "features" -> CsvReader.of(path).readFeatures(2);
                case "libsvm" -> LibsvmReader.of(path).read();
                case "images" -> IdxReader.readImages(path);
                case "labels" -> IdxReader.readLabels(path);
                default -> throw new IllegalArgumentException("reader: " + arguments[0]);
            }
            System.out.println("read");
        } catch (HadamardIOException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }
}
