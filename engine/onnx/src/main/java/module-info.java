// SPDX-License-Identifier: Apache-2.0

/** Dense networks to and from ONNX files. */
@SuppressWarnings("requires-automatic") // protobuf-java has no module descriptor
module dev.hadamard.onnx {
    requires com.google.protobuf;
    requires transitive dev.hadamard;

    exports dev.hadamard.onnx;
}
