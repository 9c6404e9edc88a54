// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.bench.cli.TrainingPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The pages that train writes, by their text: what needs no browser to be known. */
class TrainingPageTest {

    private static final Pattern COLOR = Pattern.compile("--(ink|faint|paper): #([0-9a-f]{6})");

    /** Of the Web Content Accessibility Guidelines 2.2, level AA, for text of usual size. */
    private static final double LEAST_CONTRAST = 4.5;

    @TempDir
    static Path folder;

    private static Map<String, Path> pages;

    @BeforeAll
    static void train() throws IOException {
        pages = Map.of(
                "digits", TrainingPages.digits(folder),
                "names", TrainingPages.names(folder),
                "numbers", TrainingPages.numbers(folder));
    }

    /** As XML, which is more than HTML asks for: every element is closed where it has to be. */
    private static Document parsed(String name) throws IOException, SAXException, ParserConfigurationException {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pages.get(name).toFile());
    }

    private static List<Element> elements(Document page, String tag) {
        NodeList nodes = page.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits", "names", "numbers"})
    void everythingIsInTheFileAndNothingRuns(String name) throws Exception {
        Document page = parsed(name);
        for (String tag :
                List.of("script", "link", "img", "iframe", "object", "embed", "form", "base", "foreignObject")) {
            assertThat(elements(page, tag)).as(tag).isEmpty();
        }
        List<Element> all = elements(page, "*");
        assertThat(all).hasSizeGreaterThan(100);
        for (Element element : all) {
            NamedNodeMap attributes = element.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                Attr attribute = (Attr) attributes.item(i);
                assertThat(attribute.getName().toLowerCase(Locale.ROOT))
                        .doesNotStartWith("on")
                        .isNotIn("src", "href", "xlink:href", "srcset", "action");
                if (!attribute.getName().equals("xmlns")) {
                    assertThat(attribute.getValue()).doesNotContain("://", "url(", "javascript:");
                }
            }
        }
        assertThat(elements(page, "style"))
                .singleElement()
                .extracting(Node::getTextContent)
                .asString()
                .doesNotContain("@import", "url(", "://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits", "names", "numbers"})
    void saysWhatItIsToEverybody(String name) throws Exception {
        Document page = parsed(name);
        assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo("en");
        assertThat(elements(page, "h1")).hasSize(1);
        assertThat(elements(page, "h2")).extracting(Node::getTextContent).doesNotHaveDuplicates();
        assertThat(elements(page, "meta"))
                .anyMatch(meta -> meta.getAttribute("name").equals("viewport"));
        List<Element> pictures = elements(page, "svg");
        assertThat(pictures).hasSize(2);
        for (Element picture : pictures) {
            assertThat(picture.getAttribute("role")).isEqualTo("img");
            Node first = picture.getFirstChild();
            while (first.getNodeType() == Node.TEXT_NODE) {
                first = first.getNextSibling();
            }
            assertThat(first.getNodeName()).isEqualTo("title");
            assertThat(first.getTextContent()).hasSizeGreaterThan(20);
            assertThat(picture.getAttribute("viewBox")).isNotEmpty();
        }
        for (Element table : elements(page, "table")) {
            NodeList heads = table.getElementsByTagName("th");
            assertThat(heads.getLength()).isPositive();
            for (int i = 0; i < heads.getLength(); i++) {
                Element head = (Element) heads.item(i);
                if (!head.getTextContent().isEmpty()) {
                    assertThat(head.getAttribute("scope"))
                            .as(head.getTextContent())
                            .isIn("row", "col");
                }
            }
        }
    }

    @Test
    void namesAreShownAsTheyAre() throws Exception {
        assertThat(elements(parsed("names"), "th"))
                .extracting(Node::getTextContent)
                .contains("<script>alert('ash')</script>", "a birch & its very long name", "cedar");
    }

    /** In light and in dark, text stands out against the page. */
    @Test
    void contrastIsEnoughInBothSchemes() throws IOException {
        String style = Files.readString(pages.get("digits"));
        assertThat(style).contains("color-scheme: light dark", "@media (prefers-color-scheme: dark)");
        List<Integer> colors = new ArrayList<>();
        Matcher matcher = COLOR.matcher(style);
        while (matcher.find()) {
            colors.add(Integer.parseInt(matcher.group(2), 16));
        }
        assertThat(colors).hasSize(6); // ink, faint and paper of each scheme
        for (int scheme = 0; scheme < 6; scheme += 3) {
            for (int text = scheme; text < scheme + 2; text++) {
                assertThat(contrast(colors.get(text), colors.get(scheme + 2)))
                        .as("%06x on %06x", colors.get(text), colors.get(scheme + 2))
                        .isGreaterThanOrEqualTo(LEAST_CONTRAST);
            }
        }
        assertThat(contrast(0xffffff, 0)).isEqualTo(21);
    }

    /** (L1 + 0.05) / (L2 + 0.05), as the guidelines define it. */
    private static double contrast(int one, int other) {
        double lighter = Math.max(luminance(one), luminance(other));
        double darker = Math.min(luminance(one), luminance(other));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double luminance(int color) {
        return 0.2126 * linear(color >> 16) + 0.7152 * linear(color >> 8) + 0.0722 * linear(color);
    }

    private static double linear(int channel) {
        double c = (channel & 0xff) / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
}
