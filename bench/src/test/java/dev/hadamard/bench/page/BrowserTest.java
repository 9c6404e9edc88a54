// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hadamard.bench.cli.TrainingPages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The pages that train writes, in a real browser: on a phone and on a desk, in light and in dark. Each is counted as
 * skipped where there is no Chromium, and CI, which installs one, fails if any is; {@code -Dhadamard.screenshots=DIR}
 * keeps the pictures, to be looked at.
 */
@Timeout(180)
class BrowserTest {

    /** The page in a frame, since windows have a least width, and a script that looks into it: the page has none. */
    private static final String FRAME = """
            <!DOCTYPE html><html style="color-scheme: light dark"><body style="margin: 0; overflow: hidden">
            <iframe style="border: 0; width: WIDTHpx; height: HEIGHTpx" srcdoc="PAGE"></iframe>
            <pre id="probe"></pre><script>
            addEventListener('load', () => {
              const frame = document.querySelector('iframe').contentWindow;
              const root = frame.document.documentElement;
              const width = root.clientWidth;
              const found = [];
              for (const e of frame.document.querySelectorAll('h1, h2, p, th, td, svg, table')) {
                const scrolls = e.closest('.wide');
                const box = (scrolls || e).getBoundingClientRect();
                if (box.left < 0 || box.right > width + 0.5) {
                  found.push(e.tagName + ' from ' + box.left + ' to ' + box.right);
                }
                if (scrolls && frame.getComputedStyle(scrolls).overflowX !== 'auto') {
                  found.push(e.tagName + ' is cut off');
                }
                if (!scrolls && e.tagName !== 'svg' && e.firstChild) {
                  const range = frame.document.createRange();
                  range.selectNodeContents(e);
                  const text = range.getBoundingClientRect();
                  if (text.right > width + 0.5 || text.bottom > e.getBoundingClientRect().bottom + 1) {
                    found.push('text of ' + e.tagName + ' leaves its box: ' + e.textContent.slice(0, 40));
                  }
                }
                if (e.getBoundingClientRect().height < 8) {
                  found.push(e.tagName + ' has no height');
                }
              }
              document.getElementById('probe').textContent = JSON.stringify({
                width: width,
                scroll: root.scrollWidth,
                height: Math.ceil(frame.document.body.getBoundingClientRect().bottom),
                dark: frame.matchMedia('(prefers-color-scheme: dark)').matches,
                pictures: frame.document.querySelectorAll('svg').length,
                found: found.length,
                first: found.slice(0, 5).join('; ')
              });
            });
            </script></body></html>
            """;

    /** Narrower windows there are none of. */
    private static final int LEAST_WINDOW = 600;

    /** A point of the page's margin. */
    private static final int MARGIN = 3;

    @TempDir
    static Path folder;

    private static final Map<String, Path> PAGES = new HashMap<>();
    private static final List<String> SEEN = new ArrayList<>();

    private static Browser browser;

    @BeforeAll
    static void train() throws IOException {
        browser = Browser.find().orElse(null);
        if (browser == null) {
            return;
        }
        PAGES.put("digits", TrainingPages.digits(folder));
        PAGES.put("names", TrainingPages.names(folder));
        PAGES.put("numbers", TrainingPages.numbers(folder));
    }

    @ParameterizedTest
    @CsvSource({
        "digits,390,light",
        "digits,390,dark",
        "digits,1000,light",
        "digits,1000,dark",
        "names,390,light",
        "names,1000,dark",
        "numbers,390,dark",
        "numbers,1000,light"
    })
    void everythingIsSeen(String name, int width, String scheme) throws Exception {
        assumeTrue(browser != null, "no Chromium on the PATH, and none named by -Dhadamard.browser=FILE");
        boolean dark = scheme.equals("dark");
        String page = Files.readString(PAGES.get(name)).replace("&", "&amp;").replace("\"", "&quot;");
        Path framed = folder.resolve(name + "-framed.html");
        int window = Math.max(width, LEAST_WINDOW);
        write(framed, page, width, 2000);

        String answer = probe(browser.dom(framed, window, 2000, dark, folder));

        assertThat(number(answer, "width")).as(answer).isEqualTo(width);
        assertThat(number(answer, "scroll"))
                .as("the page scrolls sideways: %s", answer)
                .isEqualTo(width);
        assertThat(number(answer, "found")).as(answer).isZero();
        assertThat(number(answer, "pictures")).isEqualTo(2);
        assertThat(answer).contains("\"dark\":" + dark);
        int height = number(answer, "height");
        assertThat(height).isBetween(800, 20_000);

        Path png = folder.resolve(name + "-" + width + "-" + scheme + ".png");
        write(framed, page, width, height);
        browser.screenshot(framed, window, height, dark, folder, png);
        BufferedImage image = ImageIO.read(png.toFile()).getSubimage(0, 0, width, height);
        ImageIO.write(image, "png", png.toFile());
        keep(png);
        look(image, width, height, dark);
        SEEN.add(png.getFileName().toString());
    }

    private static void write(Path framed, String page, int width, int height) throws IOException {
        Files.writeString(
                framed,
                FRAME.replace("WIDTH", String.valueOf(width))
                        .replace("HEIGHT", String.valueOf(height))
                        .replace("PAGE", page));
    }

    private static String probe(String dom) {
        Matcher matcher = Pattern.compile("<pre id=\"probe\">(\\{.*?})</pre>", Pattern.DOTALL)
                .matcher(dom);
        assertThat(matcher.find())
                .as("the script has run in %s", dom.substring(0, Math.min(200, dom.length())))
                .isTrue();
        return matcher.group(1);
    }

    private static int number(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":(\\d+)").matcher(json);
        assertThat(matcher.find()).as(json).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private static void keep(Path png) throws IOException {
        String wanted = System.getProperty("hadamard.screenshots");
        if (wanted != null) {
            Files.createDirectories(Path.of(wanted));
            Files.copy(png, Path.of(wanted).resolve(png.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Neither blank nor of the wrong scheme. */
    private static void look(BufferedImage image, int width, int height, boolean dark) {
        Map<Integer, Integer> colors = new HashMap<>();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                colors.merge(image.getRGB(x, y) & 0xffffff, 1, Integer::sum);
            }
        }
        assertThat(colors).hasSizeGreaterThan(100);
        int paper = image.getRGB(MARGIN, MARGIN) & 0xff;
        assertThat(paper).isBetween(dark ? 0 : 200, dark ? 60 : 255);
        double share =
                colors.values().stream().mapToInt(Integer::intValue).max().orElseThrow() / ((double) width * height);
        assertThat(share).as("share of the most frequent colour").isBetween(0.2, 0.97);
        for (int from = 0; from + height / 8 <= height; from += height / 8) {
            assertThat(distinct(image, from, from + height / 8))
                    .as("from line %d", from)
                    .isGreaterThan(5);
        }
    }

    private static long distinct(BufferedImage image, int fromY, int toY) {
        Map<Integer, Boolean> colors = new HashMap<>();
        for (int y = fromY; y < toY; y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                colors.put(image.getRGB(x, y), true);
            }
        }
        return colors.size();
    }

    @AfterAll
    static void allWereSeen() {
        if (browser != null) {
            assertThat(SEEN).hasSize(8);
        }
    }
}
