// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.WorkloadParams;

/** Puts together what JMH measured of one benchmark in several rounds of one fork each. */
final class RoundResults {

    /** Forks by what was measured. */
    private final Map<String, List<BenchmarkResult>> forks = new LinkedHashMap<>();

    void add(Collection<RunResult> round) {
        for (RunResult result : round) {
            forks.computeIfAbsent(result.getParams().id() + result.getParams().getMode(), id -> new ArrayList<>())
                    .addAll(result.getBenchmarkResults());
        }
    }

    boolean isEmpty() {
        return forks.isEmpty();
    }

    /** As if JMH had run all forks of each benchmark at once. */
    List<RunResult> merged() {
        return forks.values().stream()
                .map(results -> new RunResult(withForks(results.get(0).getParams(), results.size()), results))
                .toList();
    }

    private static BenchmarkParams withForks(BenchmarkParams params, int forks) {
        WorkloadParams workload = new WorkloadParams();
        int order = 0;
        for (String key : params.getParamsKeys()) {
            workload.put(key, params.getParam(key), order++);
        }
        return new BenchmarkParams(
                params.getBenchmark(),
                params.generatedBenchmark(),
                params.shouldSynchIterations(),
                params.getThreads(),
                params.getThreadGroups(),
                params.getThreadGroupLabels(),
                forks,
                params.getWarmupForks(),
                params.getWarmup(),
                params.getMeasurement(),
                params.getMode(),
                workload,
                params.getTimeUnit(),
                params.getOpsPerInvocation(),
                params.getJvm(),
                params.getJvmArgs(),
                params.getJdkVersion(),
                params.getVmName(),
                params.getVmVersion(),
                params.getJmhVersion(),
                params.getTimeout());
    }
}
