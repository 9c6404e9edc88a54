// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.shared.HasFeaturesCol;
import org.apache.spark.ml.param.shared.HasLabelCol;
import org.apache.spark.ml.param.shared.HasPredictionCol;
import org.apache.spark.ml.param.shared.HasProbabilityCol;
import org.apache.spark.ml.param.shared.HasRawPredictionCol;
import org.apache.spark.ml.param.shared.HasThresholds;

/**
 * Makes the parameters of Spark's base classes again. Their constructors run before a Java class can store its uid, so
 * that the parameters they make belong to nobody; Scala stores it first.
 */
final class InheritedParams {

    private InheritedParams() {}

    /** Columns of features, label and prediction. */
    static <T extends HasLabelCol & HasFeaturesCol & HasPredictionCol> void ofPredictor(T owner) {
        forget(owner, owner.labelCol(), owner.featuresCol(), owner.predictionCol());
        HasLabelCol.$init$(owner);
        HasFeaturesCol.$init$(owner);
        HasPredictionCol.$init$(owner);
    }

    /** The columns of a predictor, of raw predictions and probabilities, and thresholds. */
    static <
                    T extends
                            HasLabelCol & HasFeaturesCol & HasPredictionCol & HasRawPredictionCol & HasProbabilityCol
                                    & HasThresholds>
            void ofClassifier(T owner) {
        ofPredictor(owner);
        forget(owner, owner.rawPredictionCol(), owner.probabilityCol());
        HasRawPredictionCol.$init$(owner);
        HasProbabilityCol.$init$(owner);
        HasThresholds.$init$(owner);
    }

    private static void forget(Params owner, Param<?>... params) {
        for (Param<?> param : params) {
            owner.defaultParamMap().remove(param);
        }
    }
}
