// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.bench.report.Report.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables in README.md and DESIGN.md are those of the runs that they name, to the letter: nobody has typed them. */
class MeasuredTablesTest {

    private static final Path ROOT = Path.of("..");

    /** Those that hold something; an empty one waits for its first run and claims nothing. */
    static Stream<Section> sections() {
        return Arrays.stream(Section.values()).filter(section -> {
            try {
                return !MarkedText.read(file(section)).section(section.label()).isBlank();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void someTablesAreThere() {
        assertThat(sections()).contains(Section.TRAIN, Section.KERNELS);
    }

    private static Path file(Section section) {
        return ROOT.resolve(section.isReadme() ? "README.md" : "DESIGN.md");
    }

    @ParameterizedTest
    @MethodSource("sections")
    void theTableIsThatOfItsRun(Section section) throws IOException {
        MarkedText text = MarkedText.read(file(section));
        Matcher run =
                Pattern.compile("Run \\[([^]]+)]\\((jmh-results/[^)]+)\\)").matcher(text.section(section.label()));
        assertThat(run.find()).as("the section names its run").isTrue();
        Report report = Report.read(ROOT.resolve(run.group(2)));
        assertThat(text.with(
                                section.label(),
                                report.render(section, file(section)).orElseThrow())
                        .text())
                .as("made anew by hadamard.jar report " + run.group(2))
                .isEqualTo(text.text());
    }
}
