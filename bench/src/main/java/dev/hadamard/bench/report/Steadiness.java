// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether the machine was the same from a run's start to its end.
 *
 * @param before measured at the start; empty for runs of older versions
 * @param after measured at the end; empty for a run that did not end
 */
public record Steadiness(Optional<Calibration> before, Optional<Calibration> after) {

    /** A load average above which something else ran. */
    static final double LOADED = 0.5;

    /**
     * Measures the start.
     *
     * @return without an end
     */
    public static Steadiness begun() {
        return new Steadiness(Optional.of(Calibration.run()), Optional.empty());
    }

    Steadiness ended() {
        return new Steadiness(before, Optional.of(Calibration.run()));
    }

    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        before.ifPresent(loop -> unsteady(loop, "before", warnings));
        after.ifPresent(loop -> unsteady(loop, "after", warnings));
        if (before.isPresent() && after.isEmpty()) {
            warnings.add("The run did not come to its end.");
        } else if (before.isPresent()) {
            double change = after.get().milliseconds() / before.get().milliseconds() - 1;
            if (Math.abs(change) > Calibration.QUIET) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "The machine changed: equal work took %+.0f %% time after the run compared with before it.",
                        100 * change));
            }
        }
        return warnings;
    }

    private static void unsteady(Calibration loop, String when, List<String> warnings) {
        if (loop.noise() > Calibration.QUIET) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "The machine was unsteady %s the run: equal work varied by %.0f %% (10th to 90th percentile).",
                    when,
                    100 * loop.noise()));
        }
    }

    /** Such as "noise 1.2 % before, 0.8 % after", or "". */
    @Override
    public String toString() {
        return before.map(loop -> loop + " before").orElse("")
                + after.map(loop -> String.format(Locale.ROOT, ", %.1f %% after", 100 * loop.noise()))
                        .orElse("");
    }

    void write(JsonGenerator json) throws IOException {
        write(json, "calibrationBefore", before);
        write(json, "calibrationAfter", after);
    }

    private static void write(JsonGenerator json, String name, Optional<Calibration> loop) throws IOException {
        if (loop.isPresent()) {
            json.writeObjectFieldStart(name);
            json.writeNumberField("milliseconds", loop.get().milliseconds());
            json.writeNumberField("noise", loop.get().noise());
            json.writeEndObject();
        }
    }

    static Steadiness read(JsonValue json) throws IOException {
        return new Steadiness(read(json, "calibrationBefore"), read(json, "calibrationAfter"));
    }

    private static Optional<Calibration> read(JsonValue json, String name) throws IOException {
        if (!json.has(name)) {
            return Optional.empty();
        }
        JsonValue loop = json.get(name);
        return Optional.of(new Calibration(
                loop.get("milliseconds").number(), loop.get("noise").number()));
    }
}
