// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects tensors and metadata, and writes them as a file in the safetensors format. Arrays are not copied: they are
 * read when the file is written. Equal content gives equal bytes. Confined to one thread.
 */
public final class TensorFileWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /** Writes elements {@code from} to {@code from + count} to a buffer's start. */
    private interface Encoder {
        void encode(ByteBuffer buffer, long from, int count) throws IOException;
    }

    private record Entry(String name, TensorType type, long[] shape, long elements, Encoder encoder) {
        long bytes() {
            return elements * type.bytes();
        }
    }

    /** A file without content. */
    public TensorFileWriter() {}

    /**
     * Adds a string, or replaces one.
     *
     * @param name its name
     * @param value the string
     * @return this
     */
    public TensorFileWriter metadata(String name, String value) {
        metadata.put(name, value);
        return this;
    }

    /**
     * Adds a tensor of floats, F32.
     *
     * @param name its name, unlike all others
     * @param array row-major elements, from the first
     * @param shape extents, outermost first
     * @return this
     * @throws IllegalArgumentException if the name is taken or the array has fewer or more elements
     */
    public TensorFileWriter add(String name, float[] array, long... shape) {
        checkWhole(name, array.length, shape);
        return add(name, array, 0, shape);
    }

    /**
     * Adds a tensor of doubles, F64.
     *
     * @param name its name, unlike all others
     * @param array row-major elements, from the first
     * @param shape extents, outermost first
     * @return this
     * @throws IllegalArgumentException if the name is taken or the array has fewer or more elements
     */
    public TensorFileWriter add(String name, double[] array, long... shape) {
        checkWhole(name, array.length, shape);
        return add(name, array, 0, shape);
    }

    /**
     * Adds a tensor of whole numbers, I64.
     *
     * @param name its name, unlike all others
     * @param array row-major elements, from the first
     * @param shape extents, outermost first
     * @return this
     * @throws IllegalArgumentException if the name is taken or the array has fewer or more elements
     */
    public TensorFileWriter add(String name, long[] array, long... shape) {
        checkWhole(name, array.length, shape);
        return add(
                name,
                TensorType.I64,
                array.length,
                0,
                shape,
                (buffer, from, count) -> buffer.asLongBuffer().put(array, (int) from, count));
    }

    /**
     * Adds a part of an array of floats, F32.
     *
     * @param name its name, unlike all others
     * @param array row-major elements
     * @param offset the first element
     * @param shape extents, outermost first
     * @return this
     * @throws IllegalArgumentException if the name is taken or the elements don't lie inside the array
     */
    public TensorFileWriter add(String name, float[] array, int offset, long[] shape) {
        return add(
                name,
                TensorType.F32,
                array.length,
                offset,
                shape,
                (buffer, from, count) -> buffer.asFloatBuffer().put(array, offset + (int) from, count));
    }

    /**
     * Adds a part of an array of doubles, F64.
     *
     * @param name its name, unlike all others
     * @param array row-major elements
     * @param offset the first element
     * @param shape extents, outermost first
     * @return this
     * @throws IllegalArgumentException if the name is taken or the elements don't lie inside the array
     */
    public TensorFileWriter add(String name, double[] array, int offset, long[] shape) {
        return add(
                name,
                TensorType.F64,
                array.length,
                offset,
                shape,
                (buffer, from, count) -> buffer.asDoubleBuffer().put(array, offset + (int) from, count));
    }

    /**
     * Adds a tensor of whole numbers, I32.
     *
     * @param name its name, unlike all others
     * @param array row-major elements, from the first
     * @param shape extents, outermost first
     * @return this
     * @throws IllegalArgumentException if the name is taken or the array has fewer or more elements
     */
    public TensorFileWriter add(String name, int[] array, long... shape) {
        checkWhole(name, array.length, shape);
        return add(
                name,
                TensorType.I32,
                array.length,
                0,
                shape,
                (buffer, from, count) -> buffer.asIntBuffer().put(array, (int) from, count));
    }

    /**
     * Adds a tensor of floats, F32, that is too large for an array and lies in another file.
     *
     * @param name its name, unlike all others
     * @param source little-endian elements, row-major, from the file's first byte to its last; open until this file is
     *     written
     * @param shape extents, outermost first
     * @return this
     * @throws IllegalArgumentException if the name is taken or the source has fewer or more elements
     * @throws IOException if the source can't be read
     */
    public TensorFileWriter add(String name, FileChannel source, long... shape) throws IOException {
        long elements = elements(name, shape, Long.MAX_VALUE / Float.BYTES);
        if (source.size() != elements * Float.BYTES) {
            throw new IllegalArgumentException(
                    name + ": shape " + Arrays.toString(shape) + " does not fit a file of " + source.size() + " bytes");
        }
        checkName(name);
        entries.add(new Entry(name, TensorType.F32, shape.clone(), elements, (buffer, from, count) -> {
            buffer.limit(count * Float.BYTES);
            for (long at = from * Float.BYTES; buffer.hasRemaining(); ) {
                int read = source.read(buffer, at);
                if (read < 0) {
                    throw new IOException("the elements of " + name + " end at byte " + at);
                }
                at += read;
            }
            buffer.rewind();
        }));
        return this;
    }

    private TensorFileWriter add(String name, TensorType type, int length, int offset, long[] shape, Encoder encoder) {
        long elements = elements(name, shape, Integer.MAX_VALUE);
        if (offset < 0 || elements > length - offset) {
            throw new IllegalArgumentException(name + ": shape " + Arrays.toString(shape) + " at offset " + offset
                    + " does not lie in an array of " + length);
        }
        checkName(name);
        entries.add(new Entry(name, type, shape.clone(), elements, encoder));
        return this;
    }

    private void checkName(String name) {
        if (name.equals(TensorHeader.METADATA) || !names.add(name)) {
            throw new IllegalArgumentException("name \"" + name + "\" is taken");
        }
    }

    /** The product of the extents, or most if that is less. */
    private static long elements(String name, long[] shape, long most) {
        long elements = 1;
        for (long extent : shape) {
            if (extent < 0 || extent > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(name + ": bad extent in shape " + Arrays.toString(shape));
            }
            elements = extent > 0 && elements > most / extent ? most : elements * extent;
        }
        return elements;
    }

    private static void checkWhole(String name, int length, long[] shape) {
        if (elements(name, shape, Integer.MAX_VALUE) != length) {
            throw new IllegalArgumentException(
                    name + ": shape " + Arrays.toString(shape) + " does not fit an array of " + length);
        }
    }

    /**
     * Writes the file, atomically: an old one of the same name is replaced by the whole of the new one or stays.
     *
     * @param path the file
     * @throws HadamardIOException if it can't be written; an old file is as it was
     */
    public void write(Path path) throws HadamardIOException {
        List<Entry> ordered = new ArrayList<>(entries);
        // Larger elements first: then each tensor is aligned to its elements, as other readers want it.
        ordered.sort(
                Comparator.comparingInt((Entry entry) -> entry.type().bytes()).reversed());
        byte[] header = header(ordered);
        if (header.length > TensorFile.MAX_HEADER_BYTES) {
            throw new HadamardIOException(path + ": a header of " + header.length + " bytes, at most "
                    + TensorFile.MAX_HEADER_BYTES + " can be read again");
        }
        AtomicFile.write(path, channel -> {
            ByteBuffer buffer = ByteBuffer.allocate(TensorCodec.BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            buffer.putLong(header.length);
            writeFully(channel, buffer.flip());
            writeFully(channel, ByteBuffer.wrap(header));
            for (Entry entry : ordered) {
                write(channel, buffer, entry);
            }
        });
    }

    private static void write(FileChannel channel, ByteBuffer buffer, Entry entry) throws IOException {
        int most = buffer.capacity() / entry.type().bytes();
        int count;
        for (long from = 0; from < entry.elements(); from += count) {
            count = (int) Math.min(most, entry.elements() - from);
            buffer.clear();
            entry.encoder().encode(buffer, from, count);
            writeFully(channel, buffer.limit(count * entry.type().bytes()));
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** JSON, padded by spaces to a multiple of eight bytes. */
    private byte[] header(List<Entry> ordered) throws HadamardIOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(TensorHeader.METADATA);
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            long begin = 0;
            for (Entry entry : ordered) {
                writeEntry(json, entry, begin);
                begin += entry.bytes();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new HadamardIOException("header: " + e.getMessage(), e);
        }
        while (bytes.size() % 8 != 0) {
            bytes.write(' ');
        }
        return bytes.toByteArray();
    }

    private static void writeEntry(JsonGenerator json, Entry entry, long begin) throws IOException {
        json.writeObjectFieldStart(entry.name());
        json.writeStringField("dtype", entry.type().name());
        json.writeFieldName("shape");
        json.writeArray(entry.shape(), 0, entry.shape().length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {begin, begin + entry.bytes()}, 0, 2);
        json.writeEndObject();
    }
}
