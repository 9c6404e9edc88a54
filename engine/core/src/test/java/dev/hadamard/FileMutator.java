// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.io.TensorType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Makes hostile files of sound safetensors files; the same ones from the same seed. */
final class FileMutator {

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern STRING = Pattern.compile("\"[^\"\\\\]{1,30}\"");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "2147483647",
            "2147483648",
            "4294967296",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551616",
            "1e9",
            "0.5",
            "-0",
            "1e400",
            "null",
            "[]",
            "{}",
            "\"1\"",
            "true",
            "999999999999");
    private static final List<String> FRAGMENTS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\u0000",
            "\\uD800",
            "\u0000",
            "\n",
            " ",
            "NaN",
            "/*",
            "'",
            "é",
            "[[[[[[[[[[",
            "{\"a\":{\"a\":{\"a\":",
            ",\"W1\":{}",
            "\"__metadata__\":{},",
            "\uFEFF");

    private final Random random;
    private final List<byte[]> seeds;

    FileMutator(long seed, List<byte[]> seeds) {
        this.random = new Random(seed);
        this.seeds = seeds;
    }

    /** A sound file with a small tensor of each type. */
    static byte[] everyType() {
        StringBuilder header = new StringBuilder("{");
        int at = 0;
        for (TensorType type : TensorType.values()) {
            int end = at + 6 * type.bytes();
            header.append(String.format(
                    "\"%s\":{\"dtype\":\"%s\",\"shape\":[2,3],\"data_offsets\":[%d,%d]},",
                    type.name(), type.name(), at, end));
            at = end;
        }
        header.append("\"__metadata__\":{\"format\":\"pt\"}}");
        return file(header.toString().getBytes(StandardCharsets.UTF_8), new byte[at]);
    }

    private static byte[] file(byte[] header, byte[] data) {
        return ByteBuffer.allocate(8 + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(data)
                .array();
    }

    /** The next file: a sound one, changed once to three times. */
    byte[] next() {
        byte[] content = pick(seeds).clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            content = random.nextInt(3) == 0 ? mutateBytes(content) : mutateHeader(content);
        }
        return content;
    }

    private byte[] mutateBytes(byte[] content) {
        int length = content.length;
        if (length == 0) {
            return new byte[random.nextInt(20)];
        }
        byte[] copy = content.clone();
        switch (random.nextInt(7)) {
            case 0 -> copy = Arrays.copyOf(content, random.nextInt(length));
            case 1 -> copy = Arrays.copyOf(content, length + 1 + random.nextInt(64));
            case 2 -> copy[random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
            case 3 -> copy[random.nextInt(length)] = (byte) random.nextInt(256);
            case 4 -> setHeaderLength(copy);
            case 5 -> copy = spliced(content, pick(seeds));
            default -> Arrays.fill(copy, random.nextInt(length), length, (byte) (random.nextBoolean() ? -1 : 0));
        }
        return copy;
    }

    private void setHeaderLength(byte[] content) {
        if (content.length >= 8) {
            long length = switch (random.nextInt(4)) {
                case 0 -> 1L << random.nextInt(64);
                case 1 -> content.length - 8L;
                case 2 -> random.nextInt(content.length);
                default -> random.nextLong();
            };
            ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        }
    }

    private byte[] spliced(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int cut = random.nextInt(first.length);
        out.write(first, 0, cut);
        int from = Math.min(cut, second.length);
        out.write(second, from, second.length - from);
        return out.toByteArray();
    }

    /** Changes the header's text, and usually makes its length right again. */
    private byte[] mutateHeader(byte[] content) {
        long length = content.length < 8
                ? -1
                : ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        if (length < 1 || length > content.length - 8) {
            return mutateBytes(content);
        }
        int end = 8 + (int) length;
        String header = new String(content, 8, (int) length, StandardCharsets.UTF_8);
        byte[] mutated = mutated(header).getBytes(StandardCharsets.UTF_8);
        byte[] result = file(mutated, Arrays.copyOfRange(content, end, content.length));
        if (random.nextInt(8) == 0) {
            ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        }
        return result;
    }

    private String mutated(String header) {
        int at = random.nextInt(header.length());
        int until = Math.min(header.length(), at + 1 + random.nextInt(40));
        return switch (random.nextInt(7)) {
            case 0, 1 -> replaced(header, NUMBER, pick(NUMBERS));
            case 2 -> replaced(header, STRING, any(header, STRING));
            case 3 ->
                replaced(
                        header, STRING, '"' + pick(List.of(TensorType.values())).name() + '"');
            case 4 -> header.substring(0, at) + pick(FRAGMENTS) + header.substring(at);
            case 5 -> header.substring(0, at) + header.substring(until);
            default -> header.substring(0, until) + header.substring(at);
        };
    }

    private String replaced(String header, Pattern pattern, String replacement) {
        List<MatchResult> matches = pattern.matcher(header).results().toList();
        if (matches.isEmpty()) {
            return header + replacement;
        }
        MatchResult match = pick(matches);
        return header.substring(0, match.start()) + replacement + header.substring(match.end());
    }

    private String any(String header, Pattern pattern) {
        List<MatchResult> matches = pattern.matcher(header).results().toList();
        return matches.isEmpty() ? "" : pick(matches).group();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
