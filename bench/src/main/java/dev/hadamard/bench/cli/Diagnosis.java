// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.GradientFlow;
import dev.hadamard.GradientFlow.LayerFlow;
import dev.hadamard.GradientFlow.Verdict;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects a training's gradient flow and prints it as a table, one line a layer. */
final class Diagnosis {

    /** Measured every so many steps. */
    static final int STEPS = 5;

    private final List<LayerFlow> worst = new ArrayList<>();
    private final List<Long> worstSteps = new ArrayList<>();
    private List<LayerFlow> last = List.of();
    private long step;

    /** Takes a measurement. */
    void add(GradientFlow<?> flow) {
        step = flow.step();
        last = flow.layers();
        for (int i = 0; i < last.size(); i++) {
            if (worst.size() <= i) {
                worst.add(last.get(i));
                worstSteps.add(step);
            } else if (last.get(i).verdict().compareTo(worst.get(i).verdict()) < 0) {
                worst.set(i, last.get(i));
                worstSteps.set(i, step);
            }
        }
    }

    void print(PrintWriter out) {
        out.printf(Locale.ROOT, "%ngradient flow at step %d:%n", step);
        out.printf(
                "%5s  %10s  %13s  %9s  %6s  %9s  %-10s  %s%n",
                "layer", "|dW|", "update/weight", "saturated", "dead", "symmetric", "verdict", "worst so far");
        for (int i = 0; i < last.size(); i++) {
            LayerFlow flow = last.get(i);
            out.printf(
                    Locale.ROOT,
                    "%5d  %10.3g  %13.3g  %7.1f %%  %4.1f %%  %9d  %-10s  %s%n",
                    flow.layer(),
                    flow.gradientNorm(),
                    flow.updateRatio(),
                    100 * flow.saturated(),
                    100 * flow.dead(),
                    flow.symmetric(),
                    flow.verdict(),
                    worst.get(i).verdict() == Verdict.HEALTHY
                            ? "-"
                            : worst.get(i).verdict() + " at step " + worstSteps.get(i));
        }
        out.flush();
    }
}
