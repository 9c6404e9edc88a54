// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import dev.hadamard.bench.elementwise.ElementwiseKernel;
import dev.hadamard.bench.jmh.ElementwiseBenchmark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Times of element-wise kernels in one element type.
 *
 * @param precision element type
 * @param kernels all measurements in it
 */
record KernelTable(String precision, Measurements kernels) {

    /** What the reader needs to know about the figures. */
    static final String LEGEND =
            "ns per 1000 elements on one thread; \"math\" is a loop over java.lang.Math; bandwidth is"
                    + " the simd kernel's traffic a second over that of the triad of the same length.";

    private static final int PER_ELEMENTS = 1000;
    private static final String BANDWIDTH_LENGTH = "1000000";
    private static final List<String> KERNELS = Arrays.stream(ElementwiseKernel.values())
            .map(ElementwiseKernel::label)
            .toList();

    /** One table for each element type that was measured. */
    static List<KernelTable> of(Measurements measurements) {
        Measurements all = measurements.of(ElementwiseBenchmark.class, Map.of());
        return all.values("precision", List.of("float", "double")).stream()
                .map(type -> new KernelTable(type, all.of(ElementwiseBenchmark.class, Map.of("precision", type))))
                .toList();
    }

    @Override
    public String toString() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "kernel, " + precision,
                "length",
                "scalar",
                "simd",
                "math",
                "scalar/simd",
                "math/simd",
                "of triad's bandwidth"));
        for (String kernel : kernels.values("kernel", KERNELS)) {
            Measurements lengths = kernels.of(ElementwiseBenchmark.class, Map.of("kernel", kernel));
            lengths.values("length", List.of()).stream()
                    .sorted(Comparator.comparingLong(Long::parseLong))
                    .forEach(length -> rows.add(row(kernel, length)));
        }
        return new MarkdownTable(1, rows).toString();
    }

    private List<String> row(String kernel, String length) {
        Optional<Spread> scalar = time(kernel, length, "scalar");
        Optional<Spread> simd = time(kernel, length, "simd");
        Optional<Spread> math = time(kernel, length, "math");
        return List.of(
                kernel,
                String.format(Locale.ROOT, "%,d", Long.parseLong(length)),
                cell(scalar),
                cell(simd),
                cell(math),
                ratio(scalar, simd),
                ratio(math, simd),
                length.equals(BANDWIDTH_LENGTH) ? bandwidth(kernel, simd) : "");
    }

    /** For {@value #PER_ELEMENTS} elements. */
    private Optional<Spread> time(String kernel, String length, String implementation) {
        return kernels.find(Map.of("kernel", kernel, "length", length, "implementation", implementation))
                .map(spread -> spread.times((double) PER_ELEMENTS / Long.parseLong(length)));
    }

    private static String cell(Optional<Spread> time) {
        return time.map(Spread::toString).orElse(MarkdownTable.MISSING);
    }

    private static String ratio(Optional<Spread> slow, Optional<Spread> fast) {
        return slow.flatMap(s -> fast.map(f -> Spread.digits(s.median() / f.median()) + "x"))
                .orElse(MarkdownTable.MISSING);
    }

    private String bandwidth(String kernel, Optional<Spread> simd) {
        Optional<Spread> triad = time(ElementwiseKernel.TRIAD.label(), BANDWIDTH_LENGTH, "simd");
        if (simd.isEmpty() || triad.isEmpty() || !KERNELS.contains(kernel)) {
            return MarkdownTable.MISSING;
        }
        double traffic = ElementwiseKernel.named(kernel).traffic() / simd.get().median();
        double most = ElementwiseKernel.TRIAD.traffic() / triad.get().median();
        return String.format(Locale.ROOT, "%.0f %%", 100 * traffic / most);
    }

    /** Number of forks. */
    static String forks(Measurements measurements) {
        return measurements.of(ElementwiseBenchmark.class, Map.of()).forks();
    }
}
