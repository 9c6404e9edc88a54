// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.io.HadamardIOException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads images and labels in the IDX format of MNIST, Fashion-MNIST, EMNIST and others, plain or gzip (told by the
 * first bytes).
 *
 * <p>The format, as described at <a href="http://yann.lecun.com/exdb/mnist/">yann.lecun.com/exdb/mnist</a>: two zero
 * bytes, a byte for the element type (8: unsigned byte, the only one read here), a byte for the number of dimensions,
 * each dimension as a big-endian 32-bit number, then the elements, row-major. Images have three dimensions (count,
 * height, width), labels one.
 *
 * <p>No more is allocated than a file has proved to hold, whatever its header declares.
 */
public final class IdxReader {

    private static final int UNSIGNED_BYTE = 0x08;
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    /** Pixels from 0 to 1 by their byte. */
    private static final double[] SCALED =
            IntStream.range(0, 256).mapToDouble(pixel -> pixel / 255.0).toArray();

    private IdxReader() {}

    /**
     * Grey images of one size.
     *
     * @param count number of images, at least 1
     * @param height rows of pixels, at least 1
     * @param width pixels in a row, at least 1
     * @param pixels unsigned bytes, count x height x width; shared, not copied
     */
    public record Images(int count, int height, int width, byte[] pixels) {

        /**
         * Checks the shape.
         *
         * @param count number of images
         * @param height rows of pixels
         * @param width pixels in a row
         * @param pixels unsigned bytes
         * @throws IllegalArgumentException if a dimension is less than 1 or their product isn't the number of pixels
         */
        public Images {
            long size = (long) height * width;
            boolean positive = count > 0 && height > 0 && width > 0;
            if (!positive || size > pixels.length || count * size != pixels.length) {
                throw new IllegalArgumentException(
                        count + " images of " + height + " x " + width + " in " + pixels.length + " pixels");
            }
        }

        /**
         * The width of an image as a sample.
         *
         * @return height · width
         */
        public int features() {
            return height * width;
        }

        /**
         * All pixels / 255, in single precision.
         *
         * @return numbers from 0 to 1, count x features
         */
        public float[] toFloats() {
            return scaled(FloatArrays.INSTANCE);
        }

        /**
         * All pixels / 255, in double precision.
         *
         * @return numbers from 0 to 1, count x features
         */
        public double[] toDoubles() {
            return scaled(DoubleArrays.INSTANCE);
        }

        private <A> A scaled(ArrayType<A> type) {
            A scaled = type.allocate(pixels.length);
            for (int i = 0; i < pixels.length; i++) {
                type.set(scaled, i, SCALED[Byte.toUnsignedInt(pixels[i])]);
            }
            return scaled;
        }
    }

    /**
     * Reads images.
     *
     * @param path an IDX file of unsigned bytes in three dimensions
     * @return the images
     * @throws HadamardIOException if the file is missing or truncated, is no such file, has bytes after its end, or
     *     doesn't fit into the heap or into one array
     */
    public static Images readImages(Path path) throws HadamardIOException {
        return Input.read(path, in -> {
            int[] shape = readShape(path, in, 3);
            return new Images(shape[0], shape[1], shape[2], readElements(path, in, shape));
        });
    }

    /**
     * Reads labels.
     *
     * @param path an IDX file of unsigned bytes in one dimension
     * @return labels, each 0 to 255
     * @throws HadamardIOException if the file is missing or truncated, is no such file, has bytes after its end, or
     *     doesn't fit into the heap
     */
    public static int[] readLabels(Path path) throws HadamardIOException {
        return Input.read(path, in -> {
            byte[] bytes = readElements(path, in, readShape(path, in, 1));
            int[] labels = new int[bytes.length];
            Arrays.setAll(labels, i -> Byte.toUnsignedInt(bytes[i]));
            return labels;
        });
    }

    /**
     * Reads MNIST, or what lies in files of the same names, with pixels / 255, in single precision. The names are
     * {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte} and
     * {@code t10k-labels-idx1-ubyte}, each with or without {@code .gz}, and with {@code .idx} for {@code -idx} too.
     *
     * @param directory where the four files lie
     * @return training and test part; the number of classes is the largest label of both, plus 1
     * @throws HadamardIOException if a file is missing, truncated or no such file, if the numbers of images and labels
     *     differ, or if train and test images differ in size
     */
    public static Split<float[]> readFloats(Path directory) throws HadamardIOException {
        return readDirectory(directory, FloatArrays.INSTANCE);
    }

    /**
     * Reads MNIST, or what lies in files of the same names, as {@link #readFloats} does, in double precision.
     *
     * @param directory where the four files lie
     * @return training and test part; the number of classes is the largest label of both, plus 1
     * @throws HadamardIOException if a file is missing, truncated or no such file, if the numbers of images and labels
     *     differ, or if train and test images differ in size
     */
    public static Split<double[]> readDoubles(Path directory) throws HadamardIOException {
        return readDirectory(directory, DoubleArrays.INSTANCE);
    }

