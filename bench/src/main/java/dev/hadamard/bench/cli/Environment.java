// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What figures depend on besides the options: the machine and its software, without anybody's name or folders. */
final class Environment {

    private static final Path LINUX_PROCESSORS = Path.of("/proc/cpuinfo");

    private Environment() {}

    /** What and its value, in a fixed order. */
    static Map<String, String> here() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        environment.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        environment.put("processor", processor());
        environment.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        return environment;
    }

    private static String processor() {
        String architecture = System.getProperty("os.arch");
        if (!Files.isReadable(LINUX_PROCESSORS)) {
            return architecture;
        }
        try (Stream<String> lines = Files.lines(LINUX_PROCESSORS, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip() + ", " + architecture)
                    .findFirst()
                    .orElse(architecture);
        } catch (IOException e) {
            return architecture;
        }
    }

    /**
     * A text without folders: of each absolute path only the last name is left.
     *
     * @param text such as a backend's description
     */
    static String withoutFolders(String text) {
        String home = System.getProperty("user.home");
        String known = home.length() > 1 ? text.replace(home, "~") : text; // a home may hold blanks
        return known.replaceAll("(?<![\\w.])(?:~|[A-Za-z]:)?(?:[/\\\\][^/\\\\\\s]+)*[/\\\\](?=[^/\\\\\\s])", "");
    }
}
