// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON file read for tests: its leaves by path, such as {@code epochs.0.cost}.
 *
 * @param leaves numbers as Double, texts as String, null as null
 */
record Json(Map<String, Object> leaves) {

    static Json read(Path file) throws IOException {
        Map<String, Object> leaves = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    Object value = token.isNumeric() ? (Object) parser.getDoubleValue() : parser.getText();
                    String path = parser.getParsingContext().pathAsPointer().toString();
                    leaves.put(path.substring(1).replace('/', '.'), token == JsonToken.VALUE_NULL ? null : value);
                }
            }
        }
        return new Json(leaves);
    }

    boolean has(String path) {
        return leaves.containsKey(path);
    }

    double number(String path) {
        if (!(leaves.get(path) instanceof Double number)) {
            throw new AssertionError(path + " is " + leaves.get(path) + " in " + leaves);
        }
        return number;
    }

    String text(String path) {
        return (String) leaves.get(path);
    }

    /** A field of each element of an array. */
    List<Double> numbers(String array, String field) {
        List<Double> numbers = new ArrayList<>();
        for (int i = 0; has(array + "." + i + "." + field); i++) {
            numbers.add(number(array + "." + i + "." + field));
        }
        return numbers;
    }

    /** A field of each element of an array. */
    List<String> texts(String array, String field) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; has(array + "." + i + "." + field); i++) {
            texts.add(text(array + "." + i + "." + field));
        }
        return texts;
    }
}
