// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Map;

/** Runs files by ONNX Runtime. */
final class Runtime {

    private Runtime() {}

    static double[][] run(Path file, double[][] rows, boolean isDouble) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(file.toString(), options);
                    OnnxTensor input = isDouble
                            ? OnnxTensor.createTensor(environment, rows)
                            : OnnxTensor.createTensor(environment, Rows.floats(rows));
                    OrtSession.Result result = session.run(Map.of(OnnxExport.INPUT, input))) {
                Object value = result.get(OnnxExport.OUTPUT).orElseThrow().getValue();
                return isDouble ? (double[][]) value : Rows.doubles((float[][]) value);
            }
        }
    }
}
