// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.process;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.util.List;

/** Runs the program again in a child JVM that has the options which this one lacks. */
public final class Restart {

    private static final String MAIN_CLASS = "dev.hadamard.bench.Main";
    private static final int CANNOT_START = 1;

    private Restart() {}

    /**
     * Whether this JVM lacks the vector module and another one could have it. Says so on the standard error where it
     * can't.
     *
     * @return false in a child, and where the module is there or nowhere to be had
     */
    public static boolean isNeeded() {
        boolean child = System.getProperty(ParentWatch.PROPERTY) != null;
        if (child || ModuleLayer.boot().findModule(ChildJvm.INCUBATOR).isPresent()) {
            return false;
        }
        if (!hasIncubator()) {
            System.err.println(
                    "hadamard: this Java has no module " + ChildJvm.INCUBATOR + ": running without vector code");
            return false;
        }
        return true;
    }

    /** Whether the JDK that runs this has the module, asked for or not. */
    static boolean hasIncubator() {
        return ModuleFinder.ofSystem().find(ChildJvm.INCUBATOR).isPresent();
    }

    /**
     * Runs the program in a child JVM with this one's input, output, options and class path.
     *
     * @param args the program's arguments
     * @return the child's exit code
     */
    public static int run(String[] args) {
        try {
            return ChildJvm.start(ChildJvm.of(MAIN_CLASS, List.of(args)).inheritIO())
                    .waitFor();
        } catch (IOException e) {
            System.err.println("hadamard: can't start a JVM: " + e.getMessage());
            return CANNOT_START;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CANNOT_START;
        }
    }
}
