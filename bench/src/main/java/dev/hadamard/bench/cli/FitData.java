// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.History;
import dev.hadamard.Trainer;
import dev.hadamard.TrainingListener;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.RowFile;
import java.io.IOException;

/**
 * What a trainer is given: rows to train on and, unless null, rows to validate on.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
sealed interface FitData<A> {

    /** Rows to train on. */
    int rows();

    /** Trains. */
    History fit(Trainer<A> trainer, TrainingListener... listeners) throws IOException;

    /**
     * In memory.
     *
     * @param train rows to train on
     * @param validation rows to validate on, or null
     * @param <A> {@code float[]} or {@code double[]}
     */
    record InMemory<A>(Dataset<A> train, Dataset<A> validation) implements FitData<A> {

        @Override
        public int rows() {
            return train.rows();
        }

        @Override
        public History fit(Trainer<A> trainer, TrainingListener... listeners) {
            return validation == null ? trainer.fit(train, listeners) : trainer.fit(train, validation, listeners);
        }
    }

    /**
     * Read piece by piece.
     *
     * @param train rows to train on
     * @param validation rows to validate on, in memory, or null
     * @param <A> {@code float[]} or {@code double[]}
     */
    record OfFile<A>(RowFile<A> train, Dataset<A> validation) implements FitData<A> {

        @Override
        public int rows() {
            return train.rows();
        }

        @Override
        public History fit(Trainer<A> trainer, TrainingListener... listeners) throws IOException {
            return validation == null ? trainer.fit(train, listeners) : trainer.fit(train, validation, listeners);
        }
    }
}
