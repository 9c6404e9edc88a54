// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table, padded so that its source reads well too.
 *
 * @param left number of columns, from the first, that hold words; the others hold numbers and are aligned to the right
 * @param rows texts by row and column; the first row is the head
 */
record MarkdownTable(int left, List<List<String>> rows) {

    /** What stands for a figure that was not measured. */
    static final String MISSING = "–";

    @Override
    public String toString() {
        List<Integer> widths = IntStream.range(0, rows.get(0).size())
                .mapToObj(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElseThrow())
                .map(width -> Math.max(3, width))
                .toList();
        List<String> lines =
                new ArrayList<>(rows.stream().map(row -> line(row, widths)).toList());
        lines.add(1, rule(widths));
        return String.join("\n", lines);
    }

    private String line(List<String> row, List<Integer> widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> {
                    String padding =
                            " ".repeat(widths.get(column) - row.get(column).length());
                    return column < left ? row.get(column) + padding : padding + row.get(column);
                })
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private String rule(List<Integer> widths) {
        return IntStream.range(0, widths.size())
                .mapToObj(column -> "-".repeat(widths.get(column) - 1) + (column < left ? "-" : ":"))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
