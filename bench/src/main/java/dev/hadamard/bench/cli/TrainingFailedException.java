// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

/** Training or timing could not go on, for a reason that the message tells in one line. */
final class TrainingFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TrainingFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
