// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.io.HadamardIOException;
import java.util.Locale;
import java.util.Set;

/** Decimal numbers in text files. */
final class Numbers {

    private static final Set<String> NON_FINITE = Set.of("nan", "inf", "infinity");
    private static final Set<String> MISSING = Set.of("", "?", "-", "na", "n/a", "null", "none", "nil");
    private static final int SHOWN_CHARS = 40;

    private Numbers() {}

    /**
     * Whether a text is a decimal number: sign, digits with or without a point, exponent. Narrower than
     * {@link Double#parseDouble}, which also takes {@code NaN}, {@code 0x1p3}, {@code 1d} and blanks.
     */
    static boolean isNumber(String text) {
        int length = text.length();
        int i = length > 0 && isSign(text.charAt(0)) ? 1 : 0;
        int end = skipDigits(text, i);
        int digits = end - i;
        if (end < length && text.charAt(end) == '.') {
            int fraction = skipDigits(text, end + 1);
            digits += fraction - end - 1;
            end = fraction;
        }
        if (digits == 0) {
            return false;
        }
        if (end < length && (text.charAt(end) | ' ') == 'e') {
            int exponent = end + 1 < length && isSign(text.charAt(end + 1)) ? end + 2 : end + 1;
            end = skipDigits(text, exponent);
            return end > exponent && end == length;
        }
        return end == length;
    }

    private static boolean isSign(char c) {
        return c == '-' || c == '+';
    }

    private static int skipDigits(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }

    /** Whether a text says "not a number" or "infinite". */
    static boolean isNonFinite(String text) {
        String unsigned = !text.isEmpty() && isSign(text.charAt(0)) ? text.substring(1) : text;
        return NON_FINITE.contains(unsigned.toLowerCase(Locale.ROOT));
    }

    /** Whether a text marks a value that nobody knows. */
    static boolean isMissing(String text) {
        return MISSING.contains(text.toLowerCase(Locale.ROOT)) || text.equalsIgnoreCase("nan");
    }

    /** Whether a text may be the name of a column: neither a number nor a mark for a missing one. */
    static boolean isName(String text) {
        return !isNumber(text) && !isNonFinite(text) && !MISSING.contains(text.toLowerCase(Locale.ROOT));
    }

    /** A number that must be finite. */
    static double finite(String text, TargetColumn.Place place) throws HadamardIOException {
        if (isNumber(text)) {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        }
        throw place.error(defect(text));
    }

    /** What is wrong with a cell that is no finite number. */
    static String defect(String cell) {
        if (cell.isEmpty()) {
            return "the cell is empty";
        }
        boolean tooLarge = isNumber(cell);
        return quoted(cell) + (tooLarge || isNonFinite(cell) ? " is not a finite number" : " is not a number");
    }

    /** A cell for a message: in quotes, on one line, not too long. */
    static String quoted(String text) {
        String shown = text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) + "…" : text;
        return '\'' + shown.replaceAll("\\p{Cntrl}", "·") + '\'';
    }
}
