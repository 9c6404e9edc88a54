// SPDX-License-Identifier: Apache-2.0

/**
 * Benchmark runs and what is made of them: {@link dev.hadamard.bench.report.JmhRun} times a
 * {@link dev.hadamard.bench.report.Suite} into a {@link dev.hadamard.bench.report.RunFolder}, and tables are rendered
 * from such a folder between markers of Markdown files.
 */
package dev.hadamard.bench.report;
