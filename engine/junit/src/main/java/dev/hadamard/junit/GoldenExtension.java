// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.junit;

import dev.hadamard.io.HadamardIOException;
import dev.hadamard.verify.GoldenTrace;
import dev.hadamard.verify.TraceTolerance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands a recorder to a test that is marked {@link Golden}, and compares what it recorded with the golden file. */
public final class GoldenExtension implements ParameterResolver, AfterTestExecutionCallback {

    private static final String UPDATE = "hadamard.golden";
    private static final String DIRECTORY = "hadamard.golden.directory";
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(GoldenExtension.class);

    /** Made by JUnit. */
    public GoldenExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == GoldenTrace.Recorder.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        GoldenTrace.Recorder.class, key -> GoldenTrace.recorder(), GoldenTrace.Recorder.class);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) throws IOException {
        if (context.getExecutionException().isPresent()) {
            return;
        }
        GoldenTrace.Recorder recorder =
                context.getStore(NAMESPACE).get(GoldenTrace.Recorder.class, GoldenTrace.Recorder.class);
        GoldenTrace trace = recorder == null ? null : recorder.trace();
        if (trace == null || trace.steps().isEmpty()) {
            throw new AssertionError("nothing was recorded: give the test a GoldenTrace.Recorder and hand it to fit");
        }
        check(context.getRequiredTestMethod().getAnnotation(Golden.class), trace);
    }

    private static void check(Golden golden, GoldenTrace trace) throws IOException {
        Path file = Path.of(System.getProperty(DIRECTORY, "src/test/resources/golden"), golden.value());
        if (System.getProperty(UPDATE, "").equals("update")) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            trace.write(file);
            return;
        }
        TraceTolerance tolerance = TraceTolerance.relative(golden.tolerance());
        read(file).assertMatches(trace, golden.bits() ? TraceTolerance.exact() : tolerance);
    }

    private static GoldenTrace read(Path file) throws HadamardIOException {
        if (!Files.exists(file)) {
            throw new AssertionError("no golden file " + file + "; -D" + UPDATE + "=update writes it");
        }
        return GoldenTrace.read(file);
    }
}
