// SPDX-License-Identifier: Apache-2.0

/** Stands for an application on the module path that hands models to others. */
module exporter {
    requires dev.hadamard.onnx;
}
