// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds hidden units that can never separate: units of one layer with equal incoming and equal outgoing weights compute
 * the same, get the same error signal and so the same updates, for ever.
 */
final class SymmetricUnits {

    /** Messages name so many units at most. */
    private static final int NAMED = 8;

    private SymmetricUnits() {}

    /** One message a hidden layer that has such units. */
    static List<String> warnings(Network<?> network) {
        Graph graph = network.graph();
        double[] parameters = network.parametersAsDoubles();
        List<String> warnings = new ArrayList<>();
        for (Operation operation : graph.operations()) {
            if (operation instanceof Operation.Affine affine) {
                List<Operation.Affine> readers = readers(graph, affine);
                if (!readers.isEmpty()) {
                    addWarnings(affine, readers, parameters, warnings);
                }
            }
        }
        return List.copyOf(warnings);
    }

    /** The dense layers that read a layer; empty too if its units can't be twins whatever their weights. */
    static List<Operation.Affine> readers(Graph graph, Operation.Affine affine) {
        return treatsUnitsAlike(graph.ports().get(affine.output())) ? readers(graph, affine.output()) : List.of();
    }

    /**
     * The dense layers that read a port; empty too if something else reads it, which may tell the units apart: the
     * skipped values of a sum, the masks of a dropout, the gains of a normalisation, a choice of columns.
     */
    private static List<Operation.Affine> readers(Graph graph, int port) {
        List<Operation.Affine> readers = new ArrayList<>();
        for (Operation operation : graph.operations()) {
            if (operation instanceof Operation.Affine affine && affine.input().port() == port) {
                readers.add(affine);
            } else if (operation.reads().stream().anyMatch(read -> read.port() == port)) {
                return List.of();
            }
        }
        return readers;
    }

    /** A user's row-wise activation may treat units by their position. */
    private static boolean treatsUnitsAlike(Graph.Port port) {
        return !(port.activation() instanceof Activation.Rowwise);
    }

    private static void addWarnings(
            Operation.Affine affine, List<Operation.Affine> readers, double[] parameters, List<String> warnings) {
        int units = affine.weights().columns();
        boolean[] grouped = new boolean[units];
        for (int unit = 0; unit < units; unit++) {
            List<Integer> group = new ArrayList<>(List.of(unit));
            for (int other = unit + 1; !grouped[unit] && other < units; other++) {
                if (!grouped[other] && areEqual(affine, readers, parameters, unit, other)) {
                    group.add(other);
                    grouped[other] = true;
                }
            }
            if (group.size() > 1) {
                warnings.add("layer " + affine.layer() + ": units " + named(group)
                        + " have equal incoming and equal outgoing weights and can never separate;"
                        + " initialise them with different values");
            }
        }
    }

    private static boolean areEqual(
            Operation.Affine affine, List<Operation.Affine> readers, double[] parameters, int unit, int other) {
        ParameterRange in = affine.weights();
        for (int row = 0; row < in.rows(); row++) {
            int start = in.offset() + row * in.columns();
            if (parameters[start + unit] != parameters[start + other]) {
                return false;
            }
        }
        ParameterRange bias = affine.bias();
        if (bias != null && parameters[bias.offset() + unit] != parameters[bias.offset() + other]) {
            return false;
        }
        for (Operation.Affine reader : readers) {
            ParameterRange out = reader.weights();
            int columns = out.columns();
            for (int column = 0; column < columns; column++) {
                if (parameters[out.offset() + unit * columns + column]
                        != parameters[out.offset() + other * columns + column]) {
                    return false;
                }
            }
        }
        return true;
    }

    private static String named(List<Integer> group) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(NAMED, group.size()); i++) {
            text.append(i == 0 ? "" : ", ").append(group.get(i));
        }
        return group.size() > NAMED ? text + " and " + (group.size() - NAMED) + " more" : text.toString();
    }
}
