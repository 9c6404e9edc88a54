// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.netlib;

import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.Refusal;
import dev.hadamard.compute.Strategy;
import dev.hadamard.compute.StrategyUnavailableException;
import dev.ludovic.netlib.blas.BLAS;

/**
 * Products by BLAS through dev.ludovic.netlib, everything else from another strategy.
 *
 * <ul>
 *   <li>{@value #NATIVE}: netlib's JNI with a native library, one thread a call for OpenBLAS from
 *       {@code org.bytedeco:openblas}. To that end the system property {@code dev.ludovic.netlib.blas.nativeLibPath} is
 *       set, unless the user has set it or {@code dev.ludovic.netlib.blas.nativeLib}, whose library is then used as it
 *       is. netlib holds the arrays of a product critical while it runs: before JDK 22, G1, Serial and Parallel can't
 *       collect garbage meanwhile, and other threads that need memory wait.
 *   <li>{@value #JAVA}: netlib's own Java, which uses the Vector API if the module jdk.incubator.vector is there.
 * </ul>
 *
 * <p>Two equal runs on the same machine give the same bits. Nothing more is promised: BLAS may sum in another order for
 * another shape, so splitting a product can change bits.
 */
public final class NetlibStrategy implements Strategy {

    /** Name of the strategy with a native library. */
    public static final String NATIVE = "netlib-native";

    /** Name of the strategy in Java. */
    public static final String JAVA = "netlib-java";

    private static final String BITS =
            "bits: two equal runs on one machine agree; another machine, or a product split differently, may round differently";

    private final String name;
    private final BLAS blas;
    private final String products;
    private final Strategy others;

    private NetlibStrategy(String name, BLAS blas, String products, Strategy others) {
        this.name = name;
        this.blas = blas;
        this.products = products;
        this.others = others;
    }

    /**
     * The strategy with a native library. Loads the library and starts netlib, once in a process.
     *
     * @param others where all kernels but the products come from
     * @return the strategy
     * @throws StrategyUnavailableException if there is no native library, or it can't be told which one netlib uses
     */
    public static NetlibStrategy nativeBlas(Strategy others) {
        BLAS blas = Netlib.nativeBlas();
        NativeLibrary library = Netlib.library();
        String products = "products: " + library.description() + ", " + library.threads() + ", through netlib's JNI\n"
                + "library: " + library.location();
        return new NetlibStrategy(NATIVE, blas, products, others);
    }

    /**
     * The strategy in Java. Starts netlib, once in a process.
     *
     * @param others where all kernels but the products come from
     * @return the strategy
     */
    public static NetlibStrategy javaBlas(Strategy others) {
        BLAS blas = Netlib.javaBlas();
        return new NetlibStrategy(
                JAVA, blas, "products: " + blas.getClass().getName() + ", the caller's thread", others);
    }

    static StrategyUnavailableException refusal(String reason, String remedy, Throwable cause) {
        return new StrategyUnavailableException(new Refusal(NATIVE, reason, remedy), cause);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String describe() {
        return products + "\nother kernels: " + others.name() + "\n" + BITS;
    }

    @Override
    public DenseKernels<float[]> newFloatKernels() {
        DenseKernels<float[]> kernels = others.newFloatKernels();
        return new DenseKernels<>(
                new FloatNetlibProducts(blas, kernels.activations()),
                kernels.activations(),
                kernels.losses(),
                kernels.updates(),
                kernels.reductions(),
                kernels.parameters());
    }

    @Override
    public DenseKernels<double[]> newDoubleKernels() {
        DenseKernels<double[]> kernels = others.newDoubleKernels();
        return new DenseKernels<>(
                new DoubleNetlibProducts(blas, kernels.activations()),
                kernels.activations(),
                kernels.losses(),
                kernels.updates(),
                kernels.reductions(),
                kernels.parameters());
    }
}
