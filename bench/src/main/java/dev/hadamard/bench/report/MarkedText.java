// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A Markdown file with sections that are replaced as a whole. The comments around a section stay.
 *
 * @param file where it lies
 * @param text its content
 */
public record MarkedText(Path file, String text) {

    private static final String PREFIX = "<!-- measured: ";

    /**
     * Reads a file.
     *
     * @param file which one
     * @return its content
     * @throws IOException if it can't be read
     */
    public static MarkedText read(Path file) throws IOException {
        try {
            return new MarkedText(file, Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        } catch (IOException e) {
            throw new IOException(file + ": can't be read: " + e, e);
        }
    }

    /**
     * Replaces a section.
     *
     * @param name the section's name
     * @param content Markdown
     * @return the changed text, not yet written
     * @throws IOException if the file lacks the section's begin or end, or has it twice, or the content would end the
     *     section
     */
    public MarkedText with(String name, String content) throws IOException {
        if (content.isBlank() || content.contains(PREFIX)) {
            throw new IOException("what shall stand in section " + name
                    + (content.isBlank() ? " is empty" : " has marks of sections itself"));
        }
        String begin = PREFIX + "begin " + name + " -->";
        String end = PREFIX + "end " + name + " -->";
        int from = only(begin) + begin.length();
        int to = only(end);
        if (to < from) {
            throw new IOException(file + ": " + end + " comes before " + begin);
        }
        String lineFeed = text.contains("\r\n") ? "\r\n" : "\n";
        String section = ("\n\n" + content.strip() + "\n\n").replaceAll("\\R", lineFeed);
        return new MarkedText(file, text.substring(0, from) + section + text.substring(to));
    }

    /** What stands in a section. */
    String section(String name) throws IOException {
        String begin = PREFIX + "begin " + name + " -->";
        return text.substring(only(begin) + begin.length(), only(PREFIX + "end " + name + " -->"));
    }

    private int only(String mark) throws IOException {
        int at = text.indexOf(mark);
        if (at < 0 || text.indexOf(mark, at + 1) >= 0) {
            throw new IOException(
                    file + ": must have the line " + mark + " once, has it " + (at < 0 ? "nowhere" : "twice"));
        }
        return at;
    }

    /**
     * Writes the text over the file.
     *
     * @throws IOException if it can't
     */
    public void write() throws IOException {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new IOException(file + ": can't be written: " + e, e);
        }
    }
}
