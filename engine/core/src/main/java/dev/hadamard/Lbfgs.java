// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/**
 * L-BFGS (Liu and Nocedal 1989) with a line search for the strong Wolfe conditions, c₁ = 10⁻⁴ and c₂ = 0.9 (Nocedal and
 * Wright 2006, algorithms 3.5, 3.6 and 7.4; torch.optim.LBFGS with line_search_fn="strong_wolfe"). For full batches: a
 * step is one iteration, with several evaluations of cost and gradient on the same rows, so {@link Trainer#fit} takes
 * all rows as one batch. Penalties are part of what it minimises; what changes gradients or parameters beside the cost,
 * and schedules, it does without.
 *
 * @param rate first trial step of each line search, but of the very first; 1 is Newton's
 * @param memory pairs of steps and differences of gradients that are kept, at least 1
 * @param evaluations most evaluations of one line search, at least 2
 */
public record Lbfgs(double rate, int memory, int evaluations) implements Optimizer {

    /**
     * Checks the numbers.
     *
     * @param rate first trial step
     * @param memory pairs kept
     * @param evaluations most evaluations of one line search
     */
    public Lbfgs {
        Arguments.positive("rate", rate);
        Arguments.atLeast("memory", 1, memory);
        Arguments.atLeast("evaluations", 2, evaluations);
    }

    @Override
    public Lbfgs withRate(double newRate) {
        return new Lbfgs(newRate, memory, evaluations);
    }
}
