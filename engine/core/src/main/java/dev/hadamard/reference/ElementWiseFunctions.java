// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

/** The standard element-wise activations; {@link ReferenceActivation} tells their equations. */
final class ElementWiseFunctions {

    static final ElementWise IDENTITY = new ElementWise("identity", z -> z, (z, a) -> 1);
    static final ElementWise SIGMOID = new ElementWise("sigmoid", ElementWiseFunctions::sigmoid, (z, a) -> a * (1 - a));
    static final ElementWise TANH = new ElementWise("tanh", Math::tanh, (z, a) -> 1 - a * a);

    /** Math.max, unlike a comparison, propagates NaN. */
    static final ElementWise RELU = new ElementWise("relu", z -> Math.max(z, 0), (z, a) -> z > 0 ? 1 : 0);

    static final ElementWise SOFTPLUS =
            new ElementWise("softplus", ElementWiseFunctions::softplus, (z, a) -> sigmoid(z));
    static final ElementWise SILU =
            new ElementWise("silu", z -> z * sigmoid(z), (z, a) -> sigmoid(z) * (1 + z * (1 - sigmoid(z))));
    static final ElementWise GELU =
            new ElementWise("gelu", z -> z * normalCdf(z), (z, a) -> normalCdf(z) + z * normalDensity(z));
    static final ElementWise GELU_TANH = new ElementWise(
            "gelu-tanh", ElementWiseFunctions::geluTanh, (z, a) -> ElementWiseFunctions.geluTanhDerivative(z));

    private static final double SQRT_2 = Math.sqrt(2);
    private static final double SQRT_2_PI = Math.sqrt(2 * Math.PI);
    private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
    private static final double CUBIC = 0.044715;

    private ElementWiseFunctions() {}

    static ElementWise leakyRelu(double slope) {
        return new ElementWise("leaky-relu", z -> z > 0 ? z : slope * z, (z, a) -> z > 0 ? 1 : slope);
    }

    static ElementWise elu(double alpha) {
        return new ElementWise(
                "elu", z -> z > 0 ? z : alpha * Math.expm1(z), (z, a) -> z > 0 ? 1 : alpha * Math.exp(z));
    }

    /** {@code σ(z) = 1/(1 + exp(−z)) = exp(z)/(1 + exp(z))}, the form whose exponential cannot overflow. */
    static double sigmoid(double z) {
        if (z >= 0) {
            return 1 / (1 + Math.exp(-z));
        }
        double e = Math.exp(z);
        return e / (1 + e);
    }

    /** {@code log(1 + exp(z)) = max(z, 0) + log(1 + exp(−|z|))}. */
    static double softplus(double z) {
        return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }

    /** {@code Φ(z) = ½(1 + erf(z/√2)) = ½ erfc(−z/√2)}, which does not cancel for negative z. */
    private static double normalCdf(double z) {
        return 0.5 * ErrorFunction.erfc(-z / SQRT_2);
    }

    /** {@code φ(z) = exp(−z²/2)/√(2π)}. */
    private static double normalDensity(double z) {
        return Math.exp(-z * z / 2) / SQRT_2_PI;
    }

    /** {@code ½z(1 + tanh u), u = √(2/π)(z + 0.044715 z³)}. */
    private static double geluTanh(double z) {
        return 0.5 * z * (1 + Math.tanh(SQRT_2_OVER_PI * (z + CUBIC * z * z * z)));
    }

    /** {@code ½(1 + tanh u) + ½z(1 − tanh²u)u', u' = √(2/π)(1 + 3·0.044715 z²)}. */
    private static double geluTanhDerivative(double z) {
        double t = Math.tanh(SQRT_2_OVER_PI * (z + CUBIC * z * z * z));
        return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * SQRT_2_OVER_PI * (1 + 3 * CUBIC * z * z);
    }
}