    private static <A> Split<A> readDirectory(Path directory, ArrayType<A> type) throws HadamardIOException {
        if (!Files.isDirectory(directory)) {
            throw new HadamardIOException(
                    directory + (Files.exists(directory) ? ": not a" : ": no such") + " directory");
        }
        Path trainPath = find(directory, "train-images", 3);
        Path testPath = find(directory, "t10k-images", 3);
        int[] trainLabels = readLabels(find(directory, "train-labels", 1));
        int[] testLabels = readLabels(find(directory, "t10k-labels", 1));
        int classes = 1
                + IntStream.concat(Arrays.stream(trainLabels), Arrays.stream(testLabels))
                        .max()
                        .orElseThrow();
        try {
            Images trainImages = readImages(trainPath, trainLabels.length);
            Images testImages = readImages(testPath, testLabels.length);
            if (trainImages.height != testImages.height || trainImages.width != testImages.width) {
                throw new HadamardIOException(testPath + ": images of " + testImages.height + " x " + testImages.width
                        + ", but " + trainImages.height + " x " + trainImages.width + " in " + trainPath);
            }
            return new Split<>(
                    dataset(trainImages, trainLabels, classes, type), dataset(testImages, testLabels, classes, type));
        } catch (OutOfMemoryError e) {
            throw Input.tooLarge(directory, e);
        }
    }

    private static <A> Dataset<A> dataset(Images images, int[] labels, int classes, ArrayType<A> type) {
        return Dataset.ofLabels(type, images.scaled(type), images.features(), labels, classes);
    }

    private static Images readImages(Path path, int labels) throws HadamardIOException {
        Images images = readImages(path);
        if (images.count != labels) {
            throw new HadamardIOException(
                    path + ": " + images.count + " images, but " + labels + " labels beside them");
        }
        return images;
    }

    private static Path find(Path directory, String name, int dimensions) throws HadamardIOException {
        String usual = name + "-idx" + dimensions + "-ubyte";
        for (String stem : List.of(usual, name + ".idx" + dimensions + "-ubyte")) {
            for (String ending : List.of("", ".gz")) {
                Path path = directory.resolve(stem + ending);
                if (Files.exists(path)) {
                    return path;
                }
            }
        }
        throw new HadamardIOException(directory.resolve(usual) + ": no such file, nor with .gz");
    }

    /**
     * Reads the header and checks that it declares the given number of dimensions, each at least 1, that fit into an
     * array.
     */
    private static int[] readShape(Path path, Input in, int dimensions) throws IOException {
        int zeros = readByte(path, in) << 8 | readByte(path, in);
        if (zeros != 0) {
            throw error(path, 0, String.format("0x%04X instead of two zero bytes: not an IDX file", zeros));
        }
        int type = readByte(path, in);
        if (type != UNSIGNED_BYTE) {
            throw error(path, 2, String.format("element type 0x%02X; only 0x08, unsigned byte, is read", type));
        }
        int declared = readByte(path, in);
        if (declared != dimensions) {
            throw error(path, 3, "number of dimensions is " + declared + ", expected " + dimensions);
        }
        int[] shape = new int[dimensions];
        long product = 1;
        for (int d = 0; d < dimensions; d++) {
            long at = in.position();
            long size = 0;
            for (int i = 0; i < Integer.BYTES; i++) {
                size = size << 8 | readByte(path, in);
            }
            // Both factors are below 2^32, so the product can't overflow before it is refused.
            product *= size;
            if (product == 0 || product > MAX_ARRAY) {
                throw error(
                        path,
                        at,
                        "dimension " + (d + 1) + " of " + dimensions + " is " + size
                                + (size == 0 ? "" : ": more elements than fit into one array"));
            }
            shape[d] = (int) size;
        }
        return shape;
    }

    private static int readByte(Path path, Input in) throws IOException {
        int value = in.read();
        if (value < 0) {
            throw error(path, in.position(), "the file ends within its header");
        }
        return value;
    }

    private static byte[] readElements(Path path, Input in, int[] shape) throws IOException {
        long begin = in.position();
        int declared = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        // Allocates in pieces, as data arrives.
        byte[] elements = in.readNBytes(declared);
        if (elements.length < declared) {
            throw error(
                    path,
                    in.position(),
                    "the file ends after " + elements.length + " of the " + declared
                            + " elements that its header declares, which begin at byte " + begin);
        }
        if (in.read() >= 0) {
            throw error(
                    path,
                    begin + declared,
                    "the file goes on after the " + declared + " elements that its header declares");
        }
        return elements;
    }

    private static HadamardIOException error(Path path, long at, String message) {
        return new HadamardIOException(path + ": byte " + at + ": " + message);
    }
}
