// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.metrics.ClassificationMetrics;
import dev.hadamard.metrics.RegressionMetrics;
import java.util.function.ToDoubleFunction;

/** A figure that training can watch, by the definitions of {@link dev.hadamard.metrics}. */
public enum Metric {
    /** The trainer's cost, without penalties; on training data where there are no others. */
    COST(false, null, null),
    /** Share of rows whose class is predicted. */
    ACCURACY(true, ClassificationMetrics::accuracy, null),
    /** Mean of −ln p of the true class. */
    LOG_LOSS(false, ClassificationMetrics::logLoss, null),
    /** Mean of the classes' F1. */
    MACRO_F1(true, ClassificationMetrics::macroF1, null),
    /** Area under the receiver operating characteristic. */
    ROC_AUC(true, ClassificationMetrics::rocAuc, null),
    /** Coefficient of determination. */
    R2(true, null, RegressionMetrics::r2),
    /** Mean absolute error. */
    MAE(false, null, RegressionMetrics::mae),
    /** Root of the mean squared error. */
    RMSE(false, null, RegressionMetrics::rmse);

    private final boolean higherIsBetter;
    private final ToDoubleFunction<ClassificationMetrics> ofClasses;
    private final ToDoubleFunction<RegressionMetrics> ofNumbers;

    Metric(
            boolean higherIsBetter,
            ToDoubleFunction<ClassificationMetrics> ofClasses,
            ToDoubleFunction<RegressionMetrics> ofNumbers) {
        this.higherIsBetter = higherIsBetter;
        this.ofClasses = ofClasses;
        this.ofNumbers = ofNumbers;
    }

    /**
     * Which way is up.
     *
     * @return true for accuracies, false for errors
     */
    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /**
     * Whether it is a figure of classes.
     *
     * @return true for one that needs classes as targets
     */
    public boolean needsClasses() {
        return ofClasses != null;
    }

    /**
     * Whether it is a figure of numbers.
     *
     * @return true for one that needs target rows
     */
    public boolean needsNumbers() {
        return ofNumbers != null;
    }

    double of(ClassificationMetrics metrics) {
        return ofClasses.applyAsDouble(metrics);
    }

    double of(RegressionMetrics metrics) {
        return ofNumbers.applyAsDouble(metrics);
    }
}
