// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/**
 * Numbers of units of the hidden layers.
 *
 * @param units from input to output, each at least 1; empty for no hidden layer
 */
record HiddenLayers(List<Integer> units) {

    private static final String NONE = "none";

    static HiddenLayers parse(String text) {
        if (text.equals(NONE)) {
            return new HiddenLayers(List.of());
        }
        return new HiddenLayers(
                Arrays.stream(text.split(",", -1)).map(HiddenLayers::parseUnits).toList());
    }

    private static int parseUnits(String text) {
        try {
            int units = Integer.parseInt(text.strip());
            if (units >= 1) {
                return units;
            }
        } catch (NumberFormatException e) {
            throw error(text);
        }
        throw error(text);
    }

    private static TypeConversionException error(String text) {
        return new TypeConversionException("\"" + text
                + "\" is no number of units; expected numbers from 1 such as 512,256, or none for no hidden layer");
    }

    @Override
    public String toString() {
        return units.isEmpty() ? NONE : units.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
