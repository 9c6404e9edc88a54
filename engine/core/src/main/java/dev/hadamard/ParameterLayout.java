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
     * forward adds its input. Dropout, LayerNorm and BatchNorm1d ({@code 1.weight} is the gain), a chain (a
     * Sequential), a concatenation (a ModuleList of Sequentials, {@code 2.0.0.weight}) and columns are modules too.
     */
    TORCH;

    /** The names of layers with parameters in a torch.nn.Sequential. */
    static List<String> torchModules(List<Layer> layers) {
        List<String> modules = new ArrayList<>();
        addTorchModules(layers, "", modules);
        return modules;
    }

    private static void addTorchModules(List<Layer> layers, String prefix, List<String> modules) {
        int index = 0;
        for (Layer layer : layers) {
            if (layer instanceof Layer.Dense || layer instanceof Layer.LayerNorm || layer instanceof Layer.BatchNorm) {
                modules.add(prefix + index);
                index += Graph.activation(layer) == Activation.IDENTITY ? 1 : 2;
                continue;
            }
            if (layer instanceof Layer.Concatenation concatenation) {
                for (int b = 0; b < concatenation.branches().size(); b++) {
                    Layer branch = concatenation.branches().get(b);
                    List<Layer> chain = branch instanceof Layer.Chain c ? c.layers() : List.of(branch);
                    addTorchModules(chain, prefix + index + "." + b + ".", modules);
                }
            } else {
                addTorchModules(layer.inner(), prefix + index + ".", modules);
            }
            index++;
        }
    }
}
