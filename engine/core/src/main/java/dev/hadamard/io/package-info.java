// SPDX-License-Identifier: Apache-2.0

/**
 * Files: named tensors in the safetensors format ({@link dev.hadamard.io.TensorFile},
 * {@link dev.hadamard.io.TensorFileWriter}), and how reading and writing fail.
 */
package dev.hadamard.io;
