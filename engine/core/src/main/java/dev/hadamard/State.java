// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/**
 * Something whose state has to be kept for training to go on exactly where it stopped: an optimiser, a generator, a
 * position in the data. What {@link #save} puts, {@link #restore} of a like object gets back, under the same names.
 */
public interface State {

    /**
     * Hands out the state, piece by piece.
     *
     * @param sink where it goes
     */
    void save(Sink sink);

    /**
     * Takes the state back.
     *
     * @param source where it comes from
     * @throws IllegalArgumentException if a piece is missing or does not fit; the object is then unusable
     */
    void restore(Source source);

    /** Takes named pieces of state. */
    interface Sink {

        /**
         * A whole number.
         *
         * @param name unique within the object
         * @param value the number
         */
        void put(String name, long value);

        /**
         * An array.
         *
         * @param name unique within the object
         * @param array {@code float[]} or {@code double[]}; to be copied or written before this returns
         */
        void putArray(String name, Object array);
    }

    /** Gives named pieces of state. */
    interface Source {

        /**
         * A whole number.
         *
         * @param name as it was put
         * @return the number
         * @throws IllegalArgumentException if there is none of that name
         */
        long getLong(String name);

        /**
         * Fills an array.
         *
         * @param name as it was put
         * @param array {@code float[]} or {@code double[]} of the type and length that were put
         * @throws IllegalArgumentException if there is none of that name, or it has another type or length
         */
        void getArray(String name, Object array);
    }

    /**
     * A sink that prefixes names: lets an object hand out its parts' state.
     *
     * @param prefix put before each name, with a dot
     * @param sink where it all goes
     * @return the sink for the part
     */
    static Sink prefixed(String prefix, Sink sink) {
        return new Sink() {
            @Override
            public void put(String name, long value) {
                sink.put(prefix + "." + name, value);
            }

            @Override
            public void putArray(String name, Object array) {
                sink.putArray(prefix + "." + name, array);
            }
        };
    }

    /**
     * The counterpart of {@link #prefixed(String, Sink)}.
     *
     * @param prefix put before each name, with a dot
     * @param source where it all comes from
     * @return the source for the part
     */
    static Source prefixed(String prefix, Source source) {
        return new Source() {
            @Override
            public long getLong(String name) {
                return source.getLong(prefix + "." + name);
            }

            @Override
            public void getArray(String name, Object array) {
                source.getArray(prefix + "." + name, array);
            }
        };
    }
}
