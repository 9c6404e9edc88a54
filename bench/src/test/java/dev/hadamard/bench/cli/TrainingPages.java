// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Pages of real trainings, for tests of what a person sees. */
public final class TrainingPages {

    private TrainingPages() {}

    /** Of digits: ten classes, a validation part, two hidden layers. */
    public static Path digits(Path folder) throws IOException {
        return page(folder.resolve("digits.html"), "--layers", "32,16", "--validation-share", "0.2");
    }

    /** Of a table whose classes have long names, with characters that HTML knows. */
    public static Path names(Path folder) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(Tables.classes(folder, 90)));
        lines.replaceAll(line ->
                line.replace("ash", "<script>alert('ash')</script>").replace("birch", "a birch & its very long name"));
        Path data =
                Files.write(folder.resolve("a_table_whose_name_is_as_long_as_those_that_people_give_files.csv"), lines);
        return page(folder.resolve("names.html"), "--data", "csv:" + data, "--layers", "8");
    }

    /** Of numbers: no classes, and no gradient flow worth a word. */
    public static Path numbers(Path folder) throws IOException {
        Path data = Tables.numbers(folder, 90);
        return page(
                folder.resolve("numbers.html"),
                "--data",
                "csv:" + data,
                "--separator",
                ";",
                "--target",
                "0",
                "--layers",
                "none");
    }

    private static Path page(Path page, String... options) throws IOException {
        List<String> args =
                new ArrayList<>(List.of("train", "--no-compare", "--epochs", "6", "--html", page.toString()));
        args.addAll(List.of(options));
        Console console = Console.run(args.toArray(String[]::new));
        if (console.code() != 0) {
            throw new IOException("no page: " + console.err());
        }
        return page;
    }
}
