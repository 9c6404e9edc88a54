// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.List;
import java.util.Objects;

/**
 * Numeric differentiation, which knows no derivative: {@code ∂C/∂w ≈ (C(w + h) − C(w − h))/2h} for every parameter, at
 * two forward passes each. The step {@code h = ∛ε max(1, |w|)} balances the error of the formula, of order h², with the
 * rounding of C, of order ε/h. Next to a kink (ReLU, L1, …) the quotient averages both sides.
 *
 * @param network the network; it is not changed, its copy is
 * @param loss the loss
 */
public record CentralDifferences(ReferenceNetwork network, ReferenceLoss loss) implements GradientRule {

    private static final double RELATIVE_STEP = Math.cbrt(Math.ulp(1.0));

    /**
     * Checks that nothing is missing.
     *
     * @param network the network
     * @param loss the loss
     * @throws NullPointerException if an argument is null
     */
    public CentralDifferences {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(loss, "loss");
    }

    /** {@code dW_ij += weight (C(W_ij + h) − C(W_ij − h))/2h}, and so for b. */
    @Override
    public double accumulate(double[] x, double[] y, double weight, ReferenceGradients gradients) {
        OutputError.check(network, x, y);
        ReferenceNetwork copy = network.copy();
        CentralDifferences probe = new CentralDifferences(copy, loss);
        List<ReferenceLayer> layers = network.parameterLayers();
        for (int l = 0; l < layers.size(); l++) {
            Affine sum = gradients.of(layers.get(l));
            Affine parameters =
                    ReferenceNetwork.parameters(copy.parameterLayers().get(l));
            for (int i = 0; i < parameters.inputs(); i++) {
                probe.addQuotients(parameters.weights()[i], x, y, weight, sum.weights()[i]);
            }
            if (parameters.bias() != null) {
                probe.addQuotients(parameters.bias(), x, y, weight, sum.bias());
            }
        }
        return cost(x, y);
    }

    /** {@code (C(x_i + h) − C(x_i − h))/2h · weight}. */
    @Override
    public double[] inputGradient(double[] x, double[] y, double weight) {
        OutputError.check(network, x, y);
        double[] probed = x.clone();
        double[] gradient = new double[x.length];
        addQuotients(probed, probed, y, weight, gradient);
        return gradient;
    }

    /** {@code sum_i += weight (C(w_i + h) − C(w_i − h))/2h}; w is part of what C depends on, and is restored. */
    private void addQuotients(double[] w, double[] x, double[] y, double weight, double[] sum) {
        for (int i = 0; i < w.length; i++) {
            double centre = w[i];
            double h = RELATIVE_STEP * Math.max(1, Math.abs(centre));
            double above = centre + h;
            double below = centre - h;
            w[i] = above;
            double costAbove = cost(x, y);
            w[i] = below;
            double costBelow = cost(x, y);
            w[i] = centre;
            // The difference of the two points as they were rounded, not 2h.
            sum[i] += weight * (costAbove - costBelow) / (above - below);
        }
    }
}
