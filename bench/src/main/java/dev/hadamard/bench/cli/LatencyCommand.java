// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hadamard.Backend;
import dev.hadamard.bench.latency.Latency;
import dev.hadamard.bench.latency.OnlineLatency;
import dev.hadamard.bench.step.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures predictions of a service, alone and beside a trainer. */
@Command(
        name = "latency",
        description = {
            "Times predictions that are due by a fixed schedule: alone, and while another thread trains the same network"
                    + " and publishes snapshots without a pause.",
            "A response counts from when the request was due, so one that waits for another is not left out."
        },
        footerHeading = HadamardCommand.EXAMPLE,
        footer = "  hadamard latency --workload small --rate 2000 --json latency.json",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class LatencyCommand implements Callable<Integer> {

    private static final int LEAST_THREADS = 2;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--workload",
            paramLabel = "NAME",
            defaultValue = "small",
            description = "Network and batch of the training: tiny, online, small, medium, large or deep. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Workload workload;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "1",
            description = "Rows of a request. Default: ${DEFAULT-VALUE}.")
    private int rows;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Requests a second. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "5",
            description = "Length of a round. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "4",
            description = "Rounds alone, and rounds while training, in turn. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--snapshot-every",
            paramLabel = "STEPS",
            defaultValue = "100",
            description = "Training steps from one snapshot to the next. Default: ${DEFAULT-VALUE}.")
    private int stepsPerSnapshot;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "What computes. Default: ${DEFAULT-VALUE}.")
    private String backend;

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write all figures as JSON.")
    private Path json;

    /** Made by picocli. */
    LatencyCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        OnlineLatency.Settings settings =
                new OnlineLatency.Settings(workload, rows, rate, seconds, rounds, stepsPerSnapshot);
        JsonFile file = json == null ? null : JsonFile.writable(json);
        OnlineLatency.Result result = OnlineLatency.measure(settings, Backend.named(backend));
        print(settings, result, spec.commandLine().getOut());
        if (file != null) {
            file.write(generator -> write(generator, settings, result));
        }
        return ExitCode.OK;
    }

    private static void print(OnlineLatency.Settings settings, OnlineLatency.Result result, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s; %d row(s) a request, %d requests a second; outputs checked, largest difference %.1e%n%s%n%n",
                settings.workload(),
                settings.rows(),
                settings.perSecond(),
                result.largestDifference(),
                result.backend());
        out.printf("%-28s %9s %9s %9s %9s%n", "microseconds", "p50", "p99", "p99.9", "longest");
        print(out, "alone, response", result.alone().response());
        print(out, "alone, computation", result.alone().service());
        print(out, "while training, response", result.training().response());
        print(out, "while training, computation", result.training().service());
        out.printf(
                Locale.ROOT,
                "%n%,d requests of each kind; p99.9 of a response while training is %.2f times that alone%n",
                result.alone().requests(),
                result.ratio());
        out.printf(
                Locale.ROOT,
                "the trainer made %,.0f steps a second and %d snapshots%n",
                result.stepsPerSecond(),
                result.snapshots());
        if (Runtime.getRuntime().availableProcessors() < LEAST_THREADS) {
            out.println("there is one processor only: both threads shared it");
        }
        out.flush();
    }

    private static void print(PrintWriter out, String name, Latency.Percentiles times) {
        out.printf(
                Locale.ROOT,
                "%-28s %9.1f %9.1f %9.1f %9.1f%n",
                name,
                times.p50(),
                times.p99(),
                times.p999(),
                times.longest());
    }

    private static void write(JsonGenerator json, OnlineLatency.Settings settings, OnlineLatency.Result result)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("version", Version.current());
        json.writeObjectFieldStart("settings");
        json.writeStringField("workload", settings.workload().label());
        json.writeNumberField("rows", settings.rows());
        json.writeNumberField("rate", settings.perSecond());
        json.writeNumberField("seconds", settings.seconds());
        json.writeNumberField("rounds", settings.rounds());
        json.writeNumberField("snapshotEvery", settings.stepsPerSnapshot());
        json.writeStringField("backend", Environment.withoutFolders(result.backend()));
        json.writeEndObject();
        write(json, "alone", result.alone());
        write(json, "training", result.training());
        json.writeNumberField("ratioOfP999", result.ratio());
        json.writeNumberField("stepsPerSecond", result.stepsPerSecond());
        json.writeNumberField("snapshots", result.snapshots());
        json.writeObjectFieldStart("environment");
        for (Map.Entry<String, String> fact : Environment.here().entrySet()) {
            json.writeStringField(fact.getKey(), fact.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Latency latency) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("requests", latency.requests());
        write(json, "responseMicroseconds", latency.response());
        write(json, "computationMicroseconds", latency.service());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Latency.Percentiles times) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("p50", times.p50());
        json.writeNumberField("p99", times.p99());
        json.writeNumberField("p99.9", times.p999());
        json.writeNumberField("longest", times.longest());
        json.writeEndObject();
    }
}
