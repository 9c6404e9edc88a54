// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import dev.hadamard.bench.elementwise.ElementwiseKernel;
import dev.hadamard.bench.jmh.BandwidthBenchmark;
import dev.hadamard.bench.jmh.ElementwiseBenchmark;
import dev.hadamard.bench.jmh.GemmBenchmark;
import dev.hadamard.bench.jmh.PeakBenchmark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Kernels in float on one thread under the machine's roof (Williams, Waterman and Patterson 2009): operations a second
 * over operations a byte. A kernel's bytes are those that it must move at least, each array once; its roof is the peak,
 * or its operations a byte times the bandwidth of a working set like its own.
 *
 * @param peak GFLOP/s of the fastest fork of the tile loop
 * @param bandwidths GB/s by bytes of the working set, of the fastest loop
 * @param kernels what was measured
 */
record Roofline(double peak, NavigableMap<Long, Double> bandwidths, List<Kernel> kernels) {

    /** What a measurement may exceed the roof by: two measurements differ. */
    static final double TOLERANCE = 0.03;

    private static final double BYTES = Float.BYTES;
    private static final Map<String, String> FLOAT = Map.of("precision", "float");

    /** A kernel: operations, bytes and nanoseconds of a call. */
    record Kernel(String name, String implementation, boolean product, double operations, double bytes, double time) {

        double intensity() {
            return operations / bytes;
        }

        double gigaflops() {
            return operations / time;
        }
    }

    /** Empty without a peak or a bandwidth. */
    static Optional<Roofline> of(Measurements all) {
        NavigableMap<Long, Double> bandwidths = new TreeMap<>();
        for (Measurement m : all.of(BandwidthBenchmark.class, Map.of()).all()) {
            bandwidths.merge(Long.valueOf(m.parameter("bytes")), m.value().most(), Math::max);
        }
        Optional<Double> peak = peak(all, "floats");
        if (peak.isEmpty() || bandwidths.isEmpty()) {
            return Optional.empty();
        }
        List<Kernel> kernels = new ArrayList<>();
        all.of(GemmBenchmark.class, FLOAT).all().forEach(m -> kernels.add(product(m)));
        for (Measurement m : all.of(ElementwiseBenchmark.class, FLOAT).all()) {
            elementwise(m).ifPresent(kernels::add);
        }
        return Optional.of(new Roofline(peak.get(), bandwidths, List.copyOf(kernels)));
    }

    /** The roof in GFLOP/s; "floats" or "doubles". */
    static Optional<Double> peak(Measurements all, String method) {
        return all.of(PeakBenchmark.class, Map.of()).all().stream()
                .filter(m -> m.method().equals(method))
                .map(m -> m.value().most())
                .findFirst();
    }

    private static Kernel product(Measurement m) {
        ProductShape shape = new ProductShape(m.parameter("shape"));
        return new Kernel(
                shape.text() + " " + m.parameter("product"),
                m.parameter(Suite.IMPLEMENTATION),
                true,
                shape.operations(),
                BYTES * shape.elements(),
                m.value().median());
    }

    private static Optional<Kernel> elementwise(Measurement m) {
        ElementwiseKernel kernel = ElementwiseKernel.named(m.parameter("kernel"));
        double length = Double.parseDouble(m.parameter("length"));
        return kernel.operations() == 0
                ? Optional.empty()
                : Optional.of(new Kernel(
                        kernel.label() + " of " + m.parameter("length"),
                        m.parameter(Suite.IMPLEMENTATION),
                        false,
                        kernel.operations() * length,
                        BYTES * kernel.traffic() * length,
                        m.value().median()));
    }

    /** What a kernel can't exceed, in GFLOP/s. */
    double roof(Kernel kernel) {
        Map.Entry<Long, Double> like = bandwidths.floorEntry((long) kernel.bytes());
        double bandwidth = (like == null ? bandwidths.firstEntry() : like).getValue();
        return Math.min(peak, kernel.intensity() * bandwidth);
    }

    /** Kernels that are faster than they can be: something was measured wrongly. */
    List<String> violations() {
        return kernels.stream()
                .filter(kernel -> kernel.gigaflops() > roof(kernel) * (1 + TOLERANCE))
                .map(kernel -> String.format(
                        Locale.ROOT,
                        "%s, %s: %.1f GFLOP/s are %.0f %% of its roof of %.1f",
                        kernel.name(),
                        kernel.implementation(),
                        kernel.gigaflops(),
                        100 * kernel.gigaflops() / roof(kernel),
                        roof(kernel)))
                .toList();
    }
}
