// SPDX-License-Identifier: Apache-2.0

/**
 * Examples to copy: each is one class with a main method that runs by itself. They are compiled and run by the build,
 * at small size.
 *
 * <pre>{@code
 * java --add-modules jdk.incubator.vector -cp bench/target/hadamard.jar dev.hadamard.bench.example.OnlineService
 * }</pre>
 */
package dev.hadamard.bench.example;
