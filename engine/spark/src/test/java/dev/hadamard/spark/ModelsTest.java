// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hadamard.Activation;
import dev.hadamard.Layer;
import dev.hadamard.Network;
import dev.hadamard.Predictor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.OneVsRest;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark ML's conventions: parameters, copies, files, pipelines, tuning, columns. */
class ModelsTest {

    private static final Example EXAMPLE = Example.of(4, 120, 5, 3);
    private static final SparkSession SESSION = Sessions.local();
    private static final Dataset<Row> TABLE = EXAMPLE.table(SESSION, 3);

    @TempDir
    private Path directory;

    private static HadamardClassifier classifier() {
        return new HadamardClassifier().setLayers(5, 8, 3).setSeed(3).setMaxIter(20);
    }

    private static HadamardRegressor regressor() {
        return new HadamardRegressor()
                .setLayers(5, 8, 1)
                .setSeed(3)
                .setMaxIter(20)
                .setLabelCol("number");
    }

    private String path(String name) {
        return directory.resolve(name).toUri().toString();
    }

    @Test
    void parametersAreSparks() {
        HadamardClassifier classifier = classifier();
        String explained = classifier.explainParams();
        List<String> names = Arrays.stream(classifier.params()).map(Param::name).toList();
        assertThat(names)
                .contains("layers", "maxIter", "stepSize", "tol", "seed", "blockSize", "featuresCol", "labelCol")
                .contains("weightCol", "predictionCol", "rawPredictionCol", "probabilityCol", "thresholds")
                .contains("activation", "loss", "optimizer", "schedule", "precision", "validationIndicatorCol")
                .hasSize(26);
        for (Param<?> param : classifier.params()) {
            assertThat(param.parent()).as(param.name()).isEqualTo(classifier.uid());
            assertThat(explained).contains(param.name() + ": ");
            assertThat(classifier.getParam(param.name())).isEqualTo(param);
        }
        assertThat(classifier.defaultParamMap().toSeq().mkString()).doesNotContain("null__");
        assertThat(classifier.getFeaturesCol()).isEqualTo("features");
        assertThat(classifier.getProbabilityCol()).isEqualTo("probability");
        assertThat(classifier.getBlockSize()).isEqualTo(1024);
        assertThat(classifier.isDefined(classifier.stepSize())).isFalse();
        assertThat(regressor().params()).hasSize(23);
    }

    @Test
    void copiesAreIndependent() {
        HadamardClassifier original = classifier().setFeaturesCol("features");
        HadamardClassifier copy = original.copy(new ParamMap().put(original.maxIter(), 7));
        assertThat(copy.uid()).isEqualTo(original.uid());
        assertThat(copy.getMaxIter()).isEqualTo(7);
        assertThat(original.getMaxIter()).isEqualTo(20);
        assertThat(copy.getLayers()).containsExactly(5, 8, 3);
        copy.setFeaturesCol("others");
        assertThat(original.getFeaturesCol()).isEqualTo("features");
        HadamardClassificationModel model = original.fit(TABLE);
        assertThat(model.parent()).isSameAs(original);
        assertThat(model.getLayers()).containsExactly(5, 8, 3);
        HadamardClassificationModel other = model.copy(new ParamMap().put(model.predictionCol(), "other"));
        assertThat(other.parent()).isSameAs(original);
        assertThat(other.transform(TABLE).columns()).contains("other").doesNotContain("prediction");
        assertThat(model.getPredictionCol()).isEqualTo("prediction");
        assertThat(model).hasToString("HadamardClassificationModel: uid=" + model.uid() + ", layers=[5, 8, 3]");
    }

    @Test
    void estimatorsComeBackFromFiles() throws IOException {
        HadamardClassifier classifier = classifier().setActivation("gelu").setStepSize(0.5);
        classifier.save(path("classifier"));
        HadamardClassifier read = HadamardClassifier.load(path("classifier"));
        assertThat(read.uid()).isEqualTo(classifier.uid());
        assertThat(read.getActivation()).isEqualTo("gelu");
        assertThat(read.getStepSize()).isEqualTo(0.5);
        assertThat(read.getSeed()).isEqualTo(3);
        assertThat(read.isSet(read.tol())).isFalse();
        assertThat(read.getLayers()).containsExactly(5, 8, 3);
        HadamardRegressor regressor = regressor();
        regressor.save(path("regressor"));
        assertThat(HadamardRegressor.load(path("regressor")).getLabelCol()).isEqualTo("number");
    }

