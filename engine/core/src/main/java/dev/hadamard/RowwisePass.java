// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.Workspace.Tensors;
import dev.hadamard.compute.ActivationKernels;
import dev.hadamard.compute.Elements;

/**
 * The row-wise activation of a port, softmax or a user's, in both directions; does nothing where the port has none.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class RowwisePass<A> {

    private final Tensors<A> tensors;
    private final Elements<A> elements;
    private final ActivationKernels<A> kernels;
    private final int width;
    private final boolean softmax;
    /** Null where the activation is not a user's row-wise function; so are then the rows below. */
    private final RowFunction user;

    private final double[] z;
    private final double[] a;
    private final double[] dA;
    private final double[] dZ;

    RowwisePass(Tensors<A> tensors, Elements<A> elements, ActivationKernels<A> kernels) {
        this.tensors = tensors;
        this.elements = elements;
        this.kernels = kernels;
        this.width = tensors.port.width();
        Activation activation = tensors.port.activation();
        this.softmax = activation == Activation.SOFTMAX;
        this.user = activation instanceof Activation.Rowwise rowwise ? rowwise.function() : null;
        this.z = user == null ? null : new double[width];
        this.a = user == null ? null : new double[width];
        this.dA = user == null ? null : new double[width];
        this.dZ = user == null ? null : new double[width];
    }

    void forward(int rows) {
        if (softmax) {
            kernels.softmax(tensors.z, tensors.a, 0, width, rows, width);
        } else if (user != null) {
            for (int row = 0; row < rows; row++) {
                elements.toDoubles(tensors.z, row * width, z, 0, width);
                user.forward(z, a);
                elements.fromDoubles(a, 0, tensors.a, row * width, width);
            }
        }
    }

    /** Δ = Jᵀ dCost/dA, in place. */
    void backward(int rows) {
        if (softmax) {
            kernels.softmaxBackward(tensors.a, tensors.delta, 0, width, rows, width);
        } else if (user != null) {
            for (int row = 0; row < rows; row++) {
                elements.toDoubles(tensors.z, row * width, z, 0, width);
                elements.toDoubles(tensors.a, row * width, a, 0, width);
                elements.toDoubles(tensors.delta, row * width, dA, 0, width);
                user.vectorJacobianProduct(z, a, dA, dZ);
                elements.fromDoubles(dZ, 0, tensors.delta, row * width, width);
            }
        }
    }
}
