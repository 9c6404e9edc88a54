// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.io.HadamardIOException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Rows of numbers to predict for.
 *
 * @param rows the features
 */
record FeatureTable(List<double[]> rows) {

    /**
     * Reads a table.
     *
     * @param file CSV, with or without a line of names
     * @param separator between cells
     * @param features how many columns are wanted
     * @param target a column to leave out where there is one more: "last", a name or an index; null for last
     * @throws HadamardIOException if it can't be read, or has other columns or cells that are no numbers
     */
    static FeatureTable read(Path file, char separator, int features, String target) throws HadamardIOException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator)
                .setIgnoreEmptyLines(true)
                .build();
        List<double[]> rows = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser parser = new CSVParser(reader, format)) {
            int leftOut = -1;
            for (CSVRecord line : parser) {
                boolean first = parser.getRecordNumber() == 1;
                if (first) {
                    leftOut = leftOut(file, line, features, target);
                }
                if (line.size() != features + (leftOut < 0 ? 0 : 1)) {
                    throw error(file, parser, line.size() + " cells, the line before had another number");
                }
                double[] row = numbers(line, leftOut, features);
                if (row != null) {
                    rows.add(row);
                } else if (!first) { // else a line of names
                    throw error(file, parser, "a cell that is no number");
                }
            }
        } catch (NoSuchFileException e) {
            throw new HadamardIOException(file + ": no such file", e);
        } catch (HadamardIOException e) {
            throw e;
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new HadamardIOException(file + ": " + e.getMessage(), e);
        }
        return new FeatureTable(rows);
    }

    private static int leftOut(Path file, CSVRecord line, int features, String target) throws HadamardIOException {
        if (line.size() == features) {
            return -1;
        }
        if (line.size() != features + 1) {
            throw new HadamardIOException(file + ": line 1: " + line.size() + " columns, the model has " + features
                    + " inputs (and a table may have its target besides)");
        }
        if (target == null || target.equals("last")) {
            return features;
        }
        for (int i = 0; i < line.size(); i++) {
            if (line.get(i).equals(target) || target.equals(String.valueOf(i))) {
                return i;
            }
        }
        throw new IllegalArgumentException("--target \"" + target + "\" is no column of " + file.getFileName());
    }

    private static double[] numbers(CSVRecord line, int leftOut, int features) {
        double[] row = new double[features];
        int at = 0;
        try {
            for (int i = 0; i < line.size(); i++) {
                if (i != leftOut) {
                    row[at++] = Double.parseDouble(line.get(i).strip());
                }
            }
        } catch (NumberFormatException e) {
            return null;
        }
        return row;
    }

    private static HadamardIOException error(Path file, CSVParser parser, String message) {
        return new HadamardIOException(file + ": line " + parser.getCurrentLineNumber() + ": " + message);
    }
}
