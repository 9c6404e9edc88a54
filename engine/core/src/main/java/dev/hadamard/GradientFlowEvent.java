// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One layer of one measurement of {@link GradientFlow}, in a flight recording. */
@Name("dev.hadamard.GradientFlow")
@Label("Gradient Flow")
@Category("Hadamard")
@Description("How the gradient reaches one layer of a network that is trained")
@StackTrace(false)
public final class GradientFlowEvent extends Event {

    @Label("Step")
    long step;

    @Label("Layer")
    int layer;

    @Label("Gradient Norm")
    double gradientNorm;

    @Label("Update to Weights")
    double updateRatio;

    @Label("Saturated Share")
    double saturated;

    @Label("Dead Share")
    double dead;

    @Label("Symmetric Units")
    int symmetric;

    @Label("Verdict")
    String verdict;

    GradientFlowEvent() {}
}
