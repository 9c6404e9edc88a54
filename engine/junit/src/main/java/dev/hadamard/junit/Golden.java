// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test whose training must go as it went when its golden file was written. The test takes a
 * {@link dev.hadamard.verify.GoldenTrace.Recorder} and hands it to {@link dev.hadamard.Trainer#fit}; after the test,
 * what was recorded is compared with the file. The file is written, or written anew, with
 * {@code -Dhadamard.golden=update}; without it, a file that is missing is a failure.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ExtendWith(GoldenExtension.class)
public @interface Golden {

    /**
     * The golden file, below the directory that the system property {@code hadamard.golden.directory} names, by default
     * {@code src/test/resources/golden}.
     *
     * @return a relative path
     */
    String value();

    /**
     * How far costs and norms may be from the golden ones, relative to them.
     *
     * @return the largest relative difference
     */
    double tolerance() default 1e-6;

    /**
     * Whether every bit of every parameter must be the same: for trainers built with
     * {@link dev.hadamard.TrainerBuilder#strict}.
     *
     * @return false by default
     */
    boolean bits() default false;
}
