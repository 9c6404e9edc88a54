// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.timing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a timing process says: one line of its output, a mark and then JSON. Other lines are the JVM's own. */
public sealed interface TimingReport {

    /** What the line begins with. */
    String MARK = "hadamard-timing ";

    /**
     * The implementation's name.
     *
     * @return the name
     */
    String name();

    /**
     * It was timed.
     *
     * @param timing the figures
     */
    record Timed(StepTiming timing) implements TimingReport {
        @Override
        public String name() {
            return timing.name();
        }
    }

    /**
     * It can't be used here.
     *
     * @param name the implementation
     * @param reason why, with the remedy
     */
    record Unavailable(String name, String reason) implements TimingReport {}

    /**
     * It can be used, but failed.
     *
     * @param name the implementation
     * @param reason what happened
     */
    record Failed(String name, String reason) implements TimingReport {}

    /**
     * The report as a line.
     *
     * @return the mark and JSON, without a line feed
     */
    default String toLine() {
        StringWriter line = new StringWriter().append(MARK);
        try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("name", name());
            if (this instanceof Timed timed) {
                json.writeNumberField("microsecondsPerStep", timed.timing.microsecondsPerStep());
                json.writeNumberField("samplesPerSecond", timed.timing.samplesPerSecond());
                json.writeNumberField("gflops", timed.timing.gflops());
                json.writeNumberField("maxRelativeGradientDifference", timed.timing.maxRelativeGradientDifference());
            } else if (this instanceof Unavailable unavailable) {
                json.writeStringField("unavailable", unavailable.reason);
            } else if (this instanceof Failed failed) {
                json.writeStringField("failed", failed.reason);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter doesn't throw
        }
        return line.toString();
    }

    /**
     * Reads a line.
     *
     * @param line a line of a timing process's output
     * @return the report, or empty if the line is none or damaged
     */
    static Optional<TimingReport> ofLine(String line) {
        if (!line.startsWith(MARK)) {
            return Optional.empty();
        }
        Map<String, String> texts = new HashMap<>();
        Map<String, Double> numbers = new HashMap<>();
        try (JsonParser json = new JsonFactory().createParser(line.substring(MARK.length()))) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                if (json.nextToken().isNumeric()) {
                    numbers.put(field, json.getDoubleValue());
                } else {
                    texts.put(field, json.getText());
                }
            }
            return Optional.of(of(texts, numbers));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static TimingReport of(Map<String, String> texts, Map<String, Double> numbers) {
        String name = texts.getOrDefault("name", "");
        if (texts.containsKey("unavailable")) {
            return new Unavailable(name, texts.get("unavailable"));
        } else if (texts.containsKey("failed")) {
            return new Failed(name, texts.get("failed"));
        }
        return new Timed(new StepTiming(
                name,
                numbers.getOrDefault("microsecondsPerStep", Double.NaN),
                numbers.getOrDefault("samplesPerSecond", Double.NaN),
                numbers.getOrDefault("gflops", Double.NaN),
                numbers.getOrDefault("maxRelativeGradientDifference", Double.NaN)));
    }
}
