// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.SplitMix64;
import java.util.random.RandomGenerator;

/**
 * A counter-based random number generator: number i of a stream is a hash of (seed, purpose, step, i), so that any
 * number can be computed without those before it, on any thread, and the whole state is four longs.
 *
 * <p>The hash is SplitMix64's (Steele, Lea and Flood 2014, with Stafford's mixer 13): each stream starts at a key mixed
 * from seed, purpose and step, and walks with the golden-ratio increment. Gaussian numbers come from StrictMath, so
 * that they are the same bits on every JDK. Not for cryptography. Confined to one thread.
 */
public final class CounterRandom implements RandomGenerator, State {

    /** What a stream is for: streams of the same seed with other purposes share no numbers. */
    public enum Purpose {
        /** Initial weights; the step is the layer. */
        WEIGHTS,
        /** Order of the samples; the step is the epoch. */
        SHUFFLE,
        /** Dropout masks; the step is the training step. */
        DROPOUT,
        /** Whatever an application draws. */
        USER
    }

    private long seed;
    private Purpose purpose;
    private long step;
    private long index;
    private long key;

    /**
     * A stream at its start.
     *
     * @param seed the one seed
     * @param purpose what for
     * @param step which stream of that purpose
     */
    public CounterRandom(long seed, Purpose purpose, long step) {
        this.seed = seed;
        this.purpose = purpose;
        this.step = step;
        this.key = key(seed, purpose, step);
    }

    /** Where a stream starts; for those that compute its numbers by {@link SplitMix64#at} and keep no generator. */
    static long key(long seed, Purpose purpose, long step) {
        long key = SplitMix64.mix(seed + SplitMix64.GOLDEN);
        key = SplitMix64.mix(key + purpose.ordinal() * SplitMix64.GOLDEN);
        return SplitMix64.mix(key + step * SplitMix64.GOLDEN);
    }

    /**
     * A number of this stream by its position; does not move the stream.
     *
     * @param position 0 for the stream's first number
     * @return 64 random bits
     */
    public long at(long position) {
        return SplitMix64.at(key, position);
    }

    @Override
    public long nextLong() {
        return at(index++);
    }

    /**
     * A standard normal number by Box and Muller 1958: two numbers of the stream each.
     *
     * @return mean 0, standard deviation 1
     */
    @Override
    public double nextGaussian() {
        double u = 1 - nextDouble(); // in (0, 1]: its logarithm is finite
        double v = nextDouble();
        return Math.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * v);
    }

    @Override
    public void save(Sink sink) {
        sink.put("seed", seed);
        sink.put("purpose", purpose.ordinal());
        sink.put("step", step);
        sink.put("index", index);
    }

    @Override
    public void restore(Source source) {
        long ordinal = source.getLong("purpose");
        if (ordinal < 0 || ordinal >= Purpose.values().length) {
            throw new IllegalArgumentException(
                    "purpose must be in 0.." + (Purpose.values().length - 1) + ", was " + ordinal);
        }
        seed = source.getLong("seed");
        purpose = Purpose.values()[(int) ordinal];
        step = source.getLong("step");
        index = source.getLong("index");
        key = key(seed, purpose, step);
    }
}
