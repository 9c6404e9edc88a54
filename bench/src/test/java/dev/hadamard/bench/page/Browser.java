// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.page;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Chromium without a window: the one that {@code -Dhadamard.browser=FILE} names, or one that is found on the PATH.
 *
 * @param program what to start
 */
record Browser(Path program) {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge");

    private static final long LIMIT_SECONDS = 60;

    static Optional<Browser> find() {
        String named = System.getProperty("hadamard.browser");
        if (named != null) {
            return Optional.of(new Browser(Path.of(named)));
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> NAMES.stream()
                        .flatMap(name -> Stream.of(name, name + ".exe"))
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Browser::new)
                .findFirst();
    }

    /** The document as it is after loading, scripts included. */
    String dom(Path page, int width, int height, boolean dark, Path scratch) throws IOException, InterruptedException {
        return run(page, width, height, dark, scratch, "--dump-dom");
    }

    /** A picture of so many pixels. */
    void screenshot(Path page, int width, int height, boolean dark, Path scratch, Path png)
            throws IOException, InterruptedException {
        run(page, width, height, dark, scratch, "--screenshot=" + png);
    }

    private String run(Path page, int width, int height, boolean dark, Path scratch, String what)
            throws IOException, InterruptedException {
        Path out = scratch.resolve("browser.out");
        Path err = scratch.resolve("browser.err");
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                "--disable-gpu",
                "--no-sandbox", // of a page of our own; as root there is no other way
                "--no-first-run",
                "--hide-scrollbars",
                "--force-device-scale-factor=1",
                "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
                "--user-data-dir=" + scratch.resolve("profile"),
                "--window-size=" + width + "," + height,
                "--virtual-time-budget=2000",
                what,
                page.toUri().toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            throw new IOException(program + " has not ended after " + LIMIT_SECONDS + " s");
        }
        if (process.exitValue() != 0) {
            throw new IOException(program + ": exit code " + process.exitValue() + ": " + Files.readString(err));
        }
        return Files.readString(out, StandardCharsets.UTF_8);
    }
}
