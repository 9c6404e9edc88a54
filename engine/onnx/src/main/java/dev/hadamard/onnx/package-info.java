// SPDX-License-Identifier: Apache-2.0

/**
 * Dense networks to and from ONNX files (onnx.ai): {@link dev.hadamard.onnx.OnnxExport} for whoever runs a model
 * elsewhere, {@link dev.hadamard.onnx.OnnxImport} for a model that is to be trained on here.
 */
package dev.hadamard.onnx;
