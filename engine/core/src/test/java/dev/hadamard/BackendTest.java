// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendTest {

    private static final String INCUBATOR = "--add-modules=jdk.incubator.vector";
    private static final String INCUBATOR_NOTICE = "WARNING: Using incubator modules: jdk.incubator.vector";

    /** 16 bytes, whatever the processor offers. */
    private static final String NARROW_VECTORS = "-XX:MaxVectorSize=16";

    private static final String[] OPENBLAS_AND_JAVACPP = {"openblas", "javacpp"};
    private static final String[] NATIVE_JARS = {"linux-", "macosx-", "windows-"};

    /** What one probe printed, by kind of line. */
    private record Probe(ChildJvm.Output output) {

        List<String> lines(String kind) {
            return output.out().stream()
                    .filter(line -> line.startsWith(kind + ": "))
                    .map(line -> line.substring(kind.length() + 2))
                    .toList();
        }

        /** The name of the backend that twice computed correctly. */
        String name() {
            assertThat(lines("product")).containsExactly("[19.0, 22.0, 43.0, 50.0]", "[19.0, 22.0, 43.0, 50.0]");
            assertThat(lines("name")).hasSize(2);
            assertThat(lines("name").get(0)).isEqualTo(lines("name").get(1));
            return lines("name").get(0);
        }

        /** The exception that both attempts ended with. */
        String exception() {
            assertThat(lines("name")).isEmpty();
            assertThat(lines("exception")).hasSize(2);
            assertThat(lines("exception").get(0)).isEqualTo(lines("exception").get(1));
            return lines("exception").get(0);
        }
    }

    private static Probe probe(ChildJvm jvm, String... arguments) throws IOException, InterruptedException {
        return new Probe(jvm.run(BackendProbe.class, arguments));
    }

    @Test
    void warmsUpWithoutATrace() {
        for (String name : Backend.names()) {
            Backend backend = Backend.named(name);
            int threads = Thread.activeCount();
            backend.warmUp();
            assertThat(backend.name()).isEqualTo(name);
            assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
        }
    }

    @Test
    void listsItsNames() {
        assertThat(Backend.names()).containsExactly("scalar", "netlib-java", "netlib-native", "simd");
        assertThatThrownBy(() -> Backend.names().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void namedIsWhatItSays() {
        Backend scalar = Backend.named("scalar");
        assertThat(scalar.name()).isEqualTo("scalar").isEqualTo(scalar.toString());
        assertThat(scalar.strategy().name()).isEqualTo("scalar");
        assertThat(scalar.describe())
                .startsWith("scalar, named by the caller\n  ")
                .contains("bits");
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Backend.named("cuda"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("\"cuda\"", "scalar", "netlib-java", "netlib-native", "simd");
        assertThatThrownBy(() -> Backend.named(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("name");
    }

    @Test
    void withEverythingThereNothingIsLogged() throws Exception {
        Probe probe = probe(new ChildJvm().flags(INCUBATOR), "auto");
        assertThat(probe.name()).isIn("netlib-native", "simd"); // as wide as this machine's vectors are
        assertThat(probe.lines("log")).isEmpty();
        assertThat(probe.output().err()).allMatch(INCUBATOR_NOTICE::equals);
    }

    @Test
    void narrowVectorsComeAfterNativeBlas() throws Exception {
        Probe probe = probe(new ChildJvm().flags(INCUBATOR, NARROW_VECTORS), "auto");
        assertThat(probe.name()).isEqualTo("netlib-native");
        assertThat(probe.lines("log")).isEmpty();
        assertThat(probe.lines("describe"))
                .contains("  other kernels: scalar")
                .anyMatch(line -> line.startsWith("  not used: simd: its vectors have 128 bits here"));
    }

    @Test
    void withoutTheIncubatorOneLineSaysSo() throws Exception {
        Probe probe = probe(new ChildJvm(), "auto");
        assertThat(probe.name()).isEqualTo("netlib-native");
        assertThat(probe.lines("log")).hasSize(1);
        assertThat(probe.lines("log").get(0))
                .startsWith("WARNING simd: ")
                .endsWith("start java with --add-modules jdk.incubator.vector");
        assertThat(probe.output().err()).isEmpty();
        assertThat(probe.lines("describe")).anySatisfy(line -> assertThat(line).contains("not used: simd: "));
    }

    @Test
    void withoutOpenBlasOneLineSaysSo() throws Exception {
        Probe probe = probe(new ChildJvm().flags(INCUBATOR, NARROW_VECTORS).without(OPENBLAS_AND_JAVACPP), "auto");
        assertThat(probe.name()).isEqualTo("simd");
        assertThat(probe.lines("log")).hasSize(1);
        assertThat(probe.lines("log").get(0))
                .startsWith("WARNING netlib-native: org.bytedeco:openblas is not on the class path; ")
                .contains("org.bytedeco:openblas-platform");
        assertThat(probe.output().err()).allMatch(INCUBATOR_NOTICE::equals);
        assertThat(probe.lines("describe")).anyMatch(line -> line.startsWith("  not used: netlib-native: "));
    }

    @Test
    void withoutBothEachIsNamedOnce() throws Exception {
        Probe probe = probe(new ChildJvm().without(OPENBLAS_AND_JAVACPP), "auto");
        assertThat(probe.name()).isEqualTo("scalar");
        assertThat(probe.lines("log")).hasSize(2);
        assertThat(probe.lines("log").get(0)).startsWith("WARNING simd: ");
        assertThat(probe.lines("log").get(1)).startsWith("WARNING netlib-native: ");
        assertThat(probe.output().err()).isEmpty();
        assertThat(probe.lines("describe"))
                .startsWith("scalar, chosen by auto")
                .anyMatch(line -> line.startsWith("  not used: simd: "))
                .anyMatch(line -> line.startsWith("  not used: netlib-native: "));
    }

    @Test
    void withOpenBlasWithoutJavaCppItIsNotThere() throws Exception {
        Probe probe = probe(new ChildJvm().flags(INCUBATOR).without("javacpp"), "netlib-native");
        assertThat(probe.exception()).contains("org.bytedeco:openblas is not on the class path");
    }

    @Test
    void withoutThisPlatformsNativePartTheReasonIsTold() throws Exception {
        Probe probe = probe(new ChildJvm().flags(INCUBATOR).without(NATIVE_JARS), "netlib-native");
        assertThat(probe.exception())
                .contains("the native library of org.bytedeco:openblas can't be loaded")
                .contains("this platform's classifier");
    }

    @Test
    void aSystemPropertyNamesTheBackend() throws Exception {
        Probe probe = probe(new ChildJvm().flags(INCUBATOR, "-Ddev.hadamard.backend=scalar"), "auto");
        assertThat(probe.name()).isEqualTo("scalar");
        assertThat(probe.lines("describe")).startsWith("scalar, named by the system property dev.hadamard.backend");
    }

    @Test
    void theSystemPropertyNeverFallsBack() throws Exception {
        Probe unknown = probe(new ChildJvm().flags(INCUBATOR, "-Ddev.hadamard.backend=blas"), "auto");
        assertThat(unknown.exception()).contains("IllegalArgumentException").contains("unknown backend \"blas\"");
        Probe missing = probe(
                new ChildJvm()
                        .flags(INCUBATOR, "-Ddev.hadamard.backend=netlib-native")
                        .without(OPENBLAS_AND_JAVACPP),
                "auto");
        assertThat(missing.exception()).contains("netlib-native").contains("org.bytedeco:openblas-platform");
    }

    @Test
    void aLibraryNamedByTheUserIsUsed() throws Exception {
        Backend.named("netlib-native");
        String file = System.getProperty("dev.ludovic.netlib.blas.nativeLibPath");
        ChildJvm jvm = new ChildJvm()
                .flags(INCUBATOR, "-Ddev.ludovic.netlib.blas.nativeLibPath=" + file)
                .without(OPENBLAS_AND_JAVACPP);
        Probe probe = probe(jvm, "netlib-native");
        assertThat(probe.name()).isEqualTo("netlib-native");
        assertThat(probe.lines("log")).isEmpty();
        assertThat(probe.lines("describe"))
                .anySatisfy(line -> assertThat(line).contains("the library named by the system property"))
                .contains("  library: " + file);
    }

    @Test
    void aLibraryThatTheUserNamedInVainIsReported() throws Exception {
        ChildJvm jvm = new ChildJvm().flags(INCUBATOR, "-Ddev.ludovic.netlib.blas.nativeLibPath=/no/such/blas");
        assertThat(probe(jvm, "netlib-native").exception()).contains("netlib could not load /no/such/blas (");
    }

    @Test
    void nativeLibrariesCanBeForbidden() throws Exception {
        ChildJvm jvm = new ChildJvm().flags(INCUBATOR, "-Ddev.ludovic.netlib.blas.allowNative=false");
        assertThat(probe(jvm, "netlib-native").exception()).contains("allowNative is false; start java without it");
        assertThat(probe(jvm, "netlib-java").name()).isEqualTo("netlib-java");
    }

    @Test
    void anUnknownLibraryIsNotTrusted() throws Exception {
        ChildJvm jvm = new ChildJvm().flags(INCUBATOR);
        assertThat(probe(jvm, "netlib-native", BackendProbe.NETLIB_FIRST).exception())
                .contains("started netlib before")
                .contains("-Ddev.ludovic.netlib.blas.nativeLibPath");
        assertThat(probe(jvm, "netlib-java", BackendProbe.NETLIB_FIRST).name()).isEqualTo("netlib-java");
    }

    @Test
    void simdIsRefusedWhereNothingCompilesIt() throws Exception {
        assertThat(probe(new ChildJvm().flags(INCUBATOR, "-Xint"), "simd").exception())
                .contains("-Xint");
        assertThat(probe(new ChildJvm().flags(INCUBATOR, "-XX:TieredStopAtLevel=1"), "simd")
                        .exception())
                .contains("C1 only");
    }
}
