// SPDX-License-Identifier: Apache-2.0

/**
 * Data to train and test on: {@link dev.hadamard.data.Dataset} over arrays, readers that make one from a file
 * ({@link dev.hadamard.data.CsvReader}, {@link dev.hadamard.data.IdxReader}), and {@link dev.hadamard.data.Scaler
 * standardised} features and targets.
 *
 * <p>Everything here is row-major: one sample a row, X is rows x features, Y is rows x outputs. Datasets and what the
 * readers return never change their shape and may be shared by threads as long as nobody writes to the arrays below
 * them.
 *
 * <p>A file that is missing, truncated, corrupt or of another format is answered with
 * {@link dev.hadamard.io.HadamardIOException}, an argument that doesn't fit with
 * {@link java.lang.IllegalArgumentException}.
 */
package dev.hadamard.data;
