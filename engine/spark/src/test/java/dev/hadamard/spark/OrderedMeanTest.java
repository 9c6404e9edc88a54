// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.CounterRandom;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag$;

/** Means in the order of partitions, whatever the order of arrival. */
class OrderedMeanTest {

    private static final SparkSession SESSION = Sessions.local();
    private static final int LENGTH = 50;

    private static List<Contribution<double[]>> parts(int count) {
        CounterRandom random = new CounterRandom(5, CounterRandom.Purpose.USER, count);
        List<Contribution<double[]>> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] values = new double[LENGTH];
            for (int j = 0; j < LENGTH; j++) {
                values[j] = random.nextGaussian() * Math.pow(10, i % 9);
            }
            parts.add(
                    i % 6 == 5
                            ? Contribution.none(i)
                            : Contribution.of(
                                    DoubleType.INSTANCE, i, 1 + random.nextInt(50), random.nextDouble(), values));
        }
        return parts;
    }

    private static double[] values(Contribution<double[]> contribution) {
        return contribution.values(DoubleType.INSTANCE);
    }

    private static Contribution<double[]> mean(List<Contribution<double[]>> parts, int depth) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(SESSION.sparkContext());
        JavaRDD<Contribution<double[]>> rdd = context.parallelize(parts, parts.size());
        // The first partitions arrive last.
        int count = parts.size();
        JavaRDD<Contribution<double[]>> delayed = rdd.map(part -> {
            Thread.sleep(part.index < count / 2 ? 3 : 0);
            return part;
        });
        return OrderedMean.of(delayed, DoubleType.INSTANCE, depth);
    }

    /** The same tree, summed here. */
    private static Contribution<double[]> tree(List<Contribution<double[]>> parts, int fan) {
        List<Contribution<double[]>> level = parts;
        while (level.size() > fan + Math.ceil((double) level.size() / fan)) {
            List<Contribution<double[]>> next = new ArrayList<>();
            for (int from = 0; from < level.size(); from += fan) {
                next.add(Contribution.mean(
                        DoubleType.INSTANCE, next.size(), level.subList(from, Math.min(level.size(), from + fan))));
            }
            level = next;
        }
        return Contribution.mean(DoubleType.INSTANCE, 0, level);
    }

    @Test
    void theTreeIsThatOfThePartitionsNumbers() {
        int compared = 0;
        for (int count : new int[] {1, 2, 7, 40}) {
            List<Contribution<double[]>> parts = parts(count);
            for (int depth : new int[] {1, 2, 3}) {
                int fan = Math.max(2, (int) Math.ceil(Math.pow(count, 1.0 / depth)));
                Contribution<double[]> found = mean(parts, depth);
                Contribution<double[]> expected = tree(parts, fan);
                assertThat(values(found)).isEqualTo(values(expected));
                assertThat(found.cost).isEqualTo(expected.cost);
                assertThat(found.weight).isEqualTo(expected.weight);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(12);
    }

    @Test
    void theMeanIsTheMean() {
        List<Contribution<double[]>> parts = parts(40);
        double weight = 0;
        double[] sums = new double[LENGTH];
        for (Contribution<double[]> part : parts) {
            weight += part.weight;
            double[] values = values(part);
            for (int j = 0; values != null && j < LENGTH; j++) {
                sums[j] += part.weight * values[j];
            }
        }
        Contribution<double[]> found = mean(parts, 2);
        assertThat(found.weight).isEqualTo(weight);
        double[] means = values(found);
        for (int j = 0; j < LENGTH; j++) {
            assertThat(Math.abs(means[j] - sums[j] / weight)).isLessThan(1e-8);
        }
        assertThat(mean(List.of(Contribution.<double[]>none(0)), 2).weight).isZero();
    }

    @Test
    void aFailureIsPassedOn() {
        List<Contribution<double[]>> parts = parts(40);
        parts.set(17, Contribution.failed(17, 3, "partition 17: cost is NaN"));
        Contribution<double[]> found = mean(parts, 2);
        assertThat(found.failure).isEqualTo("partition 17: cost is NaN");
        assertThat(found.cost).isNaN();
        assertThat(values(found)).isNull();
    }

    /** What users may have set: {@code spark.serializer}. */
    @Test
    void kryoTakesWhatTravels() {
        SerializerInstance kryo = new KryoSerializer(new SparkConf()).newInstance();
        Contribution<double[]> part = parts(1).get(0);
        Contribution<double[]> copy = roundTrip(kryo, part);
        assertThat(values(copy)).isEqualTo(values(part));
        assertThat(copy.cost).isEqualTo(part.cost);
        Rows<double[]> rows = new Rows<>(new double[] {1, 2}, new int[] {0, 1}, null, new double[] {3, 4}, 2);
        TableFault fault = new TableFault(3, "label", "is null");
        PartitionTable<double[]> table = roundTrip(kryo, new PartitionTable<>(7, rows, rows, 9, fault));
        assertThat(table.index).isEqualTo(7);
        assertThat(table.training.x).isEqualTo(rows.x);
        assertThat(table.validation.totalWeight).isEqualTo(7);
        assertThat(roundTrip(kryo, table.summary()).fault.message(7, 100))
                .isEqualTo("column label: row 103 (row 3 of partition 7) is null");
    }

    private static <T> T roundTrip(SerializerInstance kryo, T value) {
        ByteBuffer bytes = kryo.serialize(value, ClassTag$.MODULE$.apply(value.getClass()));
        return kryo.deserialize(bytes, ClassTag$.MODULE$.apply(value.getClass()));
    }
}
