// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.Elements;
import dev.hadamard.compute.Refusal;
import dev.hadamard.compute.Strategy;
import dev.hadamard.compute.StrategyLookup;
import dev.hadamard.compute.StrategyLookup.Choice;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a network's arithmetic is done: which matrix products and which element-wise kernels. Immutable and
 * thread-safe.
 *
 * <table>
 * <caption>The backends</caption>
 * <tr><th>name</th><th>what computes</th><th>needs</th></tr>
 * <tr><td>{@code scalar}</td><td>plain Java loops that the JIT compiler vectorises</td><td>nothing</td></tr>
 * <tr><td>{@code netlib-java}</td><td>netlib's BLAS in Java, for comparison</td>
 *     <td>nothing; faster with {@code --add-modules jdk.incubator.vector}</td></tr>
 * <tr><td>{@code netlib-native}</td><td>native BLAS by JNI, one thread a call</td>
 *     <td>{@code org.bytedeco:openblas} with its native part on the class path, or a library named by the system property
 *     {@code dev.ludovic.netlib.blas.nativeLibPath}</td></tr>
 * <tr><td>{@code simd}</td><td>kernels of our own in the Vector API</td>
 *     <td>{@code --add-modules jdk.incubator.vector} on a HotSpot JVM with C2</td></tr>
 * </table>
 *
 * <p>{@link #auto()} takes {@code simd} if its vectors have at least 256 bits, else {@code netlib-native}, else the
 * next that works. It decides once in a process, from facts and never from measured times, so that equal processes on
 * equal machines compute alike. Each backend that was passed over for a reason that can be mended is logged once, by
 * the logger "dev.hadamard", together with the remedy; {@link #describe()} tells all of them.
 *
 * <p>The first use of {@code netlib-native} or {@code netlib-java} starts netlib for the whole process. Unless the user
 * has named a library, netlib is pointed to OpenBLAS of {@code org.bytedeco:openblas} by setting the system property
 * {@code dev.ludovic.netlib.blas.nativeLibPath}, and that library is told to use one thread a call: threads belong to
 * the caller. On JDK 24 and later, native code wants {@code --enable-native-access=ALL-UNNAMED}.
 */
public final class Backend {

    private final Choice choice;

    private Backend(Choice choice) {
        this.choice = choice;
    }

    /**
     * The best backend for this process, or the one that the system property {@code dev.hadamard.backend} names.
     *
     * @return the backend, the same in each call
     * @throws IllegalArgumentException if the system property names no backend
     * @throws UnsupportedOperationException if this process can't use the one that it names; the message has the reason
     *     and its remedy
     */
    public static Backend auto() {
        return new Backend(StrategyLookup.auto());
    }

    /**
     * The backend of a name. There is no fallback: it is this one or an exception.
     *
     * @param name one of {@link #names()}, or {@code "auto"} for {@link #auto()}
     * @return the backend
     * @throws IllegalArgumentException if the name is unknown; the message lists the known ones
     * @throws UnsupportedOperationException if this process can't use it; the message has the reason and its remedy
     */
    public static Backend named(String name) {
        return new Backend(StrategyLookup.choose(name));
    }

    /**
     * What gives the same bits on every machine, CPU, JDK and number of threads: {@code simd} where this process can
     * use it, else {@code strict-scalar}, plain loops that do the same operations in the same order, slowly. That is
     * what {@link TrainerBuilder#strict()} trains with; a {@link Predictor} takes it as any other.
     *
     * @return the backend, the same in each call
     */
    public static Backend strict() {
        return new Backend(StrategyLookup.strict());
    }

    /**
     * The names of all backends, whether or not this process can use them.
     *
     * @return an unmodifiable list
     */
    public static List<String> names() {
        return StrategyLookup.names();
    }

    /**
     * Which backend this is.
     *
     * @return one of {@link #names()}
     */
    public String name() {
        return choice.strategy().name();
    }

    /**
     * What really runs: library file and BLAS kernels, vector width, threads, which bits are promised, and why each
     * backend that would be faster is not used. For people, not for programs: the wording may change.
     *
     * @return lines of text without a trailing line feed
     */
    public String describe() {
        StringBuilder text = new StringBuilder(name()).append(", ").append(choice.reason());
        choice.strategy().describe().lines().forEach(line -> text.append("\n  ").append(line));
        for (Refusal refusal : choice.refusals()) {
            text.append("\n  not used: ").append(refusal);
        }
        return text.toString();
    }

    /**
     * Has the JVM compile what computes before it is needed, by training small private networks in float and in double
     * on the calling thread. For services whose first request should not wait: without it, a process meets its first
     * steps interpreted. Results don't depend on it. Takes a second or two; DESIGN.md has measurements.
     */
    public void warmUp() {
        WarmUp.run(this);
    }

    /**
     * The backend's name.
     *
     * @return {@link #name()}
     */
    @Override
    public String toString() {
        return name();
    }

    /** A backend of a strategy that no name stands for, such as one with a defect that a test put in. */
    static Backend of(Strategy strategy) {
        return new Backend(new Choice(strategy, "given by the caller", List.of()));
    }

    /**
     * This backend, if it gives the bits of strict mode.
     *
     * @throws IllegalArgumentException if it does not
     */
    Backend requireStrict() {
        if (!StrategyLookup.isStrict(strategy())) {
            throw new IllegalArgumentException("strict mode needs the bits that every machine can compute, backend \""
                    + name() + "\" does not promise them; leave the choice of the backend to strict()");
        }
        return this;
    }

    Strategy strategy() {
        return choice.strategy();
    }

    /** New kernels, one set a worker. */
    <A> List<DenseKernels<A>> newKernels(Elements<A> elements, int workers) {
        List<DenseKernels<A>> kernels = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            kernels.add(elements.newKernels(strategy()));
        }
        return List.copyOf(kernels);
    }
}
