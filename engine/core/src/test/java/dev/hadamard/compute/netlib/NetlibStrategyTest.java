// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.netlib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.Strategy;
import dev.hadamard.compute.scalar.ScalarStrategy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetlibStrategyTest {

    private static final Strategy SCALAR = ScalarStrategy.INSTANCE;

    @Test
    void nativeTellsLibraryKernelsThreadsAndBits() {
        NetlibStrategy strategy = NetlibStrategy.nativeBlas(SCALAR);
        assertThat(strategy.name()).isEqualTo("netlib-native");
        assertThat(strategy.describe().lines())
                .hasSize(4)
                .anySatisfy(line -> assertThat(line)
                        .matches("products: OpenBLAS \\d.*, [A-Z0-9]+ kernels, one thread, through netlib's JNI"))
                .contains("other kernels: scalar")
                .anySatisfy(line -> assertThat(line).startsWith("bits: two equal runs on one machine agree"));
    }

    @Test
    void netlibIsPointedToTheLibraryThatJavaCppLoaded() {
        NetlibStrategy.nativeBlas(SCALAR);
        Path library = Path.of(System.getProperty(NativeLibrary.PATH_PROPERTY));
        assertThat(Files.isRegularFile(library)).isTrue();
        assertThat(library.getFileName().toString()).contains("openblas_nolapack");
        assertThat(NetlibStrategy.nativeBlas(SCALAR).describe()).contains("library: " + library);
    }

    @Test
    void javaTellsWhichImplementation() {
        NetlibStrategy strategy = NetlibStrategy.javaBlas(SCALAR);
        assertThat(strategy.name()).isEqualTo("netlib-java");
        assertThat(strategy.describe().lines())
                .startsWith(
                        "products: dev.ludovic.netlib.blas.VectorBLAS, the caller's thread", "other kernels: scalar");
    }

    @Test
    void onlyTheProductsAreItsOwn() {
        DenseKernels<float[]> scalar = SCALAR.newFloatKernels();
        for (Strategy strategy : List.of(NetlibStrategy.nativeBlas(SCALAR), NetlibStrategy.javaBlas(SCALAR))) {
            DenseKernels<float[]> floats = strategy.newFloatKernels();
            assertThat(floats.products()).isInstanceOf(FloatNetlibProducts.class);
            assertThat(floats.activations()).hasSameClassAs(scalar.activations());
            assertThat(floats.losses()).hasSameClassAs(scalar.losses());
            assertThat(floats.updates()).hasSameClassAs(scalar.updates());
            assertThat(floats.reductions()).hasSameClassAs(scalar.reductions());
            assertThat(strategy.newDoubleKernels().products()).isInstanceOf(DoubleNetlibProducts.class);
        }
    }
}
