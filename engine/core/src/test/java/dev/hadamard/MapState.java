// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** State in memory, as strict as a file would be. */
final class MapState implements State.Sink, State.Source {

    private final Map<String, Long> longs = new LinkedHashMap<>();
    private final Map<String, Object> arrays = new LinkedHashMap<>();

    Map<String, Long> longs() {
        return longs;
    }

    @Override
    public void put(String name, long value) {
        longs.put(name, value);
    }

    @Override
    public void putArray(String name, Object array) {
        arrays.put(name, copy(array));
    }

    @Override
    public long getLong(String name) {
        Long value = longs.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no number \"" + name + "\"");
        }
        return value;
    }

    @Override
    public void getArray(String name, Object array) {
        Object value = arrays.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no array \"" + name + "\"");
        }
        if (value.getClass() != array.getClass() || length(value) != length(array)) {
            throw new IllegalArgumentException("array \"" + name + "\" has another type or length");
        }
        System.arraycopy(value, 0, array, 0, length(array));
    }

    private static Object copy(Object array) {
        return array instanceof float[] floats ? Arrays.copyOf(floats, floats.length) : ((double[]) array).clone();
    }

    private static int length(Object array) {
        return array instanceof float[] floats ? floats.length : ((double[]) array).length;
    }
}
