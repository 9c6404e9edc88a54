// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value of a JSON file, which knows where it stands, so that a missing or odd one can be told.
 *
 * @param place file and path within it
 * @param content Map, List, String, Double, Boolean or null
 */
record JsonValue(String place, Object content) {

    /**
     * Reads a file.
     *
     * @throws IOException if it can't be read, or holds anything but one JSON value
     */
    static JsonValue read(Path file) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(Files.readString(file))) {
            if (parser.nextToken() == null) {
                throw new IOException(file + ": is empty");
            }
            Object content = content(parser);
            if (parser.nextToken() != null) {
                throw new IOException(file + ": more than one JSON value");
            }
            return new JsonValue(file.toString(), content);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    file + ", line " + e.getLocation().getLineNr() + ": no valid JSON: " + e.getOriginalMessage(), e);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        }
    }

    private static Object content(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    fields.put(name, content(parser));
                }
                yield fields;
            }
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(content(parser));
                }
                yield elements;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    JsonValue get(String name) throws IOException {
        if (content instanceof Map<?, ?> fields && fields.containsKey(name)) {
            return new JsonValue(place + ": " + name, fields.get(name));
        }
        throw new IOException(place + ": has no field " + name);
    }

    boolean has(String name) {
        return content instanceof Map<?, ?> fields && fields.containsKey(name);
    }

    List<JsonValue> elements() throws IOException {
        List<JsonValue> values = new ArrayList<>();
        for (Object element : as(List.class, "a list")) {
            values.add(new JsonValue(place + "[" + values.size() + "]", element));
        }
        return values;
    }

    List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        for (JsonValue element : elements()) {
            texts.add(element.text());
        }
        return texts;
    }

    Map<String, String> textsByName() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Object name : as(Map.class, "an object").keySet()) {
            texts.put((String) name, get((String) name).text());
        }
        return texts;
    }

    Map<String, Double> numbersByName() throws IOException {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (Object name : as(Map.class, "an object").keySet()) {
            numbers.put((String) name, get((String) name).number());
        }
        return numbers;
    }

    boolean isNumber() {
        return content instanceof Double;
    }

    String text() throws IOException {
        return as(String.class, "a text");
    }

    double number() throws IOException {
        return as(Double.class, "a number");
    }

    boolean truth() throws IOException {
        return as(Boolean.class, "true or false");
    }

    private <T> T as(Class<T> type, String description) throws IOException {
        if (!type.isInstance(content)) {
            throw new IOException(place + ": must be " + description + ", is " + content);
        }
        return type.cast(content);
    }
}
