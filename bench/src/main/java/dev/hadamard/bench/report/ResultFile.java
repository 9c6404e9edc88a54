// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/** JMH's result as JSON, but for what nobody else should see. */
final class ResultFile {

    private ResultFile() {}

    /**
     * Writes JMH's results in JMH's format.
     *
     * @param scrub applied to each text
     * @throws IOException if the file can't be written
     */
    static void write(Collection<RunResult> results, Path file, UnaryOperator<String> scrub) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(json, false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        }
        try (Writer out = Files.newBufferedWriter(file)) {
            scrub(json.toString(StandardCharsets.UTF_8), out, scrub);
        }
    }

    /** Copies JSON, numbers to the last digit, with each text changed. */
    static void scrub(String from, Writer to, UnaryOperator<String> scrub) throws IOException {
        JsonFactory factory = new JsonFactory();
        try (JsonParser parser = factory.createParser(from);
                JsonGenerator json = factory.createGenerator(to)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    json.writeString(scrub.apply(parser.getText()));
                } else {
                    json.copyCurrentEventExact(parser);
                }
            }
            json.writeRaw("\n");
        }
    }

    /**
     * Reads all times and rates.
     *
     * @throws IOException if the file can't be read, is no result of JMH or is empty
     */
    static List<Measurement> read(Path file) throws IOException {
        List<Measurement> measurements = new ArrayList<>();
        for (JsonValue entry : JsonValue.read(file).elements()) {
            measurements.addAll(Measurement.of(entry));
        }
        if (measurements.isEmpty()) {
            throw new IOException(file + ": holds no times");
        }
        return measurements;
    }
}
