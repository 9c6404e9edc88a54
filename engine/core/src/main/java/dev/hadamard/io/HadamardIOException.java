// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.io;

import java.io.IOException;

/**
 * A file could not be read or written: it is missing, truncated, corrupt or of another format. The message is one line
 * that names the file and the place in it.
 */
public final class HadamardIOException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * An error without a deeper cause.
     *
     * @param message the file, the place in it, what was expected and what was found
     */
    public HadamardIOException(String message) {
        super(message);
    }

    /**
     * An error that another one caused.
     *
     * @param message the file, the place in it, what was expected and what was found
     * @param cause what was thrown below
     */
    public HadamardIOException(String message, Throwable cause) {
        super(message, cause);
    }
}
