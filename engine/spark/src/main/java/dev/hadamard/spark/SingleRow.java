// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import org.apache.spark.ml.linalg.Vector;

/**
 * Predictions of single vectors, for Spark's methods that ask for one. May be used by any number of threads, one after
 * the other.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class SingleRow<A> {

    private final BatchPredictor<A> predictor;

    SingleRow(TrainedNetwork<A> trained, String backend) {
        this.predictor = new BatchPredictor<>(trained.topology(), trained.parameters(), Backends.named(backend), 1, 1);
    }

    /** Raw predictions of classes. */
    synchronized double[] raw(Vector features) {
        run(features);
        return Logits.raw(predictor, 0);
    }

    /** The number predicted. */
    synchronized double number(Vector features) {
        run(features);
        return predictor.logit(0, 0);
    }

    private void run(Vector features) {
        predictor.clear();
        predictor.add(features);
        predictor.run();
    }
}
