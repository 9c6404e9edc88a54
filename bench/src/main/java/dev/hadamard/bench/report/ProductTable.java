// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import dev.hadamard.bench.jmh.GemmBenchmark;
import dev.hadamard.bench.report.ProductShape.Group;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Products of the strategy simd, and how long others take for the same.
 *
 * @param products in float
 */
record ProductTable(Measurements products) {

    /** What the reader needs to know about the figures. */
    static final String LEGEND =
            "Float, one thread; shapes are samples x inputs x units; forward is X W, weights Xᵀ Δ, input Δ Wᵀ. GFLOP/s are"
                    + " those of the strategy simd. The other columns are times of others over its time, so that more than 1 is"
                    + " a product at which it is the faster; each the median of rounds, in which all have run within seconds.";

    private static final String SIMD = "simd";
    private static final List<String> OTHERS = List.of("netlib-native", "netlib-java");
    private static final List<String> KINDS = List.of("forward", "weights", "input");

    static ProductTable of(Measurements measurements) {
        return new ProductTable(measurements.of(GemmBenchmark.class, Map.of("precision", "float")));
    }

    boolean isEmpty() {
        return products.measurement(Map.of(Suite.IMPLEMENTATION, SIMD)).isEmpty();
    }

    String forks() {
        return products.of(GemmBenchmark.class, Map.of(Suite.IMPLEMENTATION, SIMD))
                .forks();
    }

    @Override
    public String toString() {
        return means() + "\n\n" + shapes();
    }

    private String means() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "shapes",
                "products",
                "netlib-native / simd, geometric mean",
                "least",
                "netlib-java / simd, geometric mean",
                "least"));
        for (Group group : Group.values()) {
            List<String> row = new ArrayList<>();
            row.add(group.toString());
            row.add(String.valueOf(ratios(group, SIMD).size()));
            for (String other : OTHERS) {
                List<Double> ratios = ratios(group, other);
                row.add(geometricMean(ratios).map(ProductTable::ratio).orElse(MarkdownTable.MISSING));
                row.add(ratios.stream()
                        .min(Double::compare)
                        .map(ProductTable::ratio)
                        .orElse(MarkdownTable.MISSING));
            }
            if (!row.get(1).equals("0")) {
                rows.add(row);
            }
        }
        return new MarkdownTable(1, rows).toString();
    }

    private List<Double> ratios(Group group, String other) {
        return shapesOf(group)
                .flatMap(shape -> KINDS.stream().map(kind -> ratio(shape, kind, other)))
                .flatMap(Optional::stream)
                .toList();
    }

    private Stream<ProductShape> shapesOf(Group group) {
        return products.values("shape", List.of()).stream()
                .map(ProductShape::new)
                .filter(shape -> shape.group() == group)
                .sorted(Comparator.comparingLong(ProductShape::operations));
    }

    private String shapes() {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("shape"));
        KINDS.forEach(kind -> head.add(kind + ", GFLOP/s"));
        for (String other : OTHERS) {
            KINDS.forEach(kind -> head.add(other.substring("netlib-".length()) + " / simd: " + kind));
        }
        rows.add(head);
        for (Group group : Group.values()) {
            shapesOf(group).forEach(shape -> rows.add(row(shape)));
        }
        return new MarkdownTable(1, rows).toString();
    }

    private List<String> row(ProductShape shape) {
        List<String> row = new ArrayList<>(List.of(shape.text()));
        for (String kind : KINDS) {
            row.add(measurement(shape, kind, SIMD)
                    .map(m -> Spread.digits(shape.operations() / m.value().median()))
                    .orElse(MarkdownTable.MISSING));
        }
        for (String other : OTHERS) {
            for (String kind : KINDS) {
                row.add(ratio(shape, kind, other).map(ProductTable::ratio).orElse(MarkdownTable.MISSING));
            }
        }
        return row;
    }

    private Optional<Measurement> measurement(ProductShape shape, String kind, String implementation) {
        return products.measurement(
                Map.of("shape", shape.text(), "product", kind, Suite.IMPLEMENTATION, implementation));
    }

    /** The median of the rounds' ratios, as far as both have run. */
    private Optional<Double> ratio(ProductShape shape, String kind, String other) {
        Optional<Measurement> ours = measurement(shape, kind, SIMD);
        Optional<Measurement> theirs = measurement(shape, kind, other);
        if (ours.isEmpty() || theirs.isEmpty()) {
            return Optional.empty();
        }
        List<Double> a = ours.get().forks();
        List<Double> b = theirs.get().forks();
        return Optional.of(Spread.of(IntStream.range(0, Math.min(a.size(), b.size()))
                        .mapToObj(round -> b.get(round) / a.get(round))
                        .toList())
                .median());
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    static Optional<Double> geometricMean(List<Double> values) {
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(Math.exp(
                        values.stream().mapToDouble(Math::log).average().orElseThrow()));
    }
}
