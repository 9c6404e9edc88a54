// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.netlib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StartLogTest {

    private static final Logger NETLIB = Logger.getLogger("dev.ludovic.netlib.blas.InstanceBuilder");
    private static final Throwable FAILURE = new ExceptionInInitializerError(new UnsatisfiedLinkError("no such file"));

    private final List<String> seen = new ArrayList<>();
    private final Handler embedder = new Handler() {
        @Override
        public void publish(LogRecord message) {
            seen.add(message.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        embedder.setLevel(Level.ALL);
        NETLIB.addHandler(embedder);
        NETLIB.setUseParentHandlers(false);
    }

    @AfterEach
    void restore() {
        NETLIB.removeHandler(embedder);
        NETLIB.setUseParentHandlers(true);
        NETLIB.setLevel(null);
        NETLIB.setFilter(null);
    }

    private static String logLikeNetlib() {
        NETLIB.log(Level.FINE, "details", FAILURE);
        NETLIB.log(Level.FINE, "more details", new IllegalStateException("later"));
        NETLIB.log(Level.INFO, "Using something");
        NETLIB.log(Level.WARNING, "trouble");
        return "result";
    }

    @Test
    void keepsTheAnnouncementAndDetailsFromTheEmbedder() {
        StartLog log = new StartLog();
        assertThat(log.<String>listenDuring(StartLogTest::logLikeNetlib)).isEqualTo("result");
        assertThat(seen).containsExactly("trouble");
        assertThat(log.startedHere()).isTrue();
        assertThat(log.failure()).isSameAs(FAILURE);
        assertThat(log.failureMessage()).isEqualTo("no such file");
    }

    @Test
    void passesDetailsOnToAnEmbedderWhoAskedForThem() {
        NETLIB.setLevel(Level.FINE);
        new StartLog().<String>listenDuring(StartLogTest::logLikeNetlib);
        assertThat(seen).containsExactly("details", "more details", "trouble");
    }

    @Test
    void respectsTheEmbeddersFilter() {
        NETLIB.setFilter(message -> false);
        StartLog log = new StartLog();
        log.<String>listenDuring(StartLogTest::logLikeNetlib);
        assertThat(seen).isEmpty();
        assertThat(log.startedHere()).isTrue();
    }

    @Test
    void leavesTheLoggerAsItWas() {
        Filter filter = message -> true;
        for (Level level : new Level[] {null, Level.OFF, Level.FINEST}) {
            NETLIB.setLevel(level);
            NETLIB.setFilter(filter);
            new StartLog().<String>listenDuring(StartLogTest::logLikeNetlib);
            assertThat(NETLIB.getLevel()).isEqualTo(level);
            assertThat(NETLIB.getFilter()).isSameAs(filter);
        }
        Supplier<String> failing = () -> {
            throw new IllegalStateException("start failed");
        };
        assertThatThrownBy(() -> new StartLog().listenDuring(failing)).hasMessage("start failed");
        assertThat(NETLIB.getFilter()).isSameAs(filter);
    }

    @Test
    void tellsThatNetlibHadBeenStartedBefore() {
        StartLog log = new StartLog();
        log.listenDuring(() -> "silent");
        assertThat(log.startedHere()).isFalse();
        assertThat(log.failure()).isNull();
        assertThat(log.failureMessage()).isEqualTo("it did not say why");
    }

    @Test
    void isNotFooledByAnotherThreadThatStartsNetlib() {
        StartLog log = new StartLog();
        log.listenDuring(() -> {
            Thread other = new Thread(StartLogTest::logLikeNetlib);
            other.start();
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return "done";
        });
        assertThat(log.startedHere()).isFalse();
        assertThat(seen).containsExactly("trouble");
    }
}
