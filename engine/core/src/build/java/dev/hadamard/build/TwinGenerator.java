// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.build;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes the {@code double} twin of each source that is written for {@code float}, by replacing tokens.
 *
 * <p>A source takes part when one of its first lines is {@value #MARKER}. {@code FloatKernels} becomes
 * {@code DoubleKernels}, {@code float[]} becomes {@code double[]}, {@code 0.5f} becomes {@code 0.5}, {@code sgemm}
 * becomes {@code dgemm}, in code, texts and comments alike. The twin has the same lines in the same places, so a line
 * number in a stack trace or a compiler's message fits both. A token directly followed by {@value #KEEP} stays as it
 * is, unchecked.
 *
 * <p>What would not survive is refused: a decimal literal that float rounds ({@code 0.1f} is not {@code 0.1}; write
 * {@code (float) 0.1}, which each type rounds for itself), bit patterns, lanes of another type. A pair that differs in
 * more than names (coefficients of a polynomial, tolerances) is written by hand and simply lacks the marker.
 *
 * <p>The build launches this file in source-file mode with pairs {@code FROM TO}: a source root and the root of its
 * twins. Unchanged twins are not touched, twins that lost their source are deleted. Every problem is printed as
 * {@code file:line: reason}; one is enough for exit code 1 and for nothing being written below its root.
 */
public final class TwinGenerator {

    static final String MARKER = "// twin: double";
    static final String KEEP = "/* keep */";

    private static final int MARKER_WITHIN_LINES = 5;

    private final Path from;
    private final Path to;
    private final List<String> problems = new ArrayList<>();

    TwinGenerator(final Path from, final Path to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Generates.
     *
     * @param args pairs of source root and root of its twins
     * @throws IOException if a file cannot be read or written
     */
    public static void main(final String[] args) throws IOException {
        if (args.length == 0 || args.length % 2 != 0) {
            throw new IllegalArgumentException("expected pairs FROM TO, got " + args.length + " arguments");
        }
        final List<String> problems = new ArrayList<>();
        for (int i = 0; i < args.length; i += 2) {
            problems.addAll(new TwinGenerator(Path.of(args[i]), Path.of(args[i + 1])).run());
        }
        if (!problems.isEmpty()) {
            problems.forEach(System.err::println);
            System.err.println(problems.size() + " problem(s): these sources would not survive as double twins");
            System.exit(1);
        }
    }

    /** Brings the twins up to date and returns what hinders it, one problem a line. */
    List<String> run() throws IOException {
        final Map<Path, String> twins = new HashMap<>();
        for (final Path source : javaFilesBelow(from)) {
            final String text = Files.readString(source);
            if (text.lines().limit(MARKER_WITHIN_LINES).anyMatch(MARKER::equals)) {
                twins.put(to.resolve(from.relativize(twinOf(source))), translate(source, text));
            }
        }
        if (problems.isEmpty()) {
            write(twins);
        }
        return List.copyOf(problems);
    }

    private void write(final Map<Path, String> twins) throws IOException {
        for (final Path old : javaFilesBelow(to)) {
            if (!twins.containsKey(old)) {
                Files.delete(old);
            }
        }
        for (final Map.Entry<Path, String> twin : twins.entrySet()) {
            final Path file = twin.getKey();
            if (!Files.exists(file) || !Files.readString(file).equals(twin.getValue())) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, twin.getValue());
            }
        }
    }

    private Path twinOf(final Path source) {
        final String name = source.getFileName().toString();
        final Path twin = source.resolveSibling(Names.translate(name));
        if (twin.equals(source)) {
            problems.add(source + ":1: has the marker, but no Float in its file name");
        } else if (Files.exists(twin)) {
            problems.add(source + ":1: has the marker, but " + twin.getFileName() + " is written by hand");
        }
        return twin;
    }

    private String translate(final Path source, final String text) {
        final StringBuilder twin = new StringBuilder(text.length() + 256);
        final List<Token> tokens = Token.scan(text);
        final int type = firstWordOfType(tokens);
        for (int i = 0; i < tokens.size(); i++) {
            final Token token = tokens.get(i);
            if (i == type && !suppressesWarnings(tokens.subList(0, type))) {
                // Where the source narrows to float, the twin casts a double to double, which lint calls redundant.
                twin.append("@SuppressWarnings(\"cast\") ");
            }
            if (token.text().equals(MARKER)) {
                twin.append("// Generated from " + source.getFileName() + " by TwinGenerator: do not edit.");
            } else if (isKept(tokens, i)) {
                twin.append(token.text());
            } else {
                final List<String> refusals = token.refusals();
                refusals.forEach(reason -> problems.add(source + ":" + token.line() + ": " + reason));
                twin.append(refusals.isEmpty() ? token.translated() : token.text());
            }
        }
        return twin.toString();
    }

    private static final Set<String> STARTS_TYPE =
            Set.of("public", "final", "abstract", "sealed", "class", "interface", "enum", "record");

    private static int firstWordOfType(final List<Token> tokens) {
        boolean inDirective = false;
        for (int i = 0; i < tokens.size(); i++) {
            final String text = tokens.get(i).text();
            if (text.equals("package") || text.equals("import")) {
                inDirective = true;
            } else if (text.equals(";")) {
                inDirective = false;
            } else if (!inDirective && STARTS_TYPE.contains(text)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean suppressesWarnings(final List<Token> tokens) {
        return tokens.stream().anyMatch(token -> token.text().equals("SuppressWarnings"));
    }

    private static boolean isKept(final List<Token> tokens, final int index) {
        final List<Token> rest = tokens.subList(index + 1, tokens.size());
        return !tokens.get(index).isSpace()
                && rest.stream()
                        .dropWhile(Token::isSpace)
                        .limit(1)
                        .anyMatch(next -> next.text().equals(KEEP));
    }

    private static List<Path> javaFilesBelow(final Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    private enum Kind {
        COMMENT("//[^\n]*|/\\*[\\s\\S]*?\\*/"),
        TEXT("\"\"\"[\\s\\S]*?(?<!\\\\)\"\"\"|\"[^\"\\\\\n]*(?:\\\\.[^\"\\\\\n]*)*\"|'(?:\\\\.|[^'\\\\\n])+'"),
        BITS("0[xX][\\w.]+(?:(?<=[pP])[+-]\\w+)?|0[bB]\\w+"),
        NUMBER("(?:\\d[\\d_]*\\.?[\\d_]*|\\.\\d[\\d_]*)(?:[eE][+-]?[\\d_]+)?[fFdDlL]?"),
        WORD("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"),
        SPACE("\\s+"),
        OTHER(".");

        private final String regex;

        Kind(final String regex) {
            this.regex = regex;
        }
    }

    /** A token of Java: what it is, its characters, and the line where it begins. */
    private record Token(Kind kind, String text, int line) {

        private static final Pattern ANY = Pattern.compile(Stream.of(Kind.values())
                .map(kind -> "(?<" + kind.name() + ">" + kind.regex + ")")
                .reduce((a, b) -> a + "|" + b)
                .orElseThrow());

        static List<Token> scan(final String source) {
            final List<Token> tokens = new ArrayList<>();
            int line = 1;
            for (final Matcher token = ANY.matcher(source); token.find(); ) {
                for (final Kind kind : Kind.values()) {
                    if (token.group(kind.name()) != null) {
                        tokens.add(new Token(kind, token.group(), line));
                        break;
                    }
                }
                line += (int) token.group().chars().filter(c -> c == '\n').count();
            }
            return tokens;
        }

        boolean isSpace() {
            return kind == Kind.SPACE;
        }

        String translated() {
            return switch (kind) {
                case COMMENT, TEXT, WORD -> Names.translate(text);
                case NUMBER -> isFloat() ? withoutSuffix() : text;
                case BITS, SPACE, OTHER -> text;
            };
        }

        List<String> refusals() {
            return switch (kind) {
                case COMMENT, TEXT -> Names.refusals(text);
                case WORD ->
                    Stream.concat(LaneRules.refusals(text).stream(), Names.refusals(text).stream())
                            .toList();
                case NUMBER ->
                    isFloat() && !isExact()
                            ? List.of(text + " is rounded to float: write (float) " + withoutSuffix()
                                    + ", which each type rounds for itself")
                            : List.of();
                case BITS -> List.of(text + " looks like a bit pattern, which differs between float and double");
                case SPACE, OTHER -> List.of();
            };
        }

        private boolean isFloat() {
            return text.endsWith("f") || text.endsWith("F");
        }

        /** Whether float and double read the same number here. */
        private boolean isExact() {
            final String digits = withoutSuffix().replace("_", "");
            final float value = Float.parseFloat(digits);
            return Float.isFinite(value) && new BigDecimal(value).compareTo(new BigDecimal(digits)) == 0;
        }

        private String withoutSuffix() {
            final String digits = text.substring(0, text.length() - 1);
            return digits.matches("[\\d_]+") ? digits + ".0" : digits;
        }
    }

    /** How names change, in identifiers, texts and comments. */
    private static final class Names {

        private static final String BLAS = "(gemm|gemv|ger|axpy|dot|scal|copy|swap|nrm2|asum)";

        private record Rule(Pattern pattern, String replacement) {
            static Rule of(final String regex, final String replacement) {
                return new Rule(Pattern.compile(regex), replacement);
            }
        }

        /** A name's word ends where no further letter of its kind follows; a plural s belongs to it. */
        private static final List<Rule> RULES = List.of(
                Rule.of("(?<![A-Za-z])float(?=s?(?![a-z]))", "double"),
                Rule.of("Float(?=s?(?![a-z]))", "Double"),
                Rule.of("(?<![A-Z])FLOAT(?=S?(?![A-Z]))", "DOUBLE"),
                Rule.of("(?<![A-Za-z])s" + BLAS + "(?![a-z])", "d$1"),
                Rule.of("(?<![A-Z])S" + BLAS + "(?![a-z])", "D$1"),
                Rule.of("(?<![A-Z])S" + BLAS.toUpperCase(Locale.ROOT) + "(?![A-Z])", "D$1"),
                Rule.of("(?<![A-Za-z])isamax(?![a-z])", "idamax"),
                Rule.of("(?<![A-Za-z0-9])([Ff])32(?![A-Za-z0-9])", "$164"),
                Rule.of("\\bsingle([- ])precision\\b", "double$1precision"),
                Rule.of("\\bSingle([- ])precision\\b", "Double$1precision"));

        private static final Pattern NOT_UNDERSTOOD = Pattern.compile("(?i)\\w*float(?!ing)\\w*|\\b32[- ]bits?\\b");

        static String translate(final String text) {
            String translated = text;
            for (final Rule rule : RULES) {
                translated = rule.pattern.matcher(translated).replaceAll(rule.replacement);
            }
            return translated;
        }

        static List<String> refusals(final String text) {
            return NOT_UNDERSTOOD
                    .matcher(translate(text))
                    .results()
                    .map(found -> "no rule says what '" + found.group() + "' is in the twin")
                    .toList();
        }
    }

    /** What is tied to the 32 bits of a float although it could be renamed. */
    private static final class LaneRules {

        private static final Map<String, Pattern> REASONS = Map.of(
                "has lanes of another type, whose width would no longer match",
                Pattern.compile("(Byte|Short|Int|Long)Vector"
                        + "|reinterpretAs(Byte|Short|Int|Long)s|viewAs(Integral|Floating)Lanes"),
                "converts lanes from or to one fixed type",
                Pattern.compile("([A-Z_]+_)?[BSILFD]2[BSILFD]"),
                "works on the bits of a float",
                Pattern.compile("floatTo(Raw)?IntBits|intBitsToFloat|floatToFloat16|float16ToFloat"));

        static List<String> refusals(final String word) {
            return REASONS.entrySet().stream()
                    .filter(reason -> reason.getValue().matcher(word).matches())
                    .map(reason -> "'" + word + "' " + reason.getKey())
                    .toList();
        }
    }
}
