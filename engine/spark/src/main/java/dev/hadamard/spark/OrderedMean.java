// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * The weighted mean of what partitions contribute, added up in the order of the partitions: Spark's treeAggregate in
 * shape, which merges in the order of arrival and so gives other bits every time. Neighbours are summed by executors,
 * level by level, until few enough are left for the driver; the tree's shape depends on the number of partitions and
 * its depth alone.
 */
final class OrderedMean {

    private OrderedMean() {}

    /**
     * Runs the job.
     *
     * @param contributions one a partition
     * @param depth levels of the tree, at least 1
     */
    static <A> Contribution<A> of(JavaRDD<Contribution<A>> contributions, ElementType<A> type, int depth) {
        int count = contributions.getNumPartitions();
        int fan = Math.max((int) Math.ceil(Math.pow(count, 1.0 / depth)), 2);
        JavaRDD<Contribution<A>> level = contributions;
        // The condition is treeAggregate's: another level has to spare the driver more than it costs.
        while (count > fan + Math.ceil((double) count / fan)) {
            int groups = (count + fan - 1) / fan;
            level = grouped(level, type, fan, groups);
            count = groups;
        }
        List<Contribution<A>> last = new ArrayList<>(level.collect());
        return inOrder(last, type, 0);
    }

    private static <A> JavaRDD<Contribution<A>> grouped(
            JavaRDD<Contribution<A>> level, ElementType<A> type, int fan, int groups) {
        return level.mapToPair(part -> new Tuple2<>(part.index / fan, part))
                .partitionBy(new ByGroup(groups))
                .mapPartitionsWithIndex((group, parts) -> summed(group, parts, type), true);
    }

    private static <A> Iterator<Contribution<A>> summed(
            int group, Iterator<Tuple2<Integer, Contribution<A>>> parts, ElementType<A> type) {
        List<Contribution<A>> list = new ArrayList<>();
        parts.forEachRemaining(part -> list.add(part._2()));
        return List.of(inOrder(list, type, group)).iterator();
    }

    private static <A> Contribution<A> inOrder(List<Contribution<A>> parts, ElementType<A> type, int index) {
        parts.sort(Comparator.comparingInt(part -> part.index));
        return Contribution.mean(type, index, parts);
    }

    /** A partition for each group. */
    private static final class ByGroup extends Partitioner {

        private static final long serialVersionUID = 1;

        private final int groups;

        ByGroup(int groups) {
            this.groups = groups;
        }

        @Override
        public int numPartitions() {
            return groups;
        }

        @Override
        public int getPartition(Object group) {
            return (Integer) group;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ByGroup that && that.groups == groups;
        }

        @Override
        public int hashCode() {
            return groups;
        }
    }
}
