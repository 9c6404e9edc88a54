// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.Objects;
import java.util.function.BiConsumer;

/** {@code a = f(z), dZ = Jᵀ dA}: a user's own row-wise activation, its Jacobian by the product with unit vectors. */
record RowWise(String name, BiConsumer<double[], double[]> forward, VectorJacobianProduct product)
        implements ReferenceActivation {

    RowWise {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(forward, "forward");
        Objects.requireNonNull(product, "product");
    }

    @Override
    public void apply(double[] z, double[] a) {
        forward.accept(z, a);
    }

    @Override
    public void vectorJacobianProduct(double[] z, double[] a, double[] dA, double[] dZ) {
        product.apply(z, a, dA, dZ);
    }

    @Override
    public String toString() {
        return name;
    }
}
