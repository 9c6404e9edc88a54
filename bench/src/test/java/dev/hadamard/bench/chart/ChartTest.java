// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hadamard.bench.chart.Series.Line;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ChartTest {

    @TempDir
    private Path folder;

    @Test
    void barsStandWhereTheirValuesAre() throws Exception {
        Series series = new Series(
                "a & b", Palette.BLUE, Marker.SQUARE, Line.NONE, List.of(new Point(0, 10, 9, 11), new Point(1, 100)));
        Chart chart = new BarChart(
                "Title", "second <line>", "x", "y", true, List.of("one\ntwo", "three"), List.of(series), Scale::label);
        Document svg = xml(chart.draw().svg());
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("Title. second <line>");
        double floor = chart.bottom();
        // From 1 to 200, the round number above twice the largest value.
        double height = (floor - chart.top()) * Math.log(10) / Math.log(200);
        assertThat(bar(svg, 0).getY()).isCloseTo(floor - height, within(0.02));
        assertThat(bar(svg, 1).getY()).isCloseTo(floor - 2 * height, within(0.02));
        assertThat(bar(svg, 1).getMaxY()).isCloseTo(floor, within(0.02));
    }

    /** The n-th bar after the legend's square, as the first and third points of its path. */
    private static Rectangle2D bar(Document svg, int n) {
        var paths = svg.getElementsByTagName("path");
        int seen = -1;
        for (int i = 0; i < paths.getLength(); i++) {
            var attributes = paths.item(i).getAttributes();
            boolean blue = attributes.getNamedItem("fill").getNodeValue().equals("#0072b2");
            if (blue && seen++ == n) {
                String[] numbers = attributes
                        .getNamedItem("d")
                        .getNodeValue()
                        .replaceAll("[MLZ]", " ")
                        .strip()
                        .split("\\s+");
                Rectangle2D bar = new Rectangle2D.Double();
                bar.setFrameFromDiagonal(
                        Double.parseDouble(numbers[0]),
                        Double.parseDouble(numbers[1]),
                        Double.parseDouble(numbers[4]),
                        Double.parseDouble(numbers[5]));
                return bar;
            }
        }
        throw new AssertionError("no bar " + n);
    }

    @Test
    void writesBothFormatsWithoutTextElements() throws Exception {
        Series series = new Series(
                "s", Palette.ORANGE, Marker.TRIANGLE, Line.DOTTED, List.of(new Point(1, 5), new Point(8, 50, 40, 60)));
        Chart chart = new LineChart(
                "Lines", "µs", "x", "y", List.of(1, 8), List.of(series), List.of(new LineChart.Roof("roof", 7, 90)));
        chart.write(folder, "lines");
        String svg = Files.readString(folder.resolve("lines.svg"));
        assertThat(svg)
                .contains("role=\"img\"")
                .contains("stroke-dasharray=\"2 3\"")
                .doesNotContain("<text")
                .doesNotContain("font");
        assertThat(xml(svg).getElementsByTagName("path").getLength()).isGreaterThan(20);
        BufferedImage png = ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(folder.resolve("lines.png"))));
        assertThat(png.getWidth()).isEqualTo(2 * Chart.WIDTH);
        assertThat(png.getRGB(0, 0) >>> 24).as("corners are round").isZero();
        assertThat(png.getRGB(png.getWidth() / 2, 20)).isEqualTo(0xffffffff);
    }

    @Test
    void textIsAsWideAsItsOutlines() {
        Typeface font = Typeface.regular();
        assertThat(font.width("", 12)).isZero();
        assertThat(font.width("HH", 12)).isCloseTo(2 * font.width("H", 12), within(1e-9));
        Rectangle2D outline = font.outline("Hµ–x²", 100, 50, 20).getBounds2D();
        assertThat(outline.getMinX()).isBetween(100.0, 103.0);
        assertThat(outline.getMaxX()).isCloseTo(100 + font.width("Hµ–x²", 20), within(3.0));
        assertThat(outline.getMinY()).isBetween(30.0, 40.0);
        assertThat(Typeface.bold().width("light", 12)).isGreaterThan(font.width("light", 12));
        assertThatThrownBy(() -> font.outline("\u4e2d", 0, 0, 12)).hasMessageContaining("no letter");
    }

    @ParameterizedTest
    @CsvSource({
        "0.3, 40, 0.2, 50",
        "1, 1000, 1, 1000",
        "7, 8, 5, 10",
    })
    void logarithmicScalesEndAtRoundNumbers(double least, double most, double from, double to) {
        Scale scale = Scale.logarithmic(least, most);
        assertThat(scale.least()).isCloseTo(from, within(1e-9));
        assertThat(scale.most()).isCloseTo(to, within(1e-9));
        assertThat(scale.at(from)).isCloseTo(0, within(1e-9));
        assertThat(scale.at(Math.sqrt(from * to))).isCloseTo(0.5, within(1e-9));
        assertThat(scale.at(2 * to)).isEqualTo(1);
    }

    @Test
    void ticksAreRoundToo() {
        assertThat(Scale.logarithmic(0.3, 40).ticks().stream().map(Scale.Tick::label))
                .containsExactly("0.2", "0.5", "1", "2", "5", "10", "20", "50");
        assertThat(Scale.logarithmic(1, 20_000).ticks().stream().map(Scale.Tick::label))
                .containsExactly("1", "10", "100", "1,000", "10,000");
        assertThat(Scale.fromZero(2.2).ticks().stream().map(Scale.Tick::label))
                .containsExactly("0", "0.5", "1", "1.5", "2", "2.5");
    }

    private static Document xml(String svg) throws ParserConfigurationException, SAXException, IOException {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}
