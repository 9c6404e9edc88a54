// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwinGeneratorTest {

    private static final String HEAD = "// twin: double\nfinal class FloatThing {\n";

    @TempDir
    private Path directory;

    private Path from;
    private Path to;

    @BeforeEach
    void createRoots() throws IOException {
        from = Files.createDirectories(directory.resolve("from"));
        to = directory.resolve("to");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    float x;                              | double x;
                    float[] a = new float[3];             | double[] a = new double[3];
                    (float) Math.sqrt(0.1)                | (double) Math.sqrt(0.1)
                    Float.floatValue()                    | Double.doubleValue()
                    FloatVector.SPECIES_PREFERRED         | DoubleVector.SPECIES_PREFERRED
                    toFloats(float_x, MAX_FLOAT, FLOATS)  | toDoubles(double_x, MAX_DOUBLE, DOUBLES)
                    blas.sgemm(nativeSgemm, SGEMM)        | blas.dgemm(nativeDgemm, DGEMM)
                    isamax(saxpy, sdot, snrm2)            | idamax(daxpy, ddot, dnrm2)
                    scale(sdotted, swapped, Scalar)       | scale(sdotted, swapped, Scalar)
                    floating Floating                     | floating Floating
                    1f 1F 12f 1_000f 0f                   | 1.0 1.0 12.0 1_000.0 0.0
                    0.5f .25f 1.f 1e3f 2.5e-1F            | 0.5 .25 1. 1e3 2.5e-1
                    0.1 1e-7 3 4L 2d                      | 0.1 1e-7 3 4L 2d
                    16777216f                             | 16777216.0
                    "float[] of \\"Floats\\"", 'f', '"'   | "double[] of \\"Doubles\\"", 'f', '"'
                    "F32"                                 | "F64"
                    // a float in single precision        | // a double in double precision
                    /* floats // f */ float y;            | /* doubles // f */ double y;
                    float /* keep */[] x                  | float /* keep */[] x
                    fromFloats /* keep */(float[] x)      | fromFloats /* keep */(double[] x)
                    0x7f800000 /* keep */ + 0.1f /* keep */ | 0x7f800000 /* keep */ + 0.1f /* keep */
                    """)
    void translates(final String source, final String expected) throws IOException {
        assertThat(generate(HEAD + source)).isEmpty();
        assertThat(twin()).isEqualTo(twinHead() + expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1f",
                "1e-7f",
                "16777217f",
                "1e39f",
                "0x7fffffff",
                "0x1p-3f",
                "0b11",
                "IntVector v",
                "v.reinterpretAsInts()",
                "v.viewAsIntegralLanes()",
                "v.convert(VectorOperators.F2I, 0)",
                "VectorOperators.REINTERPRET_I2F",
                "Float.floatToRawIntBits(x)",
                "Float.intBitsToFloat(i)",
                "asfloat",
                "\"a 32-bit number\"",
                "// myfloatish",
            })
    void refuses(final String source) throws IOException {
        assertThat(generate(HEAD + "\n" + source)).singleElement().asString().startsWith(source(4));
        assertThat(to).doesNotExist();
    }

    @Test
    void reportsEveryProblemWithItsLine() throws IOException {
        final List<String> problems =
                generate(HEAD + "/*\n*/ float a = 0.1f; String s = \"\"\"\n x\n \"\"\";\nfloat b = 0.2f;");
        assertThat(problems).hasSize(2);
        assertThat(problems.get(0)).startsWith(source(4)).contains("0.1f", "(float) 0.1");
        assertThat(problems.get(1)).startsWith(source(7)).contains("0.2f");
    }

    @Test
    void keepsTheLinesWhereTheyAre() throws IOException {
        final String source = "// header\n// twin: double\n\npackage a.record;\n\nimport a.Float.b;\n\n/** Doc. */\n"
                + "public final class FloatThing {}\n";
        assertThat(generate(source)).isEmpty();
        assertThat(twin())
                .isEqualTo("// header\n// Generated from FloatThing.java by TwinGenerator: do not edit.\n\n"
                        + "package a.record;\n\nimport a.Double.b;\n\n/** Doc. */\n"
                        + "@SuppressWarnings(\"cast\") public final class DoubleThing {}\n");
    }

    @Test
    void leavesASuppressionToItsAuthor() throws IOException {
        assertThat(generate("// twin: double\n@SuppressWarnings({\"cast\", \"serial\"})\nclass FloatThing {}"))
                .isEmpty();
        assertThat(twin()).endsWith("@SuppressWarnings({\"cast\", \"serial\"})\nclass DoubleThing {}");
    }

    @Test
    void passesOverUnmarkedSources() throws IOException {
        assertThat(generate("// no twin: double\nclass FloatThing {}")).isEmpty();
        assertThat(to).doesNotExist();
    }

    @Test
    void refusesATwinThatIsWrittenByHand() throws IOException {
        Files.writeString(from.resolve("DoubleThing.java"), "class DoubleThing {}");
        assertThat(generate(HEAD + "}")).singleElement().asString().contains("DoubleThing.java");
    }

    @Test
    void refusesAMarkerWithoutFloatInTheName() throws IOException {
        Files.writeString(from.resolve("Thing.java"), "// twin: double\nclass Thing {}");
        assertThat(new TwinGenerator(from, to).run()).singleElement().asString().contains("no Float");
    }

    @Test
    void touchesOnlyWhatChanged() throws IOException {
        generate(HEAD + "float a; }");
        final FileTime old = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));
        Files.setLastModifiedTime(to.resolve("DoubleThing.java"), old);
        generate(HEAD + "float a; }");
        assertThat(Files.getLastModifiedTime(to.resolve("DoubleThing.java"))).isEqualTo(old);
        generate(HEAD + "float b; }");
        assertThat(Files.getLastModifiedTime(to.resolve("DoubleThing.java"))).isNotEqualTo(old);
        assertThat(twin()).isEqualTo(twinHead() + "double b; }");
    }

    @Test
    void deletesATwinWithoutSource() throws IOException {
        generate(HEAD + "}");
        Files.delete(from.resolve("FloatThing.java"));
        assertThat(new TwinGenerator(from, to).run()).isEmpty();
        assertThat(to.resolve("DoubleThing.java")).doesNotExist();
    }

    private List<String> generate(final String source) throws IOException {
        Files.writeString(from.resolve("FloatThing.java"), source);
        return new TwinGenerator(from, to).run();
    }

    private String twin() throws IOException {
        return Files.readString(to.resolve("DoubleThing.java"));
    }

    private String source(final int line) {
        return from.resolve("FloatThing.java") + ":" + line + ": ";
    }

    private static String twinHead() {
        return "// Generated from FloatThing.java by TwinGenerator: do not edit.\n"
                + "@SuppressWarnings(\"cast\") final class DoubleThing {\n";
    }
}
