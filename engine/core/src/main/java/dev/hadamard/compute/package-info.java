// SPDX-License-Identifier: Apache-2.0

/**
 * Internal: the kernels of a dense layer as interfaces on raw arrays, the lookup of the strategy that implements them,
 * and the workers that share the tiles of an output. Each package below is one strategy; what is above knows only this
 * one.
 */
package dev.hadamard.compute;
