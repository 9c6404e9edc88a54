// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The flags of HotSpot that decide what is compiled and how it is collected, as this JVM really has them. */
public final class JvmFlags {

    private static final List<String> RELEVANT = List.of(
            "UseAVX",
            "UseSVE",
            "MaxVectorSize",
            "UseFMA",
            "UseSuperWord",
            "TieredCompilation",
            "UseSerialGC",
            "UseParallelGC",
            "UseG1GC",
            "UseZGC",
            "MaxHeapSize",
            "UseCompressedOops",
            "UseTransparentHugePages");

    private JvmFlags() {}

    /**
     * Reads them.
     *
     * @return value by name; without those that this JVM does not know, so nothing on another JVM
     */
    public static Map<String, String> read() {
        Map<String, String> flags = new LinkedHashMap<>();
        HotSpotDiagnosticMXBean hotSpot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (hotSpot == null) {
            return flags;
        }
        for (String name : RELEVANT) {
            try {
                flags.put(name, hotSpot.getVMOption(name).getValue());
            } catch (IllegalArgumentException e) {
                continue; // unknown on this processor or to this version
            }
        }
        return flags;
    }
}
