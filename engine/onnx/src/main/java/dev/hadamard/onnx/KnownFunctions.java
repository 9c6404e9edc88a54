// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.onnx;

import dev.hadamard.Activation;
import dev.hadamard.reference.ErrorFunction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Tells an element-wise activation by its values at some points. */
final class KnownFunctions {

    /** Constants of a float graph, such as √2, are off by 6e-8 of themselves; no two functions are as near as this. */
    private static final double TOLERANCE = 1e-6;

    /** A number that came from a float, less what arithmetic in double did to it. */
    private static final double ROUNDING = 1e-12;

    /** From −8 to 8, not at their kinks; −1 is first. */
    private static final double[] POINTS = points();

    private static final Map<Activation, double[]> STANDARD = standard();

    private KnownFunctions() {}

    private static double[] points() {
        double[] points = new double[100];
        points[0] = -1;
        for (int i = 1; i < points.length; i++) {
            points[i] = -8 + 16 * (i - 0.25) / points.length;
        }
        return points;
    }

    private static Map<Activation, double[]> standard() {
        Map<Activation, double[]> functions = new LinkedHashMap<>();
        functions.put(Activation.IDENTITY, at(z -> z));
        functions.put(Activation.RELU, at(z -> Math.max(z, 0)));
        functions.put(Activation.SIGMOID, at(KnownFunctions::sigmoid));
        functions.put(Activation.TANH, at(Math::tanh));
        functions.put(Activation.SOFTPLUS, at(z -> Math.log1p(Math.exp(z))));
        functions.put(Activation.SILU, at(z -> z * sigmoid(z)));
        functions.put(Activation.GELU, at(gelu(false)));
        functions.put(Activation.GELU_TANH, at(gelu(true)));
        return functions;
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    static DoubleUnaryOperator gelu(boolean tanh) {
        return tanh
                ? z -> z / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z)))
                : z -> z / 2 * (1 + ErrorFunction.erf(z * Math.sqrt(0.5)));
    }

    /** A function's values. */
    static double[] at(DoubleUnaryOperator function) {
        double[] values = new double[POINTS.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = function.applyAsDouble(POINTS[i]);
        }
        return values;
    }

    /** The activation that has these values, or null. */
    static Activation find(double[] values) {
        for (Map.Entry<Activation, double[]> known : STANDARD.entrySet()) {
            if (agree(values, known.getValue())) {
                return known.getKey();
            }
        }
        double slope = decimal(-values[0]);
        if (Double.isFinite(slope) && agree(values, at(z -> z > 0 ? z : slope * z))) {
            return Activation.leakyRelu(slope);
        }
        double alpha = decimal(values[0] / Math.expm1(-1));
        if (Double.isFinite(alpha) && agree(values, at(z -> z > 0 ? z : alpha * Math.expm1(z)))) {
            return Activation.elu(alpha);
        }
        return null;
    }

    private static boolean agree(double[] a, double[] b) {
        for (int i = 0; i < a.length; i++) {
            if (!(Math.abs(a[i] - b[i]) <= TOLERANCE * Math.max(1, Math.abs(b[i])))) {
                return false;
            }
        }
        return true;
    }

    /** The decimal that a number was before it became a float, if it was one: 0.01 for 0.009999999776482582. */
    private static double decimal(double value) {
        float rounded = (float) value;
        return Math.abs(rounded - value) <= ROUNDING * Math.abs(value)
                ? Double.parseDouble(Float.toString(rounded))
                : value;
    }
}
