// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import dev.hadamard.ModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;

/**
 * Writes a model as Spark writes models, with the network in the engine's own format: {@code model.safetensors}, which
 * {@link dev.hadamard.Network#loadFloats} reads without Spark.
 */
final class ModelWriter extends MLWriter {

    /** Name of the network's file. */
    static final String FILE = "model.safetensors";

    private final Params model;
    private final TrainedNetwork<?> trained;

    ModelWriter(Params model, TrainedNetwork<?> trained) {
        this.model = model;
        this.trained = trained;
    }

    @Override
    public void saveImpl(String path) {
        DefaultParamsWriter.saveMetadata(model, path, sparkSession());
        try {
            java.nio.file.Path local = Files.createTempFile("hadamard", ".safetensors");
            try {
                ModelFile.of(trained.network()).write(local);
                Path target = new Path(path, FILE);
                target.getFileSystem(sc().hadoopConfiguration())
                        .copyFromLocalFile(false, true, new Path(local.toUri()), target);
            } finally {
                Files.deleteIfExists(local);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
