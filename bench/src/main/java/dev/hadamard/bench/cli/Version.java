// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The program's version, from what Maven packs into the jar. */
final class Version implements IVersionProvider {

    private static final String RESOURCE = "/META-INF/maven/dev.hadamard/hadamard-bench/pom.properties";

    /** Made by picocli. */
    Version() {}

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"hadamard " + current()};
    }

    static String current() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
            if (in != null) {
                properties.load(in);
            }
        }
        return properties.getProperty("version", "(not packaged)");
    }
}
