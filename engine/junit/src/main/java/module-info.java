// SPDX-License-Identifier: Apache-2.0

/** JUnit 5 extension for numeric regression tests of trainings. */
module dev.hadamard.junit {
    requires transitive dev.hadamard;
    requires transitive org.junit.jupiter.api;

    exports dev.hadamard.junit;
}
