// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.netlib;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * OpenBLAS from {@code org.bytedeco:openblas}, unpacked and loaded by JavaCPP, confined to one thread a call.
 *
 * <p>JavaCPP and netlib must load the very same file: the number of threads is a variable of the loaded library, and
 * set through JavaCPP it would not act on another copy, without any sign.
 *
 * <p>Both libraries are optional. Nothing but {@link #load()} touches their classes, so without them this class still
 * loads.
 */
final class OpenBlas {

    private static final String PRESET = "org.bytedeco.openblas.global.openblas_nolapack";
    private static final String SET_THREADS = "openblas_set_num_threads";

    /**
     * JavaCPP's names of the library: Linux, macOS, Windows; beside each other so that a changed rename still works.
     */
    private static final List<String> FILE_NAMES = List.of(
            "libopenblas_nolapack.so.0",
            "libopenblas.so.0",
            "libopenblas_nolapack.0.dylib",
            "libopenblas.0.dylib",
            "libopenblas_nolapack.dll",
            "libopenblas.dll");

    /** Suffixes of OpenBLAS' kernel tables, from dynamic.c and dynamic_arm64.c of OpenBLAS 0.3.31. */
    private static final List<String> KERNELS = List.of(
            "PRESCOTT",
            "CORE2",
            "NEHALEM",
            "BARCELONA",
            "SANDYBRIDGE",
            "BULLDOZER",
            "PILEDRIVER",
            "STEAMROLLER",
            "EXCAVATOR",
            "HASWELL",
            "ZEN",
            "SKYLAKEX",
            "COOPERLAKE",
            "SAPPHIRERAPIDS",
            "ARMV8",
            "CORTEXA53",
            "CORTEXA55",
            "CORTEXA57",
            "CORTEXA72",
            "CORTEXA73",
            "FALKOR",
            "THUNDERX",
            "THUNDERX2T99",
            "THUNDERX3T110",
            "TSV110",
            "EMAG8180",
            "NEOVERSEN1",
            "NEOVERSEV1",
            "NEOVERSEN2",
            "ARMV8SVE",
            "A64FX",
            "ARMV9SME",
            "VORTEXM4");

    private OpenBlas() {}

    /**
     * Unpacks and loads the library.
     *
     * @throws dev.hadamard.compute.StrategyUnavailableException if it isn't there or can't be loaded
     */
    static NativeLibrary load() {
        boolean modules = OpenBlas.class.getModule().isNamed();
        String resolved = modules ? " on the module path, resolved by --add-modules ALL-MODULE-PATH" : "";
        if (!isPresent()) {
            throw NetlibStrategy.refusal(
                    "org.bytedeco:openblas is not " + (modules ? "among the resolved modules" : "on the class path"),
                    "add org.bytedeco:openblas-platform" + resolved + ", or name a BLAS library by -D"
                            + NativeLibrary.PATH_PROPERTY + "=FILE",
                    null);
        }
        try {
            return JavaCpp.load();
        } catch (LinkageError | RuntimeException e) {
            throw NetlibStrategy.refusal(
                    "the native library of org.bytedeco:openblas can't be loaded (" + e.getMessage() + ")",
                    "add the artifact with this platform's classifier, or org.bytedeco:openblas-platform" + resolved,
                    e);
        }
    }

    private static boolean isPresent() {
        try {
            Class.forName(PRESET, false, OpenBlas.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false; // the class itself, or JavaCPP's that it extends
        }
    }

    /** The only code that links to JavaCPP. */
    private static final class JavaCpp {

        static NativeLibrary load() {
            Path folder = Path.of(Loader.load(openblas_nolapack.class)).getParent();
            Path file = FILE_NAMES.stream()
                    .map(folder::resolve)
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new UnsatisfiedLinkError("no OpenBLAS in " + folder));
            if (Loader.addressof(SET_THREADS) == null) {
                throw new UnsatisfiedLinkError(SET_THREADS + " is missing in " + file);
            }
            openblas_nolapack.blas_set_num_threads(1);
            return new NativeLibrary(file.toString(), false, "OpenBLAS " + version() + ", " + kernel(), "one thread");
        }

        private static String version() {
            try {
                return Loader.getVersion("org.bytedeco", "openblas");
            } catch (IOException e) {
                return "of unknown version"; // no Maven metadata, as in a shaded jar
            }
        }

        /**
         * Which set of kernels OpenBLAS picked for this processor. The call that tells it has no binding, but the table
         * in use is a public variable, and so is each table.
         */
        private static String kernel() {
            Pointer inUse = Loader.addressof("gotoblas");
            if (inUse != null) {
                long table = new LongPointer(inUse).get();
                for (String kernel : KERNELS) {
                    Pointer candidate = Loader.addressof("gotoblas_" + kernel);
                    if (candidate != null && candidate.address() == table) {
                        return kernel + " kernels";
                    }
                }
            }
            return "kernels of unknown name";
        }
    }
}
