// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/** Networks and batches that the tests of the checks share: every activation, hidden and as output, with every loss. */
final class VerifyExamples {

    static final int INPUTS = 7;
    static final int OUTPUTS = 3;
    static final int ROWS = 9;

    /** 15 activations, 16 losses, hidden or output. */
    static final int CASES = 15 * 16 * 2;

    private VerifyExamples() {}

    /** What to do with a case. */
    interface Case {
        void check(String name, Loss loss, double[][] x, double[][] y, Layer... layers);
    }

    /** Every activation with every loss; returns the number of cases. */
    static int forEveryActivationAndLoss(Case check) {
        int cases = 0;
        double[][] x = Examples.normal(3, ROWS, INPUTS);
        for (Activation f : Examples.activations()) {
            for (Loss loss : Examples.losses()) {
                double[][] y = targets(loss);
                Layer output = Layer.dense(OUTPUTS, AgreementTest.outputFor(loss));
                check.check("hidden " + f.label() + ", " + loss, loss, x, y, Layer.dense(5, f), output);
                Layer hidden = Layer.dense(5, Activation.TANH);
                check.check("output " + f.label() + ", " + loss, loss, x, y, hidden, AgreementTest.output(f, loss));
                cases += 2;
            }
        }
        return cases;
    }

    /** In the loss's domain. */
    static double[][] targets(Loss loss) {
        return switch (loss.kind()) {
            case CROSS_ENTROPY, BINARY_CROSS_ENTROPY -> Examples.uniform(5, ROWS, OUTPUTS, 0.1, 0.9);
            default -> Examples.normal(5, ROWS, OUTPUTS);
        };
    }
}
