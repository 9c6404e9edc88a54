// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.SparkSession;

/** Spark in tests and measurements: in this JVM, or with executors in JVMs of their own. */
final class Sessions {

    private Sessions() {}

    /** Two threads of this JVM, shared by the tests: made where there is none. */
    static SparkSession local() {
        return builder("local[2]").getOrCreate();
    }

    /** So many executors of a core and a gigabyte each, anew: no other session may be there. */
    static SparkSession cluster(int executors) throws IOException {
        List<String> directories = linkJars();
        SparkSession session = builder("local-cluster[" + executors + ",1,1024]")
                .config("spark.executor.extraClassPath", String.join(File.pathSeparator, directories))
                .config("spark.executorEnv.JAVA_HOME", System.getProperty("java.home"))
                .config("spark.cores.max", executors)
                .config("spark.broadcast.compress", false)
                .config("spark.scheduler.minRegisteredResourcesRatio", 1)
                .config("spark.scheduler.maxRegisteredResourcesWaitingTime", "60s")
                .getOrCreate();
        return session;
    }

    static void stop() {
        SparkSession.active().stop();
        SparkSession.clearActiveSession();
        SparkSession.clearDefaultSession();
    }

    /** Until all listeners have been told of all that happened. */
    static void settle(SparkSession session) {
        try {
            session.sparkContext().listenerBus().waitUntilEmpty();
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    static SparkSession.Builder builder(String master) {
        return SparkSession.builder()
                .master(master)
                .appName("hadamard")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", 2)
                .config(
                        "spark.sql.warehouse.dir",
                        Path.of("target", "warehouse").toUri().toString());
    }

    /**
     * Spark starts executors with the jars of the folder that SPARK_HOME names: here, links to those of this JVM's
     * class path.
     *
     * @return directories of the class path
     */
    private static List<String> linkJars() throws IOException {
        Path jars = Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        List<String> directories = new ArrayList<>();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : classPath.split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (Files.isDirectory(path)) {
                directories.add(path.toString());
            } else if (Files.isRegularFile(path)) {
                Path link = jars.resolve(path.getFileName());
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, path);
            }
        }
        return directories;
    }
}
