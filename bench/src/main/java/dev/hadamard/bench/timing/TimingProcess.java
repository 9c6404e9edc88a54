// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.timing;

import dev.hadamard.bench.process.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Runs a timing process and listens to its report. */
public final class TimingProcess {

    private static final String MAIN_CLASS = "dev.hadamard.bench.Main";
    private static final long LIMIT_MINUTES = 10;

    private TimingProcess() {}

    /**
     * Times an implementation in a JVM of its own.
     *
     * @param name the implementation
     * @param args arguments of the program that make it print a report
     * @return the report; Failed if the process ended without one, with the last line that it printed
     */
    public static TimingReport run(String name, List<String> args) {
        try {
            Process process = ChildJvm.start(ChildJvm.of(MAIN_CLASS, args).redirectErrorStream(true));
            Executor atLimit = CompletableFuture.delayedExecutor(LIMIT_MINUTES, TimeUnit.MINUTES);
            CompletableFuture<Void> limit = CompletableFuture.runAsync(process::destroyForcibly, atLimit);
            try {
                return listen(name, process);
            } finally {
                limit.cancel(false);
                process.destroy();
            }
        } catch (IOException e) {
            return new TimingReport.Failed(name, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new TimingReport.Failed(name, "interrupted");
        }
    }

    private static TimingReport listen(String name, Process process) throws IOException, InterruptedException {
        Optional<TimingReport> report = Optional.empty();
        String last = "";
        process.getOutputStream().close();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Optional<TimingReport> found = TimingReport.ofLine(line);
                report = report.isPresent() ? report : found;
                last = line.isBlank() ? last : line;
            }
        }
        int code = process.waitFor();
        String lastWords = "its process ended with code " + code + ": " + last;
        return report.filter(r -> r.name().equals(name)).orElseGet(() -> new TimingReport.Failed(name, lastWords));
    }
}
