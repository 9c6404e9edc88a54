// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Safetensors files byte by byte, sound or not. */
public final class RawFile {

    private RawFile() {}

    /** Length, header, data. */
    public static byte[] bytes(String header, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .put(data)
                .array();
    }

    static Path write(Path directory, String header, int dataBytes) throws IOException {
        return Files.write(directory.resolve("raw.safetensors"), bytes(header, new byte[dataBytes]));
    }
}
