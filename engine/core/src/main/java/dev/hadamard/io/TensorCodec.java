// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.io;

import java.nio.ByteBuffer;

/** Elements from and to little-endian bytes, a buffer at a time. */
final class TensorCodec {

    static final int BUFFER_BYTES = 1 << 16;

    private TensorCodec() {}

    /** Decodes from the buffer's position; F32 bit for bit. */
    static void decode(TensorType type, ByteBuffer buffer, float[] target, int offset, int count) {
        switch (type) {
            case F32 -> buffer.asFloatBuffer().get(target, offset, count);
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    target[offset + i] = (float) buffer.getDouble(i * Double.BYTES);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    target[offset + i] = half(type, buffer.getShort(i * Short.BYTES));
                }
            }
        }
    }

    /** Decodes from the buffer's position; F64 bit for bit. */
    static void decode(TensorType type, ByteBuffer buffer, double[] target, int offset, int count) {
        switch (type) {
            case F64 -> buffer.asDoubleBuffer().get(target, offset, count);
            case F32 -> {
                for (int i = 0; i < count; i++) {
                    target[offset + i] = buffer.getFloat(i * Float.BYTES);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    target[offset + i] = half(type, buffer.getShort(i * Short.BYTES));
                }
            }
        }
    }

    private static float half(TensorType type, short bits) {
        return switch (type) {
            case BF16 -> Float.intBitsToFloat(bits << 16);
            case F16 -> float16(bits);
            default -> throw new IllegalArgumentException(type + " is no float of 16 bits");
        };
    }

    /** IEEE 754 binary16 to float, exactly: sign, 5 bits of exponent, 10 of significand. */
    static float float16(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >> 10 & 0x1F;
        int significand = bits & 0x3FF;
        if (exponent == 0x1F) { // infinity or NaN
            return Float.intBitsToFloat(sign | 0x7F80_0000 | significand << 13);
        }
        if (exponent == 0) { // zero or subnormal: significand · 2⁻²⁴
            float magnitude = significand * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | exponent + (127 - 15) << 23 | significand << 13);
    }
}
