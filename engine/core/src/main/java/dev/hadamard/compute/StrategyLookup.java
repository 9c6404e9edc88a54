// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import dev.hadamard.compute.netlib.NetlibStrategy;
import dev.hadamard.compute.scalar.ScalarStrategy;
import dev.hadamard.compute.scalar.StrictScalarStrategy;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * From a name, or from the facts of this process, to a strategy.
 *
 * <p>Each strategy is tried at most once in a process, when it is first needed, and what came of it stays: the strategy
 * itself, or a refusal, which is logged once (logger "dev.hadamard") with its remedy. Nothing is decided by measuring
 * time, so equal processes on equal machines choose alike. All methods are thread-safe.
 */
public final class StrategyLookup {

    /** System property that names the strategy for {@link #auto()}; read once. */
    public static final String PROPERTY = "dev.hadamard.backend";

    /** Name that stands for {@link #auto()}. */
    public static final String AUTO = "auto";

    private static final System.Logger LOG = System.getLogger("dev.hadamard");
    private static final String OVERRIDE = System.getProperty(PROPERTY, AUTO);
    private static final List<String> NAMES =
            List.of(ScalarStrategy.NAME, NetlibStrategy.JAVA, NetlibStrategy.NATIVE, VectorSupport.SIMD);

    /** From this width on, our own products are as fast as native BLAS. */
    private static final int WIDE_BITS = 256;

    private StrategyLookup() {}

    /**
     * A strategy and how it came to be chosen.
     *
     * @param strategy the strategy
     * @param reason who chose it, for people
     * @param refusals what would have been better, and why it is not used
     */
    public record Choice(Strategy strategy, String reason, List<Refusal> refusals) {}

