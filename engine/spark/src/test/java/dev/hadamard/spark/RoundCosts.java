// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.BlockUpdatedInfo;

/**
 * What a round costs besides computing: time and bytes by number of executors and of parameters, with a single row a
 * partition.
 */
final class RoundCosts {

    private static final int ROUNDS = 60;
    private static final int WARM_UP = 20;

    private RoundCosts() {}

    /** Bytes that came to executors by broadcasts, and that went back as results. */
    private static final class Bytes extends SparkListener {
        private final AtomicLong sent = new AtomicLong();
        private final AtomicLong returned = new AtomicLong();
        private final AtomicLong startMillis = new AtomicLong();
        private final AtomicLong runMillis = new AtomicLong();

        @Override
        public void onBlockUpdated(SparkListenerBlockUpdated update) {
            BlockUpdatedInfo block = update.blockUpdatedInfo();
            boolean piece = block.blockId().name().matches("broadcast_\\d+_piece\\d+");
            // Its removal is an update too.
            if (piece
                    && block.storageLevel().isValid()
                    && !block.blockManagerId().isDriver()) {
                sent.addAndGet(block.memSize() + block.diskSize());
            }
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd task) {
            returned.addAndGet(task.taskMetrics().resultSize());
            startMillis.addAndGet(task.taskMetrics().executorDeserializeTime());
            runMillis.addAndGet(task.taskMetrics().executorRunTime());
        }
    }

    static void run(List<String> args) throws IOException {
        for (String executors : args) {
            SparkSession session = Sessions.cluster(Integer.parseInt(executors));
            for (int hidden : new int[] {2, 160, 640, 2560}) {
                measure(session, Integer.parseInt(executors), hidden);
            }
            Sessions.stop();
        }
    }

    private static void measure(SparkSession session, int executors, int hidden) {
        Example example = Example.of(1, executors, Mnist.FEATURES, Mnist.CLASSES);
        Dataset<Row> table = example.table(session, executors);
        WorkPlan<float[]> plan = new WorkPlan<>(
                new Topology<>(
                        new int[] {Mnist.FEATURES, hidden, Mnist.CLASSES},
                        "relu",
                        Topology.Output.SOFTMAX,
                        FloatType.INSTANCE,
                        1),
                new Learning("auto", "gd", 0.01, "constant", 0, "auto"),
                new Course(1, 0, 512, 0, 0, 0, 2));
        Columns columns = new Columns("features", "label", "", "");
        Bytes bytes = new Bytes();
        List<Double> times = new ArrayList<>();
        float[] parameters = plan.topology().initial().parameters();
        try (PartitionedTable<float[]> rows = PartitionedTable.of(table, columns, plan, "rows")) {
            Round round = new Round(0, 0, executors, executors, before(executors));
            for (int i = 0; i < ROUNDS; i++) {
                if (i == WARM_UP) {
                    Sessions.settle(session);
                    session.sparkContext().addSparkListener(bytes);
                }
                long start = System.nanoTime();
                rows.mean(parameters, (worker, partition) -> worker.gradient(partition, round));
                if (i >= WARM_UP) {
                    times.add((System.nanoTime() - start) / 1e6);
                }
            }
        }
        Sessions.settle(session);
        session.sparkContext().removeSparkListener(bytes);
        Collections.sort(times);
        int rounds = ROUNDS - WARM_UP;
        AgainstSpark.print(
                "%d executors, %d parameters (%d bytes): %.1f ms a round, median; %d bytes out, %d bytes back;"
                        + " a task %.1f ms to start and %.1f ms to run",
                executors,
                parameters.length,
                4L * parameters.length,
                times.get(rounds / 2),
                bytes.sent.get() / rounds,
                bytes.returned.get() / rounds,
                (double) bytes.startMillis.get() / (rounds * executors),
                (double) bytes.runMillis.get() / (rounds * executors));
    }

    private static long[] before(int partitions) {
        long[] before = new long[partitions];
        for (int i = 0; i < partitions; i++) {
            before[i] = i;
        }
        return before;
    }
}
