// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/**
 * Watches a figure from epoch to epoch: the best so far, the parameters it had, and for how long it has not improved.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Monitor<A> implements State {

    private final EarlyStopping condition;
    private final Network<A> network;
    private final A best;
    private double bestValue = Double.NaN;
    private long bestEpoch;
    private long badEpochs;

    /**
     * Before the first epoch.
     *
     * @param condition what to watch
     * @param network whose parameters
     */
    Monitor(EarlyStopping condition, Network<A> network) {
        this.condition = condition;
        this.network = network;
        this.best = condition.restoresBest() ? network.elements().allocate(network.parameterCount()) : null;
    }

    Metric metric() {
        return condition.metric();
    }

    /** Forgets all epochs. */
    void reset() {
        bestValue = Double.NaN;
        bestEpoch = 0;
        badEpochs = 0;
    }

    /** Takes note of an epoch. */
    void epochDone(long epoch, double value) {
        double change = condition.metric().higherIsBetter() ? value - bestValue : bestValue - value;
        boolean first = Double.isNaN(bestValue) && !Double.isNaN(value);
        if (first || change > condition.minChange()) {
            bestValue = value;
            bestEpoch = epoch;
            badEpochs = 0;
            if (best != null) {
                System.arraycopy(network.parameters(), 0, best, 0, network.parameterCount());
            }
        } else {
            badEpochs++;
        }
    }

    /** Whether patience is at its end. */
    boolean isExhausted() {
        return badEpochs >= condition.patience();
    }

    /** The best epoch's number, 0 if there was none. */
    long bestEpoch() {
        return bestEpoch;
    }

    /** Puts the best epoch's parameters back, if that is wanted. */
    void restoreBest() {
        if (best != null && bestEpoch > 0) {
            System.arraycopy(best, 0, network.parameters(), 0, network.parameterCount());
        }
    }

    @Override
    public void save(Sink sink) {
        sink.put("bestValue", Double.doubleToRawLongBits(bestValue));
        sink.put("bestEpoch", bestEpoch);
        sink.put("badEpochs", badEpochs);
        if (best != null) {
            sink.putArray("best", best);
        }
    }

    @Override
    public void restore(Source source) {
        bestEpoch = Arguments.count("bestEpoch", source);
        badEpochs = Arguments.count("badEpochs", source);
        bestValue = Double.longBitsToDouble(source.getLong("bestValue"));
        if (best != null) {
            source.getArray("best", best);
        }
    }
}
