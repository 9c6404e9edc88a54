// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.util.Objects;

/**
 * Clipping of gradients before an update. Immutable.
 *
 * @param kind what is limited
 * @param limit how much of it is let through, positive
 */
public record Clipping(Kind kind, double limit) {

    /** What is limited. */
    public enum Kind {
        /** Each element's absolute value: torch.nn.utils.clip_grad_value_. */
        VALUE,
        /** The norm of each layer's gradient, weights and bias together. */
        LAYER_NORM,
        /** The norm of the whole gradient: torch.nn.utils.clip_grad_norm_ (Pascanu, Mikolov and Bengio 2013). */
        GLOBAL_NORM
    }

    /**
     * Checks the limit.
     *
     * @param kind what is limited
     * @param limit how much of it is let through
     */
    public Clipping {
        Objects.requireNonNull(kind, "kind");
        Arguments.positive("limit", limit);
    }

    /**
     * Each element to [−limit, limit].
     *
     * @param limit positive
     * @return g = max(−limit, min(limit, g))
     */
    public static Clipping byValue(double limit) {
        return new Clipping(Kind.VALUE, limit);
    }

    /**
     * Each layer's gradient to a norm of at most the limit.
     *
     * @param limit positive
     * @return g ·= min(1, limit / (‖g‖ + 1e−6)), layer by layer
     */
    public static Clipping byLayerNorm(double limit) {
        return new Clipping(Kind.LAYER_NORM, limit);
    }

    /**
     * The whole gradient to a norm of at most the limit.
     *
     * @param limit positive
     * @return g ·= min(1, limit / (‖g‖ + 1e−6))
     */
    public static Clipping byGlobalNorm(double limit) {
        return new Clipping(Kind.GLOBAL_NORM, limit);
    }
}
