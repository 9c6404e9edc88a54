// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with the input: exit code 2 and one line that says what. */
class BadInputTest {

    @TempDir
    static Path folder;

    @BeforeAll
    static void writeFiles() throws IOException {
        Files.writeString(folder.resolve("text.csv"), "1,2,a\n3,x,b\n");
        Files.writeString(folder.resolve("ragged.csv"), "1,2,0\n1,2\n");
        Files.writeString(folder.resolve("empty.csv"), "");
        Files.writeString(folder.resolve("single.csv"), "1,2,a\n3,4,a\n5,6,a\n");
        Files.writeString(folder.resolve("numbers.csv"), "1,2,0.5\n3,4,1.5\n5,6,2.5\n");
        Files.createDirectory(folder.resolve("idx"));
        Files.writeString(folder.resolve("idx").resolve("train-images-idx3-ubyte"), "nonsense");
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @CsvSource(delimiter = '|', textBlock = """
            ''                                            | a command is missing
            nonsense                                      | nonsense
            train --nonsense                              | --nonsense
            train --data nowhere                          | none of digits, csv:FILE, libsvm:FILE, idx:DIR, rows:FILE
            train --data csv:                             | lacks a path
            train --data csv:@/none.csv                   | none.csv: no such file
            train --data csv:@/empty.csv                  | empty
            train --data csv:@/text.csv --header no       | line 2, column 2
            train --data csv:@/ragged.csv --header no     | line 2
            train --data csv:@/single.csv --header no     | one class
            train --data csv:@/numbers.csv --target none  | none
            train --data csv:@/numbers.csv --separator ab | --separator
            train --data csv:@/numbers.csv --header maybe | --header
            train --data csv:@/numbers.csv --task guess   | --task
            train --data csv:@/numbers.csv --task regression --loss cross_entropy | for classes
            train --data csv:@/numbers.csv --test-share 0 | --test-share
            train --data csv:@/numbers.csv --test-share 1 | --test-share
            train --data idx:@/none                       | no such directory
            train --data idx:@/idx                        | no such file
            train --data idx:@/idx --test-share 0.5       | --test-share
            train --data digits --target last             | --target
            train --dropout 1                             | --dropout must be from 0 to below 1, was 1.0
            train --dropout -0.1                          | --dropout must be from 0 to below 1, was -0.1
            train --dropout NaN                           | --dropout must be from 0 to below 1, was NaN
            train --layers none --dropout 0.5             | --layers none has none
            train --layer-norm --batch-norm               | exclude each other
            train --schedule nope                         | cosine_restarts
            train --warmup -1                             | --warmup
            train --clip-norm 1 --clip-value 1            | exclude each other
            train --class-weights some                    | --class-weights
            train --rate-of-layer 1                       | --rate-of-layer
            train --early-stopping nope                   | accuracy
            train --patience 3                            | --early-stopping
            train --validation-share 1                    | --validation-share
            train --time-budget 0                         | --time-budget
            train --optimizer lbfgs --batch 5             | --batch
            train --optimizer lbfgs --backend reference   | lbfgs
            train --diagnose-chart @/chart.gif            | .svg or .png
            train --folds 1                               | --folds must be at least 2
            train --folds 3 --save @/model                | --save is of one training
            train --folds 3 --diagnose                    | --diagnose is of one training
            train --folds 3 --test-share 0.5              | --test-share
            train --folds 3 --backend reference           | --folds is not for
            train --folds 9 --data csv:@/numbers.csv --header no | 9
            train --plot @/chart.gif                      | .svg or .png
            train --html @/no/such/dir/page.html          | no such folder
            train --layers 0                              | "0" is no number of units
            train --layers -5,3                           | "-5" is no number of units
            train --layers 5,,3                           | "" is no number of units
            train --layers x                              | "x" is no number of units
            train --layers 2000000000,2000000000          | layer
            train --activation nope                       | leaky_relu
            train --loss nope                             | cross_entropy
            train --optimizer nope                        | adagrad
            train --lr 0                                  | --lr
            train --lr -1                                 | --lr
            train --lr nan                                | --lr
            train --lr NaN                                | --lr
            train --lr Infinity                           | --lr
            train --batch 0                               | --batch
            train --batch 1.5                             | --batch
            train --epochs 0                              | --epochs
            train --epochs -1                             | --epochs
            train --seed one                              | --seed
            train --precision half                        | float or double
            train --backend nope                          | netlib-native
            train --json @/no/such/dir/x.json             | no such folder
            train --json @/idx                            | is a directory
            train digits                                  | digits
            info extra                                    | extra
            """)
    void isAnsweredByOneLine(String command, String expected) {
        String[] args = command.isEmpty()
                ? new String[0]
                : command.replace("@", folder.toString()).split(" +");
        Console console = Console.run(args);
        assertThat(console.code()).isEqualTo(2);
        assertThat(console.err()).hasSize(1);
        assertThat(console.err().get(0)).startsWith("hadamard").contains(expected);
        assertThat(console.out()).isEmpty();
    }

    /** What only a network and data can tell, before the first step. */
    @ParameterizedTest(name = "[{index}] {0}")
    @CsvSource(delimiter = '|', textBlock = """
            train --l1 -1 | l1
            train --l2 NaN | l2
            train --weight-decay -1 | weight
            train --max-norm -1 | maxNorm
            train --clip-norm 0 | --clip-norm
            train --clip-value -1 | --clip-value
            train --label-smoothing 1 | smooth
            train --freeze 9 | 9
            train --freeze 1,2 | frozen
            train --rate-of-layer 9=1 | 9
            train --rate-of-layer 1=-1 | factor
            train --early-stopping r2 | class
            train --early-stopping accuracy --patience 0 | patience
            train --optimizer lbfgs --clip-norm 1 | L-BFGS
            """)
    void isAnsweredBeforeTraining(String command, String expected) {
        String[] args = (command + " --layers 4").split(" +");
        Console console = Console.run(args);
        assertThat(console.code()).isEqualTo(2);
        assertThat(console.err())
                .singleElement()
                .asString()
                .startsWith("hadamard")
                .contains(expected);
        assertThat(console.out()).noneMatch(line -> line.startsWith("epoch"));
    }

    @Test
    void divergingTrainingNamesStepAndLayer() throws IOException {
        Path file = Tables.numbers(folder, 60);
        for (String backend : new String[] {"scalar", "reference"}) {
            Console console = Console.run(
                    "train",
                    "--data",
                    "csv:" + file,
                    "--separator",
                    ";",
                    "--target",
                    "0",
                    "--optimizer",
                    "sgd",
                    "--lr",
                    "1e30",
                    "--backend",
                    backend,
                    "--no-compare");
            assertThat(console.code()).isEqualTo(1);
            assertThat(console.err()).hasSize(1);
            assertThat(console.err().get(0)).contains("--lr");
            assertThat(console.err().get(0))
                    .matches(backend.equals("scalar") ? ".*step \\d+, layer \\d+.*" : ".*epoch \\d+.*");
        }
    }
}
