// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.onnx;

import dev.hadamard.io.HadamardIOException;
import dev.hadamard.onnx.message.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Constants of a graph. */
final class Tensors {

    /** ONNX's number for 32 bits. */
    static final int FLOAT = 1;

    /** ONNX's number for 64 bits. */
    static final int DOUBLE = 11;

    /** ONNX's number for whole numbers of 64 bits. */
    static final int INT64 = 7;

    private Tensors() {}

    /**
     * A constant's elements.
     *
     * @param name for messages
     * @param tensor of type float or double
     * @throws HadamardIOException if it has another type, or not as many elements as its shape says
     */
    static double[] doubles(String name, Tensor tensor) throws HadamardIOException {
        if (tensor.getDataLocation() != 0 || tensor.getExternalDataCount() > 0) {
            throw new HadamardIOException(name + " lies in another file, which is not supported");
        }
        boolean isFloat = tensor.getDataType() == FLOAT;
        if (!isFloat && tensor.getDataType() != DOUBLE) {
            throw new HadamardIOException(
                    name + " has elements of type " + tensor.getDataType() + ", neither float (1) nor double (11)");
        }
        int size = tensor.getRawData().size();
        int bytes = isFloat ? Float.BYTES : Double.BYTES;
        long found = size > 0
                ? (size % bytes == 0 ? size / bytes : -1)
                : (isFloat ? tensor.getFloatDataCount() : tensor.getDoubleDataCount());
        if (found != elements(name, tensor)) {
            throw new HadamardIOException(
                    name + " has a shape of " + elements(name, tensor) + " elements, its data is of another length");
        }
        return size > 0 ? raw(tensor, isFloat) : listed(tensor, isFloat);
    }

    private static long elements(String name, Tensor tensor) throws HadamardIOException {
        long elements = 1;
        for (long extent : tensor.getDimsList()) {
            if (extent < 0 || extent > Integer.MAX_VALUE) {
                throw new HadamardIOException(name + " has an extent of " + extent);
            }
            elements = Math.min(elements * extent, Integer.MAX_VALUE);
        }
        return elements;
    }

    private static double[] raw(Tensor tensor, boolean isFloat) {
        ByteBuffer bytes = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[bytes.remaining() / (isFloat ? Float.BYTES : Double.BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = isFloat ? bytes.getFloat() : bytes.getDouble();
        }
        return values;
    }

    private static double[] listed(Tensor tensor, boolean isFloat) {
        double[] values = new double[isFloat ? tensor.getFloatDataCount() : tensor.getDoubleDataCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = isFloat ? tensor.getFloatData(i) : tensor.getDoubleData(i);
        }
        return values;
    }
}
