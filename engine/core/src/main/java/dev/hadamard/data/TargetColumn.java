// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.io.HadamardIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The target column of a file as it is read: numbers, or texts that name classes. */
final class TargetColumn {

    /** More different whole numbers than these are taken for values, not for classes. */
    static final int AUTO_CLASSES = 20;

    /** More texts than these are taken for a mistake, such as a column of identifiers. */
    private static final int MAX_CLASSES = 1 << 16;

    /** Below, each whole number is a double of its own, so that no two classes fall together. */
    private static final double MAX_EXACT = 0x1p53;

    private final CsvReader.Task task;

    private long rows;

    /** Decided by the first row. */
    private boolean numeric;

    private final DoubleStream.Builder values = DoubleStream.builder();
    private boolean whole = true;
    private final TreeSet<Double> distinct = new TreeSet<>();

    private final IntStream.Builder codes = IntStream.builder();
    private final Map<String, Integer> texts = new LinkedHashMap<>();

    /** Where a cell stands, for messages. */
    @FunctionalInterface
    interface Place {
        HadamardIOException error(String message);
    }

    TargetColumn(CsvReader.Task task) {
        this.task = task;
    }

    /** Takes the target of a row. */
    void add(String cell, Place place) throws HadamardIOException {
        if (cell.isEmpty() || Numbers.isNonFinite(cell)) {
            throw place.error(Numbers.defect(cell));
        }
        boolean number = Numbers.isNumber(cell);
        if (rows == 0) {
            numeric = task == CsvReader.Task.REGRESSION || task == CsvReader.Task.AUTO && number;
        }
        if (task == CsvReader.Task.AUTO && number != numeric) {
            throw place.error(Numbers.quoted(cell) + (number ? " is a number" : " is text")
                    + ", unlike the targets above; choose the task: classification takes both");
        }
        if (numeric) {
            addValue(Numbers.finite(cell, place));
        } else {
            addText(cell, place);
        }
        rows++;
    }

    private void addValue(double value) {
        values.add(value);
        whole &= value == Math.rint(value) && Math.abs(value) < MAX_EXACT;
        if (whole && distinct.size() <= AUTO_CLASSES) {
            distinct.add(value + 0.0); // −0 is 0
        }
    }

    private void addText(String cell, Place place) throws HadamardIOException {
        Integer code = texts.putIfAbsent(cell, texts.size());
        codes.add(code == null ? texts.size() - 1 : code);
        if (texts.size() > MAX_CLASSES) {
            throw place.error("more than " + MAX_CLASSES + " different classes");
        }
    }

    /** After the last line. */
    Targets finish() {
        if (!numeric) {
            return finishTexts();
        }
        double[] array = values.build().toArray();
        boolean classes = whole && distinct.size() <= AUTO_CLASSES && 2L * distinct.size() <= rows;
        if (task == CsvReader.Task.REGRESSION || !classes) {
            return new Targets(array, null, List.of());
        }
        List<Double> sorted = List.copyOf(distinct);
        int[] labels = Arrays.stream(array)
                .mapToInt(value -> sorted.indexOf(value + 0.0))
                .toArray();
        return new Targets(null, labels, names(sorted));
    }

    private Targets finishTexts() {
        List<String> spellings = new ArrayList<>(texts.keySet());
        int[] labelOfCode = new int[spellings.size()];
        List<String> names;
        if (spellings.stream().allMatch(TargetColumn::isExact)) {
            double[] spelt = spellings.stream()
                    .mapToDouble(text -> Double.parseDouble(text) + 0.0)
                    .toArray();
            double[] sorted = Arrays.stream(spelt).sorted().distinct().toArray();
            Arrays.setAll(labelOfCode, code -> Arrays.binarySearch(sorted, spelt[code]));
            names = names(Arrays.stream(sorted).boxed().toList());
        } else {
            names = spellings.stream().sorted().toList();
            String[] sorted = names.toArray(String[]::new);
            Arrays.setAll(labelOfCode, code -> Arrays.binarySearch(sorted, spellings.get(code)));
        }
        int[] labels = codes.build().map(code -> labelOfCode[code]).toArray();
        return new Targets(null, labels, names);
    }

    private static boolean isExact(String text) {
        return Numbers.isNumber(text) && Math.abs(Double.parseDouble(text)) < MAX_EXACT;
    }

    private static List<String> names(List<Double> sorted) {
        return sorted.stream()
                .map(value -> value == Math.rint(value) ? Long.toString(value.longValue()) : Double.toString(value))
                .toList();
    }
}
