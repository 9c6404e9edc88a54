// SPDX-License-Identifier: Apache-2.0

/** Stands for an embedder's application on the module path. */
module consumer {
    requires dev.hadamard;
}
