// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.data.CsvReader;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.Scaler;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * The handwritten digits that come with the program: 1797 images of 8 x 8 pixels, scaled from 0 … 16 to 0 … 1. The text
 * beside the file says whose they are.
 */
final class Digits {

    private static final String RESOURCE = "/dev/hadamard/bench/digits.csv.gz";

    /** The darkest pixel. */
    private static final double INK = 16;

    private Digits() {}

    static Dataset<double[]> read() throws IOException {
        URI uri = uri();
        if (!uri.getScheme().equals("jar")) {
            return read(Path.of(uri));
        }
        try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
            return read(jar.provider().getPath(uri));
        }
    }

    private static Dataset<double[]> read(Path path) throws IOException {
        Dataset<double[]> digits = CsvReader.of(path)
                .header(CsvReader.Header.NO)
                .task(CsvReader.Task.CLASSIFICATION)
                .read()
                .data();
        double[] zeros = new double[digits.features()];
        double[] ink = new double[digits.features()];
        Arrays.fill(ink, INK);
        return new Scaler(zeros, ink).apply(digits);
    }

    private static URI uri() {
        try {
            return Digits.class.getResource(RESOURCE).toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e); // class loaders make valid ones
        }
    }
}