    /**
     * Every name that {@link #named} knows, whether or not this process can use it.
     *
     * @return the names, simplest first
     */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The strategy that the system property {@value #PROPERTY} names, else the best one for this process.
     *
     * @return the choice, always the same
     * @throws IllegalArgumentException if the property names no strategy
     * @throws StrategyUnavailableException if this process can't use the strategy that the property names
     */
    public static Choice auto() {
        return OVERRIDE.equals(AUTO) ? Best.CHOICE : choose(OVERRIDE, "named by the system property " + PROPERTY);
    }

    /**
     * The strategy of a name.
     *
     * @param name one of {@link #names()}, or "auto"
     * @return the choice; its refusals are of what would have made it faster
     * @throws IllegalArgumentException if the name is unknown
     * @throws StrategyUnavailableException if this process can't use it; the message has the reason and its remedy
     */
    public static Choice choose(String name) {
        return AUTO.equals(name) ? auto() : choose(name, "named by the caller");
    }

    /**
     * As {@link #choose(String)}, the strategy alone.
     *
     * @param name one of {@link #names()}, or "auto"
     * @return the strategy
     * @throws IllegalArgumentException if the name is unknown
     * @throws StrategyUnavailableException if this process can't use it; the message has the reason and its remedy
     */
    public static Strategy named(String name) {
        return choose(name).strategy();
    }

    /**
     * What computes the bits of strict mode: simd, at any width, else the scalar loops that do the same operations.
     *
     * @return the choice, always the same
     */
    public static Choice strict() {
        Trial<VectorStrategy> simd = Simd.TRIAL;
        return simd.succeeded()
                ? new Choice(simd.strategy(), "for strict bits", List.of())
                : new Choice(StrictScalarStrategy.INSTANCE, "for strict bits", simd.refusals());
    }

    /**
     * Whether a strategy computes the bits of strict mode.
     *
     * @param strategy which
     * @return whether
     */
    public static boolean isStrict(Strategy strategy) {
        return strategy instanceof VectorStrategy || strategy == StrictScalarStrategy.INSTANCE;
    }

    private static Choice choose(String name, String reason) {
        Objects.requireNonNull(name, "name");
        return switch (name) {
            case ScalarStrategy.NAME -> new Choice(ScalarStrategy.INSTANCE, reason, List.of());
            case NetlibStrategy.JAVA -> new Choice(NetlibJava.TRIAL.orThrow(), reason, Simd.TRIAL.refusals());
            case NetlibStrategy.NATIVE -> new Choice(NetlibNative.TRIAL.orThrow(), reason, Simd.TRIAL.refusals());
            case VectorSupport.SIMD -> new Choice(Simd.TRIAL.orThrow(), reason, List.of());
            default ->
                throw new IllegalArgumentException(
                        "unknown backend \"" + name + "\": expected " + AUTO + " or one of " + NAMES);
        };
    }

    /**
     * The ladder: best first, and what was passed over is remembered. netlib in Java is not on it: our scalar loops
     * need no more than it does, are faster at layer sizes, and promise more about bits.
     */
    private static Choice best() {
        Trial<VectorStrategy> simd = Simd.TRIAL;
        if (simd.succeeded() && simd.strategy().vectorBits() >= WIDE_BITS) {
            return chosen(simd.strategy(), List.of());
        }
        Trial<NetlibStrategy> netlibNative = NetlibNative.TRIAL;
        if (netlibNative.succeeded()) {
            return chosen(
                    netlibNative.strategy(), List.of(simd.succeeded() ? tooNarrow(simd.strategy()) : simd.refusal()));
        }
        if (simd.succeeded()) {
            return chosen(simd.strategy(), List.of(netlibNative.refusal()));
        }
        return chosen(ScalarStrategy.INSTANCE, List.of(simd.refusal(), netlibNative.refusal()));
    }

    private static Refusal tooNarrow(VectorStrategy simd) {
        String reason = "its vectors have " + simd.vectorBits() + " bits here, and below " + WIDE_BITS
                + " native BLAS is taken to be faster";
        return new Refusal(VectorSupport.SIMD, reason, "");
    }

    private static Choice chosen(Strategy strategy, List<Refusal> refusals) {
        return new Choice(strategy, "chosen by " + AUTO, refusals);
    }

    /** Where strategies that only have products take everything else from. C2 boxes vectors of two doubles. */
    private static Strategy elementwise() {
        Trial<VectorStrategy> simd = Simd.TRIAL;
        return simd.succeeded() && simd.strategy().vectorBits() >= WIDE_BITS
                ? simd.strategy()
                : ScalarStrategy.INSTANCE;
    }

    private static final class Best {
        static final Choice CHOICE = best();
    }

    private static final class Simd {
        static final Trial<VectorStrategy> TRIAL =
                Trial.of(() -> VectorSupport.ofThisJvm().load(VectorSupport.STRATEGY_CLASS));
    }

    private static final class NetlibNative {
        static final Trial<NetlibStrategy> TRIAL = Trial.of(() -> NetlibStrategy.nativeBlas(elementwise()));
    }

    private static final class NetlibJava {
        static final Trial<NetlibStrategy> TRIAL = Trial.of(() -> NetlibStrategy.javaBlas(elementwise()));
    }

    /** What came of trying a strategy: itself, or why not. */
    private record Trial<S extends Strategy>(S strategy, StrategyUnavailableException failure) {

        static <S extends Strategy> Trial<S> of(Supplier<S> strategy) {
            try {
                return new Trial<>(strategy.get(), null);
            } catch (StrategyUnavailableException e) {
                // A line in the log is something that its reader can act on; describe() tells the rest.
                Level level = e.refusal().remedy().isEmpty() ? Level.DEBUG : Level.WARNING;
                LOG.log(level, "{0}", e.refusal());
                return new Trial<>(null, e);
            }
        }

        boolean succeeded() {
            return failure == null;
        }

        Refusal refusal() {
            return failure.refusal();
        }

        List<Refusal> refusals() {
            return succeeded() ? List.of() : List.of(refusal());
        }

        S orThrow() {
            if (!succeeded()) {
                throw new StrategyUnavailableException(refusal(), failure);
            }
            return strategy;
        }
    }
}
