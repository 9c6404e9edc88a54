// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.chart;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.GeneralPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/** A font as outlines, by nothing but Java: neither AWT's font system nor an installed font takes part. */
final class Typeface {

    private static final String FOLDER = "/com/formdev/flatlaf/fonts/roboto/";

    private final TrueTypeFont font;
    private final CmapLookup glyphs;
    private final double unitsPerEm;

    private Typeface(String file) {
        try (InputStream in = Typeface.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("the font " + file + " is not on the class path");
            }
            font = new TTFParser().parse(new RandomAccessReadBuffer(in));
            glyphs = font.getUnicodeCmapLookup();
            unitsPerEm = font.getUnitsPerEm();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a file of our own
        }
    }

    /** Roboto, upright. */
    static Typeface regular() {
        return new Typeface("Roboto-Regular.ttf");
    }

    /** Roboto, bold. */
    static Typeface bold() {
        return new Typeface("Roboto-Bold.ttf");
    }

    /** Width of a text whose letters are of a size. */
    double width(String text, double size) {
        try {
            double width = 0;
            for (int i = 0; i < text.length(); i++) {
                width += font.getAdvanceWidth(glyphs.getGlyphId(text.charAt(i)));
            }
            return width * size / unitsPerEm;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The outlines of a text whose first letter's base line begins at (x, y), with y downwards. */
    Shape outline(String text, double x, double y, double size) {
        double scale = size / unitsPerEm;
        GeneralPath outline = new GeneralPath();
        double at = x;
        try {
            for (int i = 0; i < text.length(); i++) {
                int glyph = glyphs.getGlyphId(text.charAt(i));
                if (glyph == 0 && text.charAt(i) != ' ') {
                    throw new IllegalArgumentException(
                            "the font has no letter \"" + text.charAt(i) + "\" of \"" + text + "\"");
                }
                AffineTransform place = new AffineTransform(scale, 0, 0, -scale, at, y);
                var data = font.getGlyph().getGlyph(glyph);
                if (data != null) {
                    outline.append(data.getPath().getPathIterator(place), false);
                }
                at += font.getAdvanceWidth(glyph) * scale;
            }
            return outline;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
