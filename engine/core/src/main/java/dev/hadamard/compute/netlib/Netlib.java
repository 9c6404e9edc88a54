// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.netlib;

import dev.hadamard.compute.StrategyUnavailableException;
import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ludovic.netlib.blas.NativeBLAS;

/**
 * netlib's two instances, and the native one's library.
 *
 * <p>netlib chooses its native library once, when its first class is initialized. So whichever strategy is asked for
 * first, the library is settled before netlib starts.
 */
final class Netlib {

    private Netlib() {}

    /**
     * netlib's Java implementation.
     *
     * @return Vector BLAS where the incubator module is there, else the one for Java 11
     */
    static BLAS javaBlas() {
        return Start.JAVA;
    }

    /**
     * The library that the native implementation uses.
     *
     * @throws StrategyUnavailableException if there is none
     */
    static NativeLibrary library() {
        if (Library.REFUSAL != null) {
            throw new StrategyUnavailableException(Library.REFUSAL.refusal(), Library.REFUSAL);
        }
        return Library.FOUND;
    }

    /**
     * netlib's native implementation, known to use {@link #library()}.
     *
     * @throws StrategyUnavailableException if there is none, or its library is not known
     */
    static BLAS nativeBlas() {
        NativeLibrary library = library();
        if (!library.named() && !Start.LOG.startedHere()) {
            throw NetlibStrategy.refusal(
                    "other code in this process started netlib before, with a library that can't be told",
                    "ask for a backend before that code runs, or name the library by -D" + NativeLibrary.PATH_PROPERTY
                            + "=FILE",
                    null);
        }
        if (Start.NATIVE == null) {
            throw NetlibStrategy.refusal(
                    "netlib could not load " + library.location() + " (" + Start.LOG.failureMessage() + ")",
                    "see that the file is a BLAS for this operating system and processor",
                    Start.LOG.failure());
        }
        return Start.NATIVE;
    }

    /** Found once, without starting netlib. */
    private static final class Library {
        static final NativeLibrary FOUND;
        static final StrategyUnavailableException REFUSAL;

        static {
            NativeLibrary found = null;
            StrategyUnavailableException refusal = null;
            try {
                found = NativeLibrary.find();
            } catch (StrategyUnavailableException e) {
                refusal = e;
            }
            FOUND = found;
            REFUSAL = refusal;
        }
    }

    /** Starts netlib, once. */
    private static final class Start {
        static final StartLog LOG = new StartLog();
        static final BLAS JAVA;
        static final BLAS NATIVE;

        static {
            boolean pointed = Library.FOUND != null && !Library.FOUND.named();
            if (pointed) {
                System.setProperty(NativeLibrary.PATH_PROPERTY, Library.FOUND.location());
            }
            JAVA = LOG.listenDuring(JavaBLAS::getInstance);
            NATIVE = nativeOrNull();
            if (pointed && (NATIVE == null || !LOG.startedHere())) {
                System.clearProperty(NativeLibrary.PATH_PROPERTY); // it would tell others what is not so
            }
        }

        private static BLAS nativeOrNull() {
            try {
                return NativeBLAS.getInstance();
            } catch (RuntimeException e) {
                return null; // netlib's way to say that it has none; the reason was logged while it started
            }
        }
    }
}
