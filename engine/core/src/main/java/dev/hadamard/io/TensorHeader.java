// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file, parsed and checked: tensors of known types fill the rest of the file, without
 * gap or overlap, each as long as its shape says.
 */
final class TensorHeader {

    static final String METADATA = "__metadata__";

    private static final int MAX_RANK = 64;
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // names are seldom met twice
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNumberLength(19)
                    .maxNameLength(65_536)
                    .maxStringLength(TensorFile.MAX_HEADER_BYTES)
                    .build())
            .build();

    private final String file;
    private final long dataPosition;
    private final long dataBytes;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<TensorInfo> tensors = new ArrayList<>();

    /**
     * Parses.
     *
     * @param file for messages
     * @param text the header
     * @param dataPosition where the header ends
     * @param dataBytes what follows it
     */
    TensorHeader(String file, String text, long dataPosition, long dataBytes) throws HadamardIOException {
        this.file = file;
        this.dataPosition = dataPosition;
        this.dataBytes = dataBytes;
        try (JsonParser parser = JSON.createParser(text)) {
            parse(parser);
        } catch (HadamardIOException e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw new HadamardIOException(
                    file + ": header: " + place(e.getLocation()) + shortened(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new HadamardIOException(file + ": header: " + e.getMessage(), e);
        }
        tensors.sort(Comparator.comparingLong(TensorInfo::position).thenComparingLong(TensorInfo::bytes));
        checkPlaces();
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : "character " + location.getCharOffset() + ": ";
    }

    /** In the order of the file. */
    Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    /** In the order of their places. */
    List<TensorInfo> tensors() {
        return tensors;
    }

    private void parse(JsonParser parser) throws IOException {
        expect(JsonToken.START_OBJECT, parser.nextToken(), parser, "an object");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            expect(JsonToken.START_OBJECT, parser.nextToken(), parser, "an object for \"" + shortened(name) + '"');
            if (name.equals(METADATA)) {
                parseMetadata(parser);
            } else {
                tensors.add(parseTensor(name, parser));
            }
        }
        if (parser.nextToken() != null) {
            throw error(parser, "nothing may follow the header's object");
        }
    }

    private void parseMetadata(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            expect(JsonToken.VALUE_STRING, parser.nextToken(), parser, "a string for \"" + shortened(name) + '"');
            metadata.put(name, parser.getText());
        }
    }

    private TensorInfo parseTensor(String name, JsonParser parser) throws IOException {
        TensorType type = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "dtype" -> {
                    expect(JsonToken.VALUE_STRING, value, parser, "a string for dtype");
                    type = type(parser);
                }
                case "shape" -> shape = numbers(parser, field, MAX_RANK);
                case "data_offsets" -> offsets = numbers(parser, field, 2);
                default -> parser.skipChildren(); // as other readers do
            }
        }
        if (type == null || shape == null || offsets == null || offsets.size() != 2) {
            throw error(parser, "tensor \"" + shortened(name) + "\" needs dtype, shape and two data_offsets");
        }
        return place(name, type, shape, offsets.get(0), offsets.get(1));
    }

    private TensorType type(JsonParser parser) throws IOException {
        String name = parser.getText();
        for (TensorType type : TensorType.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw error(parser, "unknown dtype \"" + shortened(name) + '"');
    }

    private List<Long> numbers(JsonParser parser, String field, int most) throws IOException {
        expect(JsonToken.START_ARRAY, parser.currentToken(), parser, "an array for " + field);
        List<Long> numbers = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(JsonToken.VALUE_NUMBER_INT, parser.currentToken(), parser, "whole numbers in " + field);
            long number = parser.getLongValue();
            if (number < 0) {
                throw error(parser, field + " must not be negative, was " + number);
            }
            if (numbers.size() == most) {
                throw error(parser, field + " has more than " + most + " numbers");
            }
            numbers.add(number);
        }
        return numbers;
    }

    private TensorInfo place(String name, TensorType type, List<Long> shape, long begin, long end)
            throws HadamardIOException {
        String tensor = file + ": header: tensor \"" + shortened(name) + '"';
        if (begin > end || end > dataBytes) {
            throw new HadamardIOException(tensor + ": data_offsets " + begin + " to " + end + " do not lie in the "
                    + dataBytes + " bytes of data");
        }
        long bytes = type.bytes();
        try {
            for (long extent : shape) {
                bytes = Math.multiplyExact(bytes, extent);
            }
        } catch (ArithmeticException e) {
            throw new HadamardIOException(tensor + ": shape " + shape + " of " + type + " is beyond any file", e);
        }
        if (bytes != end - begin) {
            throw new HadamardIOException(tensor + ": shape " + shape + " of " + type + " has " + bytes
                    + " bytes, its data_offsets " + begin + " to " + end + " hold " + (end - begin));
        }
        return new TensorInfo(name, type, shape, dataPosition + begin, bytes);
    }

    private void checkPlaces() throws HadamardIOException {
        long next = dataPosition;
        for (TensorInfo tensor : tensors) {
            if (tensor.position() != next) {
                throw new HadamardIOException(file + ": byte " + Math.min(next, tensor.position()) + ": "
                        + (tensor.position() < next ? "tensors overlap" : "a gap")
                        + " before tensor \"" + shortened(tensor.name()) + "\" at byte " + tensor.position());
            }
            next += tensor.bytes();
        }
        if (next != dataPosition + dataBytes) {
            throw new HadamardIOException(file + ": byte " + next + ": the file goes on to byte "
                    + (dataPosition + dataBytes) + ", its tensors end here");
        }
    }

    private void expect(JsonToken wanted, JsonToken found, JsonParser parser, String what) throws HadamardIOException {
        if (found != wanted) {
            throw error(parser, "expected " + what + ", found " + (found == null ? "the end" : found));
        }
    }

    private HadamardIOException error(JsonParser parser, String message) {
        return new HadamardIOException(
                file + ": header: character " + parser.currentTokenLocation().getCharOffset() + ": " + message);
    }

    /** A file's own words in a message of one line. */
    static String shortened(String name) {
        String start = name.length() > 200 ? name.substring(0, 200) + "…" : name;
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
