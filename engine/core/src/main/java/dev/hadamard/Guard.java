// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/** How closely a {@link Trainer} watches for NaN and infinity. Whatever it finds ends the step before its update. */
public enum Guard {

    /**
     * The cost alone, which costs nothing. A gradient can turn NaN behind a finite cost, where an infinite input
     * saturates a sigmoid or tanh say; the next step's cost then is not finite.
     */
    COST,

    /**
     * The cost, and every gradient tensor: what comes out of a finite forward pass but is not finite itself never
     * reaches the parameters. Updates then follow the whole gradient, with the same bits.
     */
    FULL
}
