// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file in the safetensors format (github.com/huggingface/safetensors), opened for reading: named tensors, and strings
 * as metadata.
 *
 * <p>Opening reads and checks the header alone; tensors are read when asked for, by positions in the file and not by a
 * memory map, which Java 17 can't release and which crashes where a file shrinks. Whatever the file holds, an error is
 * a {@link HadamardIOException} that tells where; no more memory is used than a multiple of the header's bytes, which
 * are there and at most {@value #MAX_HEADER_BYTES}, and what the caller asks for. Confined to one thread at a time.
 */
public final class TensorFile implements AutoCloseable {

    /** The longest header that is read; those of the largest published models have about a tenth of it. */
    public static final int MAX_HEADER_BYTES = 16 << 20;

    private static final int LENGTH_BYTES = 8;

    private final Path path;
    private final FileChannel channel;
    private final Map<String, String> metadata;
    private final Map<String, TensorInfo> tensors;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(TensorCodec.BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private TensorFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        long size = channel.size();
        if (size < LENGTH_BYTES) {
            throw error(0, "a safetensors file begins with 8 bytes of length, this one has " + size + " bytes");
        }
        buffer.limit(LENGTH_BYTES);
        readFully(0);
        long length = buffer.getLong(0);
        if (length < 2 || length > size - LENGTH_BYTES || length > MAX_HEADER_BYTES) {
            throw error(
                    0,
                    "no safetensors file: the length of its header would be " + Long.toUnsignedString(length)
                            + ", with " + (size - LENGTH_BYTES) + " bytes following (at most " + MAX_HEADER_BYTES
                            + " are read)");
        }
        long dataPosition = LENGTH_BYTES + length;
        TensorHeader header =
                new TensorHeader(path.toString(), headerText((int) length), dataPosition, size - dataPosition);
        this.metadata = header.metadata();
        Map<String, TensorInfo> named = new LinkedHashMap<>();
        header.tensors().forEach(tensor -> named.put(tensor.name(), tensor));
        this.tensors = Collections.unmodifiableMap(named);
    }

    /**
     * Opens a file and checks its header.
     *
     * @param path the file
     * @return the file, to be closed
     * @throws HadamardIOException if it can't be read or is no sound safetensors file
     */
    public static TensorFile open(Path path) throws HadamardIOException {
        if (Files.isDirectory(path)) {
            throw new HadamardIOException(path + ": is a directory, not a file");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            return new TensorFile(path, channel);
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw wrapped(path, e);
        }
    }

    private String headerText(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        readFully(bytes, LENGTH_BYTES);
        bytes.flip();
        if (bytes.get(0) != '{') {
            throw error(LENGTH_BYTES, "no safetensors file: its header must begin with {");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new HadamardIOException(path + ": byte " + (LENGTH_BYTES + bytes.position()) + ": not UTF-8", e);
        }
    }

    /**
     * Where it was opened.
     *
     * @return the path
     */
    public Path path() {
        return path;
    }

    /**
     * The file's own strings.
     *
     * @return name and value, in the order of the file; unmodifiable
     */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * All tensors.
     *
     * @return in the order of their places; unmodifiable
     */
    public Collection<TensorInfo> tensors() {
        return tensors.values();
    }

    /**
     * Whether there is a tensor.
     *
     * @param name its name
     * @return true if there is
     */
    public boolean contains(String name) {
        return tensors.containsKey(name);
    }

    /**
     * A tensor's description.
     *
     * @param name its name
     * @return type, shape and place
     * @throws HadamardIOException if there is none of that name
     */
    public TensorInfo tensor(String name) throws HadamardIOException {
        TensorInfo tensor = tensors.get(name);
        if (tensor == null) {
            throw new HadamardIOException(path + ": no tensor \"" + TensorHeader.shortened(name) + '"');
        }
        return tensor;
    }

    /**
     * Reads a tensor as floats; F64 is rounded, F16 and BF16 are exact.
     *
     * @param name its name
     * @return all elements, row-major
     * @throws HadamardIOException if there is none, it is no float, doesn't fit into memory, or reading fails
     */
    public float[] readFloats(String name) throws HadamardIOException {
        float[] elements = new float[arrayLength(real(name), Float.BYTES)];
        read(name, elements, 0);
        return elements;
    }

    /**
     * Reads a tensor as doubles, exactly.
     *
     * @param name its name
     * @return all elements, row-major
     * @throws HadamardIOException if there is none, it is no float, doesn't fit into memory, or reading fails
     */
    public double[] readDoubles(String name) throws HadamardIOException {
        double[] elements = new double[arrayLength(real(name), Double.BYTES)];
        read(name, elements, 0);
        return elements;
    }

    /**
     * Reads a tensor of whole numbers.
     *
     * @param name its name
     * @return all elements, row-major
     * @throws HadamardIOException if there is none, it isn't I64, doesn't fit into memory, or reading fails
     */
    public long[] readLongs(String name) throws HadamardIOException {
        TensorInfo tensor = tensor(name);
        if (tensor.type() != TensorType.I64) {
            throw error(tensor.position(), "tensor " + tensor + " is not I64");
        }
        long[] elements = new long[arrayLength(tensor, Long.BYTES)];
        readChunks(
                tensor, 0, elements.length, (at, count) -> buffer.asLongBuffer().get(elements, at, count));
        return elements;
    }

    /**
     * Reads a tensor into an array; F64 is rounded, F16 and BF16 are exact.
     *
     * @param name its name
     * @param target where all of its elements go, row-major
     * @param offset first element in target
     * @throws IllegalArgumentException if they don't lie inside target
     * @throws HadamardIOException if there is none, it is no float, or reading fails; target may be half written
     */
    public void read(String name, float[] target, int offset) throws HadamardIOException {
        TensorInfo tensor = real(name);
        checkRoom(tensor, target.length, offset);
        read(name, 0, (int) tensor.elements(), target, offset);
    }

    /**
     * Reads a tensor into an array, exactly.
     *
     * @param name its name
     * @param target where all of its elements go, row-major
     * @param offset first element in target
     * @throws IllegalArgumentException if they don't lie inside target
     * @throws HadamardIOException if there is none, it is no float, or reading fails; target may be half written
     */
    public void read(String name, double[] target, int offset) throws HadamardIOException {
        TensorInfo tensor = real(name);
        checkRoom(tensor, target.length, offset);
        read(name, 0, (int) tensor.elements(), target, offset);
    }

    /**
     * Reads a part of a tensor into an array; F64 is rounded, F16 and BF16 are exact.
     *
     * @param name its name
     * @param from the first element, row-major
     * @param count how many
     * @param target where they go
     * @param offset first element in target
     * @throws IllegalArgumentException if they don't lie inside the tensor or inside target
     * @throws HadamardIOException if there is none, it is no float, or reading fails; target may be half written
     */
    public void read(String name, long from, int count, float[] target, int offset) throws HadamardIOException {
        TensorInfo tensor = real(name);
        checkPart(tensor, from, count, target.length, offset);
        readChunks(tensor, from, count, (at, n) -> TensorCodec.decode(tensor.type(), buffer, target, offset + at, n));
    }

    /**
     * Reads a part of a tensor into an array, exactly.
     *
     * @param name its name
     * @param from the first element, row-major
     * @param count how many
     * @param target where they go
     * @param offset first element in target
     * @throws IllegalArgumentException if they don't lie inside the tensor or inside target
     * @throws HadamardIOException if there is none, it is no float, or reading fails; target may be half written
     */
    public void read(String name, long from, int count, double[] target, int offset) throws HadamardIOException {
        TensorInfo tensor = real(name);
        checkPart(tensor, from, count, target.length, offset);
        readChunks(tensor, from, count, (at, n) -> TensorCodec.decode(tensor.type(), buffer, target, offset + at, n));
    }

    /**
     * Reads a part of a tensor of whole numbers into an array.
     *
     * @param name its name
     * @param from the first element, row-major
     * @param count how many
     * @param target where they go
     * @param offset first element in target
     * @throws IllegalArgumentException if they don't lie inside the tensor or inside target
     * @throws HadamardIOException if there is none, it isn't I32, or reading fails; target may be half written
     */
    public void read(String name, long from, int count, int[] target, int offset) throws HadamardIOException {
        TensorInfo tensor = tensor(name);
        if (tensor.type() != TensorType.I32) {
            throw error(tensor.position(), "tensor " + tensor + " is not I32");
        }
        checkPart(tensor, from, count, target.length, offset);
        readChunks(tensor, from, count, (at, n) -> buffer.asIntBuffer().get(target, offset + at, n));
    }

    @Override
    public void close() throws HadamardIOException {
        try {
            channel.close();
        } catch (IOException e) {
            throw wrapped(path, e);
        }
    }

    /** Takes decoded elements. */
    private interface Chunk {
        void accept(int at, int count);
    }

    /** Shows a tensor's elements, a buffer at a time; at counts from 0. */
    private void readChunks(TensorInfo tensor, long from, int elements, Chunk chunk) throws HadamardIOException {
        int bytes = tensor.type().bytes();
        int most = buffer.capacity() / bytes;
        try {
            for (int at = 0, count; at < elements; at += count) {
                count = Math.min(most, elements - at);
                buffer.clear().limit(count * bytes);
                readFully(tensor.position() + (from + at) * bytes);
                buffer.flip();
                chunk.accept(at, count);
            }
        } catch (IOException e) {
            throw wrapped(path, e);
        }
    }

    private void readFully(long position) throws IOException {
        readFully(buffer, position);
    }

    private void readFully(ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int read = channel.read(target, at);
            if (read < 0) {
                throw error(at, "the file ends here, it has been cut while it was read");
            }
            at += read;
        }
    }

    private TensorInfo real(String name) throws HadamardIOException {
        TensorInfo tensor = tensor(name);
        if (!tensor.type().isReal()) {
            throw error(tensor.position(), "tensor " + tensor + " is not F16, BF16, F32 or F64");
        }
        return tensor;
    }

    private int arrayLength(TensorInfo tensor, int bytes) throws HadamardIOException {
        long elements = tensor.elements();
        long memory = Runtime.getRuntime().maxMemory();
        if (elements > Integer.MAX_VALUE - 8 || elements * bytes > memory) {
            throw error(
                    tensor.position(),
                    "tensor " + tensor + " has " + elements + " elements of " + bytes
                            + " bytes, beyond one Java array or the heap of at most " + memory + " bytes");
        }
        return (int) elements;
    }

    private static void checkRoom(TensorInfo tensor, int length, int offset) {
        if (offset < 0 || tensor.elements() > length - offset) {
            throw new IllegalArgumentException("target: " + tensor.elements() + " elements of tensor \"" + tensor.name()
                    + "\" at offset " + offset + " do not lie in an array of " + length);
        }
    }

    private static void checkPart(TensorInfo tensor, long from, int count, int length, int offset) {
        if (from < 0 || count < 0 || from > tensor.elements() - count || offset < 0 || offset > length - count) {
            throw new IllegalArgumentException("from: " + count + " elements from " + from + " of tensor \""
                    + tensor.name() + "\" of " + tensor.elements() + ", to offset " + offset + " in an array of "
                    + length);
        }
    }

    private HadamardIOException error(long position, String message) {
        return new HadamardIOException(path + ": byte " + position + ": " + message);
    }

    private static HadamardIOException wrapped(Path path, IOException e) {
        if (e instanceof HadamardIOException known) {
            return known;
        } else if (e instanceof NoSuchFileException) {
            return new HadamardIOException(path + ": no such file", e);
        } else if (e instanceof AccessDeniedException) {
            return new HadamardIOException(path + ": access denied", e);
        }
        return new HadamardIOException(path + ": " + e, e);
    }

    private static void closeQuietly(FileChannel channel, IOException cause) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
