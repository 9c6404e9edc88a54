// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkedTextTest {

    private static final String BEGIN = "<!-- measured: begin train -->";
    private static final String END = "<!-- measured: end train -->";

    @Test
    void replacesWhatStandsBetweenAndNothingElse() throws IOException {
        MarkedText once =
                text("before\n" + BEGIN + "\nold\n" + END + "\nafter\n").with("train", "\nnew\ntable \n");
        assertThat(once.text()).isEqualTo("before\n" + BEGIN + "\n\nnew\ntable\n\n" + END + "\nafter\n");
        assertThat(once.with("train", "new\ntable")).isEqualTo(once);
    }

    @Test
    void fillsAnEmptySectionAndKeepsLineFeeds() throws IOException {
        String text = text(BEGIN + "\r\n" + END + "\r\n").with("train", "a\nb").text();
        assertThat(text).isEqualTo(BEGIN + "\r\n\r\na\r\nb\r\n\r\n" + END + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "nothing, has it nowhere",
        "BEGIN, has it nowhere",
        "END, has it nowhere",
        "END BEGIN, comes before",
        "BEGIN BEGIN END, has it twice",
        "BEGIN END END, has it twice"
    })
    void marksMustBeThereOnce(String marks, String message) {
        MarkedText text = text(marks.replace("BEGIN", BEGIN).replace("END", END));
        assertThatThrownBy(() -> text.with("train", "new"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("x.md")
                .hasMessageContaining(message);
    }

    @Test
    void contentMustNotEndTheSection() {
        MarkedText text = text(BEGIN + END);
        assertThatThrownBy(() -> text.with("train", "a " + END)).hasMessageContaining("marks of sections itself");
        assertThatThrownBy(() -> text.with("train", " \n")).hasMessageContaining("is empty");
    }

    private static MarkedText text(String text) {
        return new MarkedText(Path.of("x.md"), text);
    }
}
