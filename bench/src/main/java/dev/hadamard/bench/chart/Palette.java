// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.chart;

import java.awt.Color;

/** Colours that people with any colour vision tell apart (Okabe and Ito 2008), on a ground that suits any page. */
public enum Palette {
    /** Of the eight. */
    BLUE(0x0072b2),
    /** Of the eight. */
    VERMILION(0xd55e00),
    /** Of the eight. */
    ORANGE(0xe69f00),
    /** Of the eight. */
    SKY(0x56b4e9),
    /** Of the eight. */
    GREEN(0x009e73),
    /** Of the eight. */
    PURPLE(0xcc79a7),
    /** The eighth is black, which text has; this is its neighbour. */
    GREY(0x6e7781);

    /** Behind everything: the same on light and dark pages. */
    static final Color PAPER = new Color(0xffffff);

    /** Around the paper. */
    static final Color BORDER = new Color(0xd0d7de);

    static final Color INK = new Color(0x1f2328);
    static final Color FAINT_INK = new Color(0x59636e);
    static final Color GRID = new Color(0xe4e8ec);

    private final Color color;

    Palette(int rgb) {
        this.color = new Color(rgb);
    }

    Color color() {
        return color;
    }
}
