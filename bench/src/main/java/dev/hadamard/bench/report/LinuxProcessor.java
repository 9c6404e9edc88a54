// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What Linux tells about the first processor; empty elsewhere, and where it may not be read.
 *
 * @param flags the instruction sets that kernels care about
 * @param caches size by name, such as 1024K by L2
 * @param governor what decides the clock rate, or ""
 */
public record LinuxProcessor(List<String> flags, Map<String, String> caches, String governor) {

    private static final List<String> RELEVANT = List.of(
            "avx", "avx2", "fma", "avx512f", "avx512bw", "avx512dq", "avx512vl", "avx512_bf16", "asimd", "sve", "sve2");

    /**
     * Reads the files of the kernel.
     *
     * @param root the root of the file system
     * @return what could be read
     */
    public static LinuxProcessor read(Path root) {
        Path cpu = root.resolve("sys/devices/system/cpu/cpu0");
        return new LinuxProcessor(
                flags(root.resolve("proc/cpuinfo")),
                caches(cpu.resolve("cache")),
                line(cpu.resolve("cpufreq/scaling_governor")));
    }

    private static List<String> flags(Path file) {
        if (!Files.isReadable(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            List<String> all = lines.filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                    .map(line -> Arrays.asList(
                            line.substring(line.indexOf(':') + 1).strip().split("\\s+")))
                    .findFirst()
                    .orElse(List.of());
            return RELEVANT.stream().filter(all::contains).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Map<String, String> caches(Path folder) {
        Map<String, String> caches = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "index*")) {
                for (Path entry : entries) {
                    String suffix = switch (line(entry.resolve("type"))) {
                        case "Data" -> "d";
                        case "Instruction" -> "i";
                        default -> "";
                    };
                    caches.put("L" + line(entry.resolve("level")) + suffix, line(entry.resolve("size")));
                }
            } catch (IOException e) {
                return Map.of();
            }
        }
        return caches;
    }

    private static String line(Path file) {
        try {
            return Files.isReadable(file)
                    ? Files.readString(file, StandardCharsets.ISO_8859_1).strip()
                    : "";
        } catch (IOException e) {
            return "";
        }
    }
}
