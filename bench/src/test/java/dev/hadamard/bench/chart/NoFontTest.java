// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.bench.chart.Series.Line;
import dev.hadamard.bench.process.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures on a machine that has no font: where fontconfig, which AWT asks on Linux, finds none. */
class NoFontTest {

    @TempDir
    private Path folder;

    /** The child's program. */
    static final class Draw {

        private Draw() {}

        public static void main(String[] args) throws IOException {
            Path folder = Path.of(args[0]);
            Series series = new Series(
                    "bars", Palette.SKY, Marker.SQUARE, Line.NONE, List.of(new Point(0, 3), new Point(1, 40)));
            new BarChart("T", "s", "x", "y", true, List.of("a", "b"), List.of(series), Scale::label)
                    .write(folder, "bars");
        }
    }

    @Test
    void aChildWithoutFontsDrawsTheSame() throws IOException, InterruptedException {
        Path fonts = Files.writeString(
                folder.resolve("fonts.conf"),
                "<?xml version=\"1.0\"?><fontconfig><dir>/nonexistent</dir></fontconfig>");
        Path here = Files.createDirectory(folder.resolve("here"));
        Path there = Files.createDirectory(folder.resolve("there"));
        Draw.main(new String[] {here.toString()});
        ProcessBuilder builder =
                ChildJvm.of(Draw.class.getName(), List.of(there.toString())).redirectErrorStream(true);
        builder.environment().put("FONTCONFIG_FILE", fonts.toString());
        builder.environment().remove("DISPLAY");
        Process child = ChildJvm.start(builder);
        String output = new String(child.getInputStream().readAllBytes());
        assertThat(child.waitFor()).as(output).isZero();
        assertThat(there.resolve("bars.svg")).hasSameTextualContentAs(here.resolve("bars.svg"));
        assertThat(there.resolve("bars.png")).hasSameBinaryContentAs(here.resolve("bars.png"));
    }
}
