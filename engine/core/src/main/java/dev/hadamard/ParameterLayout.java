// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.util.ArrayList;
import java.util.List;

/** Under which names, and how, weights and biases stand in a file. */
public enum ParameterLayout {

    /** As in the network: W1 (inputs x units), b1, W2, … */
    HADAMARD,

    /**
     * As torch.nn.Linear has them: {@code 0.weight} (units x inputs), {@code 0.bias}, {@code 2.weight}, … The numbers
     * are those of a torch.nn.Sequential in which each dense layer is a Linear, followed by a module for its activation
     * unless that is the identity, and in which a residual block is a Sequential itself ({@code 2.0.weight}) whose
     * forward adds its input. Dropout is a module too.
     */
    TORCH;

    /** The names of dense layers in a torch.nn.Sequential. */
    static List<String> torchModules(List<Layer> layers) {
        List<String> modules = new ArrayList<>();
        addTorchModules(layers, "", modules);
        return modules;
    }

    private static void addTorchModules(List<Layer> layers, String prefix, List<String> modules) {
        int index = 0;
        for (Layer layer : layers) {
            if (layer instanceof Layer.Dense dense) {
                modules.add(prefix + index);
                index += dense.activation() == Activation.IDENTITY ? 1 : 2;
            } else if (layer instanceof Layer.Residual residual) {
                addTorchModules(residual.layers(), prefix + index + ".", modules);
                index++;
            } else if (layer instanceof Layer.Dropout) {
                index++;
            }
        }
    }
}
