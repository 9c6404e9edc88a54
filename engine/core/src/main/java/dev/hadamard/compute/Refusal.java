// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

/**
 * Why a strategy can't be used, or is not the best one, in this process.
 *
 * @param strategy which strategy
 * @param reason the fact that stands against it
 * @param remedy what to do about it, or empty if nothing can be done
 */
public record Refusal(String strategy, String reason, String remedy) {

    /**
     * The whole refusal on one line.
     *
     * @return "strategy: reason; remedy"
     */
    @Override
    public String toString() {
        return strategy + ": " + reason + (remedy.isEmpty() ? "" : "; " + remedy);
    }
}
