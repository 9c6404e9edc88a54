// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Whether this JVM compiles the Vector API to vector instructions. Where it doesn't, each operation allocates objects
 * and runs hundreds of times slower than a plain loop, so every check must hold before a class that uses it is loaded.
 *
 * @param vmName the system property java.vm.name
 * @param vmVersion the system property java.vm.version
 * @param vmInfo the system property java.vm.info
 * @param incubator whether the module jdk.incubator.vector can be read
 */
record VectorSupport(String vmName, String vmVersion, String vmInfo, boolean incubator) {

    /** Name of the strategy that needs it. */
    static final String SIMD = "simd";

    /** Found by name, so that nothing else links to the incubator module. */
    static final String STRATEGY_CLASS = "dev.hadamard.compute.simd.SimdStrategy";

    private static final String MODULE = "jdk.incubator.vector";
    private static final int LEAST_BITS = 128;

    static VectorSupport ofThisJvm() {
        Module ours = VectorSupport.class.getModule();
        return new VectorSupport(
                System.getProperty("java.vm.name", ""),
                System.getProperty("java.vm.version", ""),
                System.getProperty("java.vm.info", ""),
                ModuleLayer.boot().findModule(MODULE).filter(ours::canRead).isPresent());
    }

    /**
     * Loads the strategy if every check holds.
     *
     * @param className a {@link VectorStrategy} with a public constructor without parameters
     * @throws StrategyUnavailableException naming the first check that failed
     */
    VectorStrategy load(String className) {
        if (!incubator) {
            throw refusal("the module " + MODULE + " is not there", "start java with --add-modules " + MODULE);
        }
        if (!vmName.contains("Server VM")) {
            throw refusal(
                    "this JVM, " + vmName + ", is not HotSpot with its compiler C2",
                    "run on a HotSpot JDK such as Eclipse Temurin");
        }
        if (vmVersion.contains("jvmci")) {
            throw refusal(
                    "this JVM may compile with Graal instead of C2", "run on a HotSpot JDK such as Eclipse Temurin");
        }
        if (vmInfo.contains("interpreted mode")) {
            throw refusal("this JVM only interprets", "start java without -Xint");
        }
        if (vmInfo.contains("emulated-client")) {
            throw refusal(
                    "this JVM compiles with C1 only",
                    "start java without -XX:TieredStopAtLevel=1, -client and the like");
        }
        VectorStrategy strategy = instance(className);
        if (strategy.vectorBits() < LEAST_BITS) {
            throw refusal("vectors of this processor have " + strategy.vectorBits() + " bits only", "");
        }
        return strategy;
    }

    private static VectorStrategy instance(String className) {
        try {
            Class<?> type = Class.forName(className, true, VectorSupport.class.getClassLoader());
            return (VectorStrategy) MethodHandles.lookup()
                    .findConstructor(type, MethodType.methodType(void.class))
                    .invoke();
        } catch (ClassNotFoundException e) {
            throw refusal("this build has no Vector API kernels", "");
        } catch (UnsupportedOperationException e) {
            throw new StrategyUnavailableException(
                    new Refusal(SIMD, "its kernels refuse this JVM (" + e.getMessage() + ")", ""), e);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(className + " can't be made", e);
        }
    }

    private static StrategyUnavailableException refusal(String reason, String remedy) {
        return new StrategyUnavailableException(new Refusal(SIMD, reason, remedy), null);
    }
}
