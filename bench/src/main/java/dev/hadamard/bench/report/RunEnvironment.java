// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run's figures depend on.
 *
 * @param date of the start, ISO
 * @param suite what was run
 * @param processor model
 * @param cores logical processors that the JVM may use
 * @param details what Linux tells about the processor
 * @param load average number of running processes in the minute before the start; negative if unknown
 * @param system operating system
 * @param java JVM and its version
 * @param javaVersion version number of the JDK
 * @param options JVM options that were given by the user; benchmarks add their own, see the result
 * @param backends description of each backend by name
 * @param variables OPENBLAS_* variables of the benchmarks
 * @param sources what was built
 * @param flags values of the JVM's flags that decide what is compiled and collected, by name
 * @param steadiness how steady the machine was
 */
public record RunEnvironment(
        String date,
        String suite,
        String processor,
        int cores,
        LinuxProcessor details,
        double load,
        String system,
        String java,
        String javaVersion,
        List<String> options,
        Map<String, String> backends,
        Map<String, String> variables,
        Sources sources,
        Map<String, String> flags,
        Steadiness steadiness) {

    private static final Pattern BLAS = Pattern.compile("OpenBLAS [^,\\n]+, \\S+ kernels");
    private static final Pattern VECTOR_BITS = Pattern.compile("\\b(\\d+) bits\\b");

    /** Library and kernel of native BLAS, or "". */
    String blas() {
        Matcher found = BLAS.matcher(backends.getOrDefault("netlib-native", ""));
        return found.find() ? found.group() : "";
    }

    /**
     * The same run, ended.
     *
     * @return with the machine's state now
     */
    public RunEnvironment ended() {
        return new RunEnvironment(
                date,
                suite,
                processor,
                cores,
                details,
                load,
                system,
                java,
                javaVersion,
                options,
                backends,
                variables,
                sources,
                flags,
                steadiness.ended());
    }

    /** Processor and JDK, such as "AMD EPYC, Java 17.0.15". */
    String shortMachine() {
        return processor.replaceAll(",.*", "") + ", Java " + javaVersion;
    }

    /** What a reader must know before believing a figure; usually nothing. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (sources.dirty()) {
            warnings.add("The tree had changes that are not committed: nobody else can build what was measured.");
        }
        if (load > Steadiness.LOADED) {
            warnings.add(String.format(
                    Locale.ROOT, "The machine was busy: load average %.1f before the run's start.", load));
        }
        warnings.addAll(steadiness.warnings());
        return warnings;
    }

    /** Bits of a vector of the strategy simd, or "". */
    String vectorBits() {
        Matcher found = VECTOR_BITS.matcher(backends.getOrDefault("simd", ""));
        return found.find() ? found.group(1) : "";
    }

    /**
     * Writes JSON.
     *
     * @param file where
     * @throws IOException if it can't be written
     */
    public void write(Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file);
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeStringField("date", date);
            json.writeStringField("suite", suite);
            json.writeStringField("commit", sources.commit());
            json.writeBooleanField("dirty", sources.dirty());
            json.writeStringField("processor", processor);
            json.writeNumberField("cores", cores);
            write(json, "flags", details.flags());
            write(json, "caches", details.caches());
            json.writeStringField("governor", details.governor());
            json.writeNumberField("load", load);
            json.writeStringField("system", system);
            json.writeStringField("java", java);
            json.writeStringField("javaVersion", javaVersion);
            write(json, "options", options);
            write(json, "backends", backends);
            write(json, "variables", variables);
            write(json, "flagsOfTheJvm", flags);
            steadiness.write(json);
            json.writeEndObject();
            json.writeRaw("\n");
        }
    }

    private static void write(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, String name, Map<String, String> texts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param file where
     * @return the environment
     * @throws IOException if it can't be read or lacks something
     */
    public static RunEnvironment read(Path file) throws IOException {
        JsonValue json = JsonValue.read(file);
        return new RunEnvironment(
                json.get("date").text(),
                json.get("suite").text(),
                json.get("processor").text(),
                (int) json.get("cores").number(),
                new LinuxProcessor(
                        json.get("flags").texts(),
                        json.get("caches").textsByName(),
                        json.get("governor").text()),
                json.get("load").number(),
                json.get("system").text(),
                json.get("java").text(),
                json.get("javaVersion").text(),
                json.get("options").texts(),
                json.get("backends").textsByName(),
                json.get("variables").textsByName(),
                new Sources(json.get("commit").text(), json.get("dirty").truth()),
                json.has("flagsOfTheJvm") ? json.get("flagsOfTheJvm").textsByName() : Map.of(),
                Steadiness.read(json));
    }
}