    @Test
    void modelsComeBackFromFilesAndGoOnWithoutSpark() throws IOException {
        for (String precision : new String[] {"float", "double"}) {
            HadamardClassificationModel model =
                    classifier().setPrecision(precision).fit(TABLE);
            model.write().overwrite().save(path("model"));
            HadamardClassificationModel read = HadamardClassificationModel.load(path("model"));
            assertThat(read.uid()).isEqualTo(model.uid());
            assertThat(read.numClasses()).isEqualTo(3);
            assertThat(read.numFeatures()).isEqualTo(5);
            assertThat(read.network().parametersAsDoubles())
                    .isEqualTo(model.network().parametersAsDoubles());
            assertThat(read.transform(TABLE).collectAsList())
                    .isEqualTo(model.transform(TABLE).collectAsList());
            Path file = directory.resolve("model").resolve("model.safetensors");
            Network<double[]> network = Network.loadDoubles(file);
            Row row = model.transform(TABLE).first();
            try (Predictor<double[]> predictor = Predictor.of(network, 1)) {
                double[] expected = predictor.predict(EXAMPLE.x()[0]);
                Vector probability = row.getAs("probability");
                assertThat(probability.toArray()).containsExactly(expected, within(1e-6));
            }
        }
        HadamardRegressionModel model = regressor().fit(TABLE);
        model.save(path("regression"));
        HadamardRegressionModel read = HadamardRegressionModel.load(path("regression"));
        assertThat(read.predict(Vectors.dense(EXAMPLE.x()[0]))).isEqualTo(model.predict(Vectors.dense(EXAMPLE.x()[0])));
    }

    @Test
    void aDamagedModelIsRefused() throws IOException {
        HadamardClassificationModel model = classifier().fit(TABLE);
        model.save(path("model"));
        Path file = directory.resolve("model").resolve("model.safetensors");
        Network.floats(1, 5, Layer.dense(3, Activation.SOFTMAX)).save(file);
        Files.deleteIfExists(directory.resolve("model").resolve(".model.safetensors.crc"));
        assertThatThrownBy(() -> HadamardClassificationModel.load(path("model")))
                .hasMessageContaining("other layers than the model's metadata");
        assertThatThrownBy(() -> HadamardRegressionModel.load(path("model")))
                .hasMessageContaining("HadamardRegressionModel");
    }

    @Test
    void transformAgreesWithSingleVectors() {
        HadamardClassificationModel model = classifier().setBlockSize(7).fit(TABLE);
        List<Row> rows = model.transform(TABLE).collectAsList();
        assertThat(rows).hasSize(EXAMPLE.rows());
        for (int i = 0; i < rows.size(); i++) {
            Vector features = Vectors.dense(EXAMPLE.x()[i]);
            Row row = rows.get(i);
            assertThat(row.<Vector>getAs("features")).isEqualTo(features);
            assertThat(row.<Vector>getAs("rawPrediction")).isEqualTo(model.predictRaw(features));
            assertThat(row.<Vector>getAs("probability")).isEqualTo(model.predictProbability(features));
            assertThat(row.<Double>getAs("prediction")).isEqualTo(model.predict(features));
        }
        HadamardRegressionModel regression = regressor().fit(TABLE);
        List<Row> numbers = regression.transform(TABLE).collectAsList();
        for (int i = 0; i < rows.size(); i++) {
            assertThat(numbers.get(i).<Double>getAs("prediction"))
                    .isEqualTo(regression.predict(Vectors.dense(EXAMPLE.x()[i])));
        }
    }

    @Test
    void onlyColumnsWithNamesAreAddedAndMetadataStays() {
        Metadata metadata = new MetadataBuilder().putString("unit", "metre").build();
        Dataset<Row> table = TABLE.withColumn("number", TABLE.col("number").as("number", metadata))
                .withColumn("a.b", TABLE.col("weight"));
        HadamardClassificationModel model = classifier().fit(TABLE);
        model.setRawPredictionCol("").setProbabilityCol("");
        Dataset<Row> predicted = model.transform(table);
        assertThat(predicted.columns())
                .containsExactly("features", "label", "number", "weight", "held", "a.b", "prediction");
        assertThat(predicted.schema().apply("number").metadata()).isEqualTo(metadata);
        assertThat(predicted.schema().apply("prediction").nullable()).isFalse();
        assertThat(predicted.count()).isEqualTo(EXAMPLE.rows());
        assertThatThrownBy(() -> model.transform(predicted)).hasMessageContaining("prediction");
        HadamardClassificationModel wrong = model.copy(new ParamMap().put(model.thresholds(), new double[] {1, 1}));
        assertThatThrownBy(() -> wrong.transform(table)).hasMessageContaining("3 classes");
        model.setThresholds(new double[] {0.01, 1, 1});
        long first = model.transform(table).filter("prediction = 0").count();
        assertThat(first).isGreaterThan(EXAMPLE.rows() / 2);
    }

