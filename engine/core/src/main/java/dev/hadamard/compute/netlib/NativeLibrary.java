// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.netlib;

/**
 * The native library that netlib is to load: the one that the user names by netlib's system properties, else OpenBLAS
 * as {@code org.bytedeco:openblas} packs it. Whatever {@code libblas.so.3} the system happens to have is never meant.
 *
 * @param location the library's file, or the name that the user gave
 * @param named whether the user named it
 * @param description what it is, for people
 * @param threads how many threads it uses for one call, for people
 */
record NativeLibrary(String location, boolean named, String description, String threads) {

    /** netlib's switch for native libraries as a whole, true unless set. */
    static final String ALLOW_PROPERTY = "dev.ludovic.netlib.blas.allowNative";

    /** netlib's property for the file to load; takes precedence over {@link #NAME_PROPERTY}. */
    static final String PATH_PROPERTY = "dev.ludovic.netlib.blas.nativeLibPath";

    /** netlib's property for the name of a library that the system's loader finds. */
    static final String NAME_PROPERTY = "dev.ludovic.netlib.blas.nativeLib";

    /**
     * Finds the library, and loads it if it is OpenBLAS.
     *
     * @throws dev.hadamard.compute.StrategyUnavailableException if there is none
     */
    static NativeLibrary find() {
        if (!Boolean.parseBoolean(System.getProperty(ALLOW_PROPERTY, "true"))) {
            throw NetlibStrategy.refusal(
                    "the system property " + ALLOW_PROPERTY + " is " + System.getProperty(ALLOW_PROPERTY),
                    "start java without it",
                    null);
        }
        for (String property : new String[] {PATH_PROPERTY, NAME_PROPERTY}) {
            String location = System.getProperty(property, "");
            if (!location.isBlank()) {
                return named(property, location);
            }
        }
        return OpenBlas.load();
    }

    private static NativeLibrary named(String property, String location) {
        return new NativeLibrary(
                location,
                true,
                "the library named by the system property " + property,
                "as many threads as that library decides (its own settings apply, such as OPENBLAS_NUM_THREADS=1)");
    }
}
