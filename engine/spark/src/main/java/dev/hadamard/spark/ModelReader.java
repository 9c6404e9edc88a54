// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import dev.hadamard.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;

/**
 * Reads what {@link ModelWriter} wrote.
 *
 * @param <M> the model's class
 */
final class ModelReader<M extends HadamardParams> extends MLReader<M> {

    private final Class<M> type;
    private final boolean classifier;
    private final Function<String, M> factory;
    private final BiConsumer<M, TrainedNetwork<?>> attachment;

    /**
     * For models of a class.
     *
     * @param classifier whether these classify
     * @param factory makes a model of a uid, without a network
     * @param attachment gives a model its network
     */
    ModelReader(
            Class<M> type,
            boolean classifier,
            Function<String, M> factory,
            BiConsumer<M, TrainedNetwork<?>> attachment) {
        this.type = type;
        this.classifier = classifier;
        this.factory = factory;
        this.attachment = attachment;
    }

    @Override
    public M load(String path) {
        DefaultParamsReader.Metadata metadata = DefaultParamsReader.loadMetadata(path, sparkSession(), type.getName());
        M model = factory.apply(metadata.uid());
        metadata.getAndSetParams(model, metadata.getAndSetParams$default$2());
        try {
            java.nio.file.Path local = Files.createTempFile("hadamard", ".safetensors");
            try {
                Path source = new Path(path, ModelWriter.FILE);
                source.getFileSystem(sc().hadoopConfiguration())
                        .copyToLocalFile(false, source, new Path(local.toUri()), true);
                attachment.accept(model, trained(Topology.of(model, classifier), local));
            } finally {
                Files.deleteIfExists(local);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return model;
    }

    private static <A> TrainedNetwork<A> trained(Topology<A> topology, java.nio.file.Path file) throws IOException {
        Network<A> network = topology.type().load(file);
        if (!network.toString().equals(topology.initial().toString())) {
            throw new IOException(ModelWriter.FILE + " holds " + network + ", other layers than the model's metadata");
        }
        return new TrainedNetwork<>(topology, network.parameters(), new double[0]);
    }
}
