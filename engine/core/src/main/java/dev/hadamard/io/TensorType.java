// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.io;

/** Element types of the safetensors format, under the format's own names. */
public enum TensorType {
    /** One byte, 0 or 1. */
    BOOL(1, false),
    /** Unsigned byte. */
    U8(1, false),
    /** Signed byte. */
    I8(1, false),
    /** Float of 8 bits, 5 of them exponent. */
    F8_E5M2(1, false),
    /** Float of 8 bits, 4 of them exponent. */
    F8_E4M3(1, false),
    /** Signed, 16 bits. */
    I16(2, false),
    /** Unsigned, 16 bits. */
    U16(2, false),
    /** IEEE 754 half precision; read, not written. */
    F16(2, true),
    /** The upper half of a float (bfloat16); read, not written. */
    BF16(2, true),
    /** Signed, 32 bits. */
    I32(4, false),
    /** Unsigned, 32 bits. */
    U32(4, false),
    /** {@code float}. */
    F32(4, true),
    /** {@code double}. */
    F64(8, true),
    /** {@code long}. */
    I64(8, false),
    /** Unsigned, 64 bits. */
    U64(8, false);

    private final int bytes;
    private final boolean real;

    TensorType(int bytes, boolean real) {
        this.bytes = bytes;
        this.real = real;
    }

    /**
     * Size of an element.
     *
     * @return bytes
     */
    public int bytes() {
        return bytes;
    }

    /**
     * Whether elements can be read as {@code float} or {@code double}.
     *
     * @return true for F16, BF16, F32 and F64
     */
    public boolean isReal() {
        return real;
    }
}
