// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class VectorSupportTest {

    private static final String HOTSPOT = "OpenJDK 64-Bit Server VM";
    private static final String VERSION = "17.0.15+6";
    private static final String MIXED = "mixed mode, sharing";

    private static Refusal refusal(VectorSupport support, String className) {
        StrategyUnavailableException refused =
                catchThrowableOfType(StrategyUnavailableException.class, () -> support.load(className));
        assertThat(refused).hasMessage(refused.refusal().toString());
        assertThat(refused.refusal().strategy()).isEqualTo("simd");
        return refused.refusal();
    }

    private static Refusal refusal(String vmName, String vmVersion, String vmInfo, boolean incubator) {
        return refusal(new VectorSupport(vmName, vmVersion, vmInfo, incubator), Wide.class.getName());
    }

    private static VectorSupport good() {
        return new VectorSupport(HOTSPOT, VERSION, MIXED, true);
    }

    @Test
    void loadsTheStrategyWhereEveryCheckHolds() {
        assertThat(good().load(Wide.class.getName())).isInstanceOf(Wide.class);
        assertThat(new VectorSupport("Java HotSpot(TM) 64-Bit Server VM", "25.0.3+9-LTS", "compiled mode", true)
                        .load(Wide.class.getName())
                        .vectorBits())
                .isEqualTo(512);
    }

    @Test
    void withoutTheModule() {
        Refusal refusal = refusal(HOTSPOT, VERSION, MIXED, false);
        assertThat(refusal.reason()).contains("jdk.incubator.vector");
        assertThat(refusal.remedy()).isEqualTo("start java with --add-modules jdk.incubator.vector");
    }

    @Test
    void onAJvmWithoutC2() {
        for (String name : new String[] {"Eclipse OpenJ9 VM", "OpenJDK 64-Bit Zero VM", "OpenJDK Client VM", ""}) {
            Refusal refusal = refusal(name, VERSION, MIXED, true);
            assertThat(refusal.reason()).contains(name).contains("C2");
            assertThat(refusal.remedy()).contains("HotSpot");
        }
    }

    @Test
    void onGraal() {
        Refusal refusal = refusal(HOTSPOT, "17.0.9+9-jvmci-23.0-b22", MIXED, true);
        assertThat(refusal.reason()).contains("Graal");
        assertThat(refusal.remedy()).contains("HotSpot");
    }

    @Test
    void inInterpretedMode() {
        assertThat(refusal(HOTSPOT, VERSION, "interpreted mode, sharing", true).remedy())
                .contains("-Xint");
    }

    @Test
    void withC1Only() {
        assertThat(refusal(HOTSPOT, VERSION, "mixed mode, emulated-client, sharing", true)
                        .remedy())
                .contains("-XX:TieredStopAtLevel=1");
    }

    @Test
    void whereTheKernelsAreMissing() {
        Refusal refusal = refusal(good(), "dev.hadamard.compute.simd.NoSuchStrategy");
        assertThat(refusal.reason()).isEqualTo("this build has no Vector API kernels");
        assertThat(refusal.remedy()).isEmpty();
    }

    @Test
    void whereTheKernelsRefuse() {
        assertThat(refusal(good(), Unwilling.class.getName()).reason()).contains("no fma");
    }

    @Test
    void whereVectorsAreTooNarrow() {
        assertThat(refusal(good(), Narrow.class.getName()).reason()).contains("64 bits");
    }

    @Test
    void knowsThisJvm() {
        VectorSupport support = VectorSupport.ofThisJvm();
        assertThat(support.incubator()).isTrue();
        assertThat(support.vmName()).isEqualTo(System.getProperty("java.vm.name"));
        assertThat(support.load(VectorSupport.STRATEGY_CLASS).name()).isEqualTo("simd");
    }

    @Test
    @Tag("no-incubator")
    void knowsThatThisJvmLacksTheModule() {
        assertThat(VectorSupport.ofThisJvm().incubator()).isFalse();
    }

    /** Stands for kernels of 512 bits. */
    public static class Wide implements VectorStrategy {

        /** Made by the lookup. */
        public Wide() {}

        @Override
        public int vectorBits() {
            return 512;
        }

        @Override
        public String name() {
            return "simd";
        }

        @Override
        public String describe() {
            return "";
        }

        @Override
        public DenseKernels<float[]> newFloatKernels() {
            throw new UnsupportedOperationException();
        }

        @Override
        public DenseKernels<double[]> newDoubleKernels() {
            throw new UnsupportedOperationException();
        }
    }

    /** Stands for a processor with narrow vectors. */
    public static final class Narrow extends Wide {

        /** Made by the lookup. */
        public Narrow() {}

        @Override
        public int vectorBits() {
            return 64;
        }
    }

    /** Stands for kernels that find that they can't run. */
    public static final class Unwilling extends Wide {

        /** Refuses. */
        public Unwilling() {
            throw new UnsupportedOperationException("no fma");
        }
    }
}
