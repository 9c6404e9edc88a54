// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.page;

import dev.hadamard.bench.chart.Chart;
import java.util.List;
import java.util.Map;

/**
 * An HTML page that grows section by section. Everything is in the one file: style and pictures, and no script.
 * Readable on a phone, in light and in dark.
 */
public final class Page {

    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1f2328; --faint: #59636e; --line: #d0d7de; --paper: #ffffff;
              --heat: 0, 114, 178; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --faint: #9198a1; --line: #3d444d;
              --paper: #0d1117; --heat: 86, 180, 233; } }
            * { box-sizing: border-box; }
            body { margin: 0 auto; max-width: 56rem; padding: 1rem; background: var(--paper); color: var(--ink);
              font: 1rem/1.5 system-ui, sans-serif; }
            h1, h2, p { overflow-wrap: anywhere; }
            h1 { font-size: 1.6rem; line-height: 1.2; margin: 0.5rem 0; }
            h2 { font-size: 1.2rem; margin: 2rem 0 0.5rem; }
            p { margin: 0.5rem 0; }
            .faint { color: var(--faint); }
            svg { display: block; width: 100%; min-width: 34rem; height: auto; }
            @media (prefers-color-scheme: dark) { svg { filter: invert(0.92) hue-rotate(180deg); } }
            .wide { overflow-x: auto; }
            @media (max-width: 36rem) { .picture::before { content: "wider than this screen: scroll it sideways";
              position: sticky; left: 0; color: var(--faint); font-size: 0.8rem; } }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
            th, td { border-bottom: 1px solid var(--line); padding: 0.25rem 0.75rem 0.25rem 0; text-align: left;
              vertical-align: top; }
            th { font-weight: 600; white-space: nowrap; }
            td { overflow-wrap: anywhere; white-space: pre-line; }
            .wide td { overflow-wrap: normal; }
            td.number, th.number { text-align: right; white-space: nowrap; }
            .matrix td, .matrix th { border: 1px solid var(--line); padding: 0.25rem 0.5rem; text-align: right;
              white-space: nowrap; }
            .matrix th { white-space: normal; max-width: 9rem; overflow-wrap: break-word; }
            """;

    private final StringBuilder body = new StringBuilder();
    private final String title;

    /**
     * An empty page.
     *
     * @param title its heading
     * @param summary a sentence or two below it
     */
    public Page(String title, String summary) {
        this.title = title;
        body.append("<h1>").append(escaped(title)).append("</h1>\n<p class=\"faint\">");
        body.append(escaped(summary)).append("</p>\n");
    }

    /**
     * Adds a picture.
     *
     * @param heading above it
     * @param chart the picture
     */
    public void picture(String heading, Chart chart) {
        heading(heading);
        body.append("<div class=\"wide picture\">").append(chart.svg()).append("</div>\n");
    }

    /**
     * Adds a table of names and values.
     *
     * @param heading above it
     * @param values in order
     */
    public void facts(String heading, Map<String, ?> values) {
        heading(heading);
        body.append("<table>\n");
        values.forEach((name, value) -> body.append("<tr><th scope=\"row\">")
                .append(escaped(name))
                .append("</th><td>")
                .append(escaped(String.valueOf(value)))
                .append("</td></tr>\n"));
        body.append("</table>\n");
    }

    /**
     * Adds a table whose first column is text and all others numbers.
     *
     * @param heading above it
     * @param columns their headings
     * @param rows the cells
     */
    public void table(String heading, List<String> columns, List<List<String>> rows) {
        heading(heading);
        body.append("<div class=\"wide\"><table>\n<tr>");
        for (int i = 0; i < columns.size(); i++) {
            cell("th scope=\"col\"", i > 0, columns.get(i));
        }
        body.append("</tr>\n");
        for (List<String> row : rows) {
            body.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                cell("td", i > 0, row.get(i));
            }
            body.append("</tr>\n");
        }
        body.append("</table></div>\n");
    }

    private void cell(String tag, boolean number, String text) {
        body.append('<').append(tag).append(number ? " class=\"number\">" : ">");
        body.append(escaped(text)).append("</").append(tag, 0, 2).append('>');
    }

    /**
     * Adds a confusion matrix, darker where there is more of a row.
     *
     * @param heading above it
     * @param names of the classes
     * @param counts rows are the true class, columns the predicted one
     */
    public void confusion(String heading, List<String> names, long[][] counts) {
        heading(heading);
        body.append("<p class=\"faint\">Rows are true, columns predicted.</p>\n");
        body.append("<div class=\"wide\"><table class=\"matrix\">\n<tr><th></th>");
        names.forEach(
                name -> body.append("<th scope=\"col\">").append(escaped(name)).append("</th>"));
        body.append("</tr>\n");
        for (int row = 0; row < counts.length; row++) {
            long sum = 0;
            for (long count : counts[row]) {
                sum += count;
            }
            body.append("<tr><th scope=\"row\">")
                    .append(escaped(names.get(row)))
                    .append("</th>");
            for (long count : counts[row]) {
                // At most half covered, so that the ink stays readable.
                long percent = sum == 0 ? 0 : Math.round(50.0 * count / sum);
                body.append("<td style=\"background: rgba(var(--heat), 0.");
                body.append(percent < 10 ? "0" : "").append(percent).append(")\">");
                body.append(count).append("</td>");
            }
            body.append("</tr>\n");
        }
        body.append("</table></div>\n");
    }

    private void heading(String text) {
        body.append("<h2>").append(escaped(text)).append("</h2>\n");
    }

    /**
     * The whole page.
     *
     * @return HTML
     */
    public String html() {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>"
                + escaped(title) + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n" + body
                + "</body>\n</html>\n";
    }

    /** Text as HTML, also inside of quotes. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
