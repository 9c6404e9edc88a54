// SPDX-License-Identifier: Apache-2.0

/**
 * A training core for dense neural networks: whole mini-batches as matrix products.
 *
 * <p>Start at {@link dev.hadamard.Network}. The vector module and native OpenBLAS are optional: without them everything
 * works, slower. {@link dev.hadamard.Backend#describe()} says what is missing and how to add it.
 */
@SuppressWarnings("requires-automatic") // netlib and commons-csv have no module descriptors
module dev.hadamard {
    requires com.fasterxml.jackson.core;
    requires dev.ludovic.netlib.blas;
    requires java.logging;
    requires transitive jdk.jfr;
    requires org.apache.commons.csv;
    requires static jdk.incubator.vector;
    requires static org.bytedeco.javacpp;
    requires static org.bytedeco.openblas;

    exports dev.hadamard;
    exports dev.hadamard.data;
    exports dev.hadamard.io;
    exports dev.hadamard.metrics;
    exports dev.hadamard.reference;
    exports dev.hadamard.verify;
}
