// SPDX-License-Identifier: Apache-2.0

/**
 * Dense-layer products by BLAS, through dev.ludovic.netlib: native OpenBLAS, or netlib's own Java. Internal.
 *
 * <h2>Row-major matrices, column-major BLAS</h2>
 *
 * <p>Our matrices are row-major: element (i, j) stands at i · stride + j. BLAS reads memory column-major: element (i,
 * j) stands at i + j · ld. The same memory read by the other rule is therefore the transpose, with ld = stride. Write
 * M' for a matrix M of ours as BLAS sees it. To get C = A B we ask BLAS for the same memory,
 *
 * <p>C' = (A B)' = B' A',
 *
 * <p>that is: operands exchanged, rows and columns exchanged, nothing moved. Where the formula transposes a factor,
 * BLAS transposes it too, since (Mᵀ)' = (M')ᵀ. So the three products of a dense layer, each m x n with sums of length k
 * in BLAS' sense, are
 *
 * <table>
 * <caption>The three products as gemm calls</caption>
 * <tr><th>ours</th><th>as BLAS sees it</th><th>transa, transb</th><th>m</th><th>n</th><th>k</th></tr>
 * <tr><td>Z = X W</td><td>Z' = W' X'</td><td>N, N</td><td>units</td><td>rows</td><td>inputs</td></tr>
 * <tr><td>D = Δ Wᵀ</td><td>D' = (W')ᵀ Δ'</td><td>T, N</td><td>inputs</td><td>rows</td><td>units</td></tr>
 * <tr><td>dW = Xᵀ Δ</td><td>dW' = Δ' (X')ᵀ</td><td>N, T</td><td>units</td><td>inputs</td><td>rows</td></tr>
 * </table>
 */
package dev.hadamard.compute.netlib;
