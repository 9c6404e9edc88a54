// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

/** Thrown where a strategy was asked for that this process can't use; the message holds the reason and its remedy. */
public final class StrategyUnavailableException extends UnsupportedOperationException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /**
     * An exception for a refusal.
     *
     * @param refusal strategy, reason and remedy
     * @param cause what failed, or null
     */
    public StrategyUnavailableException(Refusal refusal, Throwable cause) {
        super(refusal.toString(), cause);
        this.refusal = refusal;
    }

    /**
     * What is behind the message.
     *
     * @return strategy, reason and remedy; null after deserialization
     */
    public Refusal refusal() {
        return refusal;
    }
}