    @Test
    void oneOutputIsABinaryClassifier() {
        Example two = Example.of(4, 120, 5, 2);
        HadamardClassificationModel model = classifier().setLayers(5, 8, 1).fit(two.table(SESSION, 3));
        assertThat(model.numClasses()).isEqualTo(2);
        Row row = model.transform(two.table(SESSION, 1)).first();
        double[] raw = row.<Vector>getAs("rawPrediction").toArray();
        double[] probability = row.<Vector>getAs("probability").toArray();
        assertThat(raw[0]).isEqualTo(-raw[1]);
        assertThat(probability[0] + probability[1]).isCloseTo(1, within(1e-15));
        assertThat(probability[1]).isCloseTo(1 / (1 + Math.exp(-raw[1])), within(1e-15));
        assertThat(accuracy(model.transform(two.table(SESSION, 1)))).isGreaterThan(0.8);
    }

    private static double accuracy(Dataset<Row> predicted) {
        return new MulticlassClassificationEvaluator().setMetricName("accuracy").evaluate(predicted);
    }

    @Test
    void sparseVectorsAreDenseOnes() {
        Dataset<Row> sparse = Example.table(
                SESSION,
                TABLE.collectAsList().stream()
                        .map(row -> RowFactory.create(
                                row.<Vector>getAs(0).toSparse(), row.get(1), row.get(2), row.get(3), row.get(4)))
                        .toList(),
                3);
        assertThat(classifier().fit(sparse).network().parametersAsDoubles())
                .isEqualTo(classifier().fit(TABLE).network().parametersAsDoubles());
    }

    @Test
    void inAPipeline() throws IOException {
        StandardScaler scaler = new StandardScaler()
                .setInputCol("features")
                .setOutputCol("scaled")
                .setWithMean(true);
        Pipeline pipeline = new Pipeline()
                .setStages(new PipelineStage[] {scaler, classifier().setFeaturesCol("scaled")});
        PipelineModel model = pipeline.fit(TABLE);
        model.save(path("pipeline"));
        PipelineModel read = PipelineModel.load(path("pipeline"));
        assertThat(read.transform(TABLE).collectAsList())
                .isEqualTo(model.transform(TABLE).collectAsList());
        assertThat(accuracy(read.transform(TABLE))).isGreaterThan(0.6);
        pipeline.save(path("unfitted"));
        assertThat(Pipeline.load(path("unfitted")).getStages()[1]).isInstanceOf(HadamardClassifier.class);
    }

    @Test
    void inACrossValidator() {
        HadamardClassifier classifier = classifier();
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(classifier.maxIter(), new int[] {1, 15})
                .build();
        CrossValidatorModel model = new CrossValidator()
                .setEstimator(classifier)
                .setEstimatorParamMaps(grid)
                .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
                .setNumFolds(2)
                .setSeed(1)
                .fit(TABLE);
        assertThat(model.avgMetrics()).hasSize(2);
        assertThat(model.avgMetrics()[1]).isGreaterThan(model.avgMetrics()[0]);
        assertThat(((HadamardClassificationModel) model.bestModel()).getMaxIter())
                .isEqualTo(15);
    }

    @Test
    void inOneVsRestAndWithARegressionEvaluator() {
        OneVsRest rest =
                new OneVsRest().setClassifier(classifier().setLayers(5, 6, 2)).setWeightCol("weight");
        assertThat(accuracy(rest.fit(TABLE).transform(TABLE))).isGreaterThan(0.5);
        Dataset<Row> predicted = regressor().setMaxIter(60).fit(TABLE).transform(TABLE);
        double r2 = new RegressionEvaluator()
                .setLabelCol("number")
                .setMetricName("r2")
                .evaluate(predicted);
        assertThat(r2).isGreaterThan(0.3);
    }
}
