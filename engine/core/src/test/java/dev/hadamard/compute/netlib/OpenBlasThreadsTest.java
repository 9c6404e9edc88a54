// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.netlib;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.ludovic.netlib.blas.BLAS;
import java.lang.management.ManagementFactory;
import java.util.DoubleSummaryStatistics;
import java.util.stream.IntStream;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.junit.jupiter.api.Test;

/**
 * Whether the number of threads, set through JavaCPP, acts on the products that netlib computes: it does only if both
 * loaded the same file. Measured by processor time, which a busy machine does not change.
 */
class OpenBlasThreadsTest {

    private static final int SIZE = 512;
    private static final int PRODUCTS = 40;
    private static final int RUNS = 3;

    /** Share of the work that others than the caller may seem to do: the JVM compiles and collects meanwhile. */
    private static final double NOISE = 0.2;

    private final BLAS blas = Netlib.nativeBlas();
    private final float[] a = new float[SIZE * SIZE];
    private final float[] b = new float[SIZE * SIZE];
    private final float[] c = new float[SIZE * SIZE];

    @Test
    void aProductRunsInTheCallersThreadOnly() {
        long work = processorTimes()[0];
        assertThat(shareOfOthers(work).getMin()).isLessThan(NOISE);
        openblas_nolapack.blas_set_num_threads(2);
        try {
            // Half, if the work is divided evenly.
            assertThat(shareOfOthers(work).getMax()).as("with two threads").isGreaterThan(2 * NOISE);
        } finally {
            openblas_nolapack.blas_set_num_threads(1);
        }
        assertThat(shareOfOthers(work).getMin()).isLessThan(NOISE);
    }

    private DoubleSummaryStatistics shareOfOthers(long work) {
        return IntStream.range(0, RUNS)
                .mapToDouble(run -> (double) processorTimes()[1] / work)
                .summaryStatistics();
    }

    /** Nanoseconds of the calling thread, and of the rest of the process, for the same products. */
    private long[] processorTimes() {
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long ofProcess = -process.getProcessCpuTime();
        long ofCaller = -ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < PRODUCTS; i++) {
            blas.sgemm("N", "N", SIZE, SIZE, SIZE, 1f, a, 0, SIZE, b, 0, SIZE, 0f, c, 0, SIZE);
        }
        ofCaller += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        ofProcess += process.getProcessCpuTime();
        return new long[] {ofCaller, ofProcess - ofCaller};
    }
}
