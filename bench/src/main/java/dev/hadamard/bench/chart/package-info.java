// SPDX-License-Identifier: Apache-2.0

/**
 * Charts as SVG and PNG. Text is drawn as outlines of a font that comes with the program, because AWT, and with it
 * every chart library for Java, needs a font that is installed: without one, {@code Font.createFont} fails even for a
 * file.
 */
package dev.hadamard.bench.chart;
