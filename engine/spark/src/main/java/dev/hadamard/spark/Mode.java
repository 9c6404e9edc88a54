// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.util.List;

/** What travels from the partitions to the driver. */
final class Mode {

    /** Every update is made by the driver, of the gradient over all partitions. */
    static final String GRADIENTS = "gradients";

    /** Every partition makes updates of its own, and their results are averaged. */
    static final String AVERAGES = "averages";

    static final List<String> NAMES = List.of(GRADIENTS, AVERAGES);

    private Mode() {}
}
