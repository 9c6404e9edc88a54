// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.verify;

import dev.hadamard.ParameterRange;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a {@link GradientCheck} found.
 *
 * @param parameters all that were checked, in the order of the network's ranges
 * @param tolerance largest difference, as a share of the largest gradient of the tensor
 */
public record GradientReport(List<Parameter> parameters, double tolerance) {

    /** Messages name so many parameters at most. */
    private static final int NAMED = 10;

    /** What was found about a parameter. */
    public enum Verdict {
        /** The gradient is the derivative. */
        AGREES,
        /** It is not. */
        DIFFERS,
        /** The cost has a kink here; the gradient lies between its slopes on both sides. */
        NOT_DIFFERENTIABLE
    }

    /**
     * One parameter.
     *
     * @param range the weight matrix or bias that it belongs to
     * @param row its row there; 0 for a bias
     * @param column its column there
     * @param gradient the engine's dCost/dw
     * @param difference the difference quotient, at the step where it came closest
     * @param relative |gradient − difference| as a share of the largest gradient of the tensor
     * @param verdict what follows
     */
    public record Parameter(
            ParameterRange range,
            int row,
            int column,
            double gradient,
            double difference,
            double relative,
            Verdict verdict) {

        /** Layer, tensor, place, both values. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "layer %d, d%s[%d,%d]: gradient %.9g, difference quotient %.9g, apart %.2g of the tensor's largest: %s",
                    range.layer(),
                    range.name(),
                    row,
                    column,
                    gradient,
                    difference,
                    relative,
                    verdict);
        }
    }

    /**
     * Copies the list.
     *
     * @param parameters all that were checked
     * @param tolerance largest difference
     */
    public GradientReport {
        parameters = List.copyOf(Objects.requireNonNull(parameters, "parameters"));
    }

    /**
     * The parameters with a verdict.
     *
     * @param verdict which
     * @return those, worst first
     */
    public List<Parameter> with(Verdict verdict) {
        return parameters.stream()
                .filter(parameter -> parameter.verdict() == verdict)
                .sorted(worstFirst())
                .toList();
    }

    /**
     * The parameters whose gradients differ most, whatever the verdict.
     *
     * @param count how many at most
     * @return those, worst first
     */
    public List<Parameter> worst(int count) {
        return parameters.stream().sorted(worstFirst()).limit(count).toList();
    }

    /**
     * Whether no gradient differs and at least one agrees.
     *
     * @return whether the check passed
     */
    public boolean agrees() {
        return with(Verdict.DIFFERS).isEmpty() && !with(Verdict.AGREES).isEmpty();
    }

    /**
     * Fails unless the check {@linkplain #agrees() passed}.
     *
     * @return this
     * @throws AssertionError with the worst parameters: layer, row, column, both values
     */
    public GradientReport assertAgrees() {
        if (!agrees()) {
            throw new AssertionError(toString());
        }
        return this;
    }

    /** Counts, then the worst parameters that differ, or that have no derivative. */
    @Override
    public String toString() {
        List<Parameter> differing = with(Verdict.DIFFERS);
        List<Parameter> kinks = with(Verdict.NOT_DIFFERENTIABLE);
        StringBuilder text = new StringBuilder()
                .append(parameters.size())
                .append(" gradients checked: ")
                .append(differing.size())
                .append(" differ, ")
                .append(kinks.size())
                .append(" not differentiable here, ")
                .append(parameters.size() - differing.size() - kinks.size())
                .append(" agree to ")
                .append(tolerance);
        List<Parameter> named = differing.isEmpty() ? kinks : differing;
        named.stream().limit(NAMED).forEach(parameter -> text.append("\n  ").append(parameter));
        if (named.size() > NAMED) {
            text.append("\n  and ").append(named.size() - NAMED).append(" more");
        }
        return text.toString();
    }

    private static Comparator<Parameter> worstFirst() {
        // NaN sorts as the largest, so it comes first.
        return Comparator.comparingDouble(Parameter::relative).reversed();
    }
}
