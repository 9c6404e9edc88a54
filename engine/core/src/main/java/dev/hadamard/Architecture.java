// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.hadamard.io.HadamardIOException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Layers as JSON, such as {@code [{"dense":16,"activation":"tanh"},{"residual":[…]},{"dropout":0.5}]}, with
 * {"layer_norm":1e-5,"activation":"relu"}, {"batch_norm":1e-5,"momentum":0.1,"activation":"relu"}, {"concatenate":[…]},
 * {"chain":[…]} and {"columns":0,"to":8} beside. Initialisers are left out: they have done their work.
 */
final class Architecture {

    /** Blocks within blocks; each is two levels of JSON. */
    private static final int MAX_DEPTH = 200;

    private static final String CUSTOM = "custom:";
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(40)
                    .maxNameLength(40)
                    .maxStringLength(1000)
                    .build())
            .build();

    private Architecture() {}

    /**
     * Describes layers. A user's function is described by its name, from which it can't be made again.
     *
     * @throws IllegalArgumentException if residual blocks lie too deep within others
     */
    static String write(List<Layer> layers) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, layers, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter throws none
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, List<Layer> layers, int depth) throws IOException {
        if (2 * depth > MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "layers within more than " + MAX_DEPTH / 2 + " others have no place in a file");
        }
        json.writeStartArray();
        for (Layer layer : layers) {
            json.writeStartObject();
            if (layer instanceof Layer.Dense dense) {
                writeDense(json, dense);
            } else if (layer instanceof Layer.Residual residual) {
                json.writeFieldName("residual");
                write(json, residual.layers(), depth + 1);
            } else if (layer instanceof Layer.Dropout dropout) {
                json.writeNumberField("dropout", dropout.rate());
            } else if (layer instanceof Layer.LayerNorm norm) {
                json.writeNumberField("layer_norm", norm.epsilon());
                writeActivation(json, norm.activation());
            } else if (layer instanceof Layer.BatchNorm norm) {
                json.writeNumberField("batch_norm", norm.epsilon());
                json.writeNumberField("momentum", norm.momentum());
                writeActivation(json, norm.activation());
            } else if (layer instanceof Layer.Columns columns) {
                json.writeNumberField("columns", columns.from());
                json.writeNumberField("to", columns.to());
            } else {
                json.writeFieldName(layer instanceof Layer.Chain ? "chain" : "concatenate");
                write(json, layer.inner(), depth + 1);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeDense(JsonGenerator json, Layer.Dense dense) throws IOException {
        json.writeNumberField("dense", dense.units());
        writeActivation(json, dense.activation());
        if (!dense.bias()) {
            json.writeBooleanField("bias", false);
        }
    }

    private static void writeActivation(JsonGenerator json, Activation activation) throws IOException {
        if (activation instanceof Activation.LeakyRelu leaky) {
            json.writeStringField("activation", "leaky-relu");
            json.writeNumberField("slope", leaky.slope());
        } else if (activation instanceof Activation.Elu elu) {
            json.writeStringField("activation", "elu");
            json.writeNumberField("alpha", elu.alpha());
        } else if (activation instanceof Activation.Standard standard) {
            json.writeStringField("activation", standard.label());
        } else {
            json.writeStringField("activation", CUSTOM + activation.label());
        }
    }

    /**
     * Throws where a user's function stands among layers, since no file can hold it.
     *
     * @throws IllegalArgumentException that names it
     */
    static void checkNoCustomFunction(Network<?> network) {
        for (Layer layer : network.graph().parameterLayers()) {
            Activation activation = Graph.activation(layer);
            if (isCustom(activation)) {
                throw new IllegalArgumentException(
                        "the activation \"" + activation.label() + "\" is a user's function, which a file cannot hold");
            }
        }
    }

    private static boolean isCustom(Activation activation) {
        return activation instanceof Activation.Elementwise || activation instanceof Activation.Rowwise;
    }

    /**
     * Makes layers of a description.
     *
     * @throws HadamardIOException if it isn't one, with the place in it
     */
    static List<Layer> read(String text) throws HadamardIOException {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw error(parser, "expected an array of layers");
            }
            List<Layer> layers = readLayers(parser);
            if (parser.nextToken() != null) {
                throw error(parser, "nothing may follow the layers");
            }
            return layers;
        } catch (HadamardIOException e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw errorAt(e.getLocation(), e.getOriginalMessage());
        } catch (IOException e) {
            throw errorAt(null, e.getMessage());
        }
    }

    private static List<Layer> readLayers(JsonParser parser) throws IOException {
        List<Layer> layers = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw error(parser, "expected an object for a layer");
            }
            layers.add(readLayer(parser));
        }
        return layers;
    }

    /** The fields of one layer, in whatever order. */
    private static final class Fields {
        List<Layer> residual;
        List<Layer> chain;
        List<Layer> concatenation;
        Integer from;
        Integer to;
        Double layerNorm;
        Double batchNorm;
        Double momentum;
        Integer units;
        String activation;
        Double slope;
        Double alpha;
        Double dropout;
        boolean bias = true;

        int kinds() {
            return (int) Stream.of(units, residual, dropout, chain, concatenation, from, layerNorm, batchNorm)
                    .filter(Objects::nonNull)
                    .count();
        }

        /** The layer, or null if the fields make none. */
        Layer layer(JsonParser parser) throws HadamardIOException {
            if (kinds() != 1 || (activation != null) != (units != null || layerNorm != null || batchNorm != null)) {
                return null;
            }
            if ((from == null) != (to == null) || (batchNorm == null) != (momentum == null)) {
                return null;
            }
            if (units != null) {
                Layer.Dense dense = Layer.dense(units, Architecture.activation(parser, this));
                return bias ? dense : dense.withoutBias();
            } else if (layerNorm != null) {
                return new Layer.LayerNorm(Architecture.activation(parser, this), layerNorm);
            } else if (batchNorm != null) {
                return new Layer.BatchNorm(Architecture.activation(parser, this), batchNorm, momentum);
            } else if (residual != null) {
                return new Layer.Residual(residual);
            } else if (chain != null) {
                return new Layer.Chain(chain);
            } else if (concatenation != null) {
                return new Layer.Concatenation(concatenation);
            }
            return dropout != null ? new Layer.Dropout(dropout) : new Layer.Columns(from, to);
        }
    }

    private static Layer readLayer(JsonParser parser) throws IOException {
        Fields fields = new Fields();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            readField(parser, parser.currentName(), parser.nextToken(), fields);
        }
        try {
            Layer layer = fields.layer(parser);
            if (layer != null) {
                return layer;
            }
        } catch (IllegalArgumentException e) {
            throw error(parser, e.getMessage());
        }
        throw error(
                parser,
                "a layer is either dense, layer_norm or batch_norm with momentum, with an activation, or residual, chain, concatenate, dropout, or"
                        + " columns with to");
    }

    private static void readField(JsonParser parser, String name, JsonToken value, Fields fields) throws IOException {
        boolean known = switch (name) {
            case "dense" -> {
                fields.units = value == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : null;
                yield fields.units != null;
            }
            case "activation" -> {
                fields.activation = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                yield fields.activation != null;
            }
            case "residual" -> {
                fields.residual = value == JsonToken.START_ARRAY ? readLayers(parser) : null;
                yield fields.residual != null;
            }
            case "chain" -> {
                fields.chain = value == JsonToken.START_ARRAY ? readLayers(parser) : null;
                yield fields.chain != null;
            }
            case "concatenate" -> {
                fields.concatenation = value == JsonToken.START_ARRAY ? readLayers(parser) : null;
                yield fields.concatenation != null;
            }
            case "columns" -> {
                fields.from = value == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : null;
                yield fields.from != null;
            }
            case "to" -> {
                fields.to = value == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : null;
                yield fields.to != null;
            }
            case "layer_norm" -> {
                fields.layerNorm = value.isNumeric() ? parser.getDoubleValue() : null;
                yield fields.layerNorm != null;
            }
            case "batch_norm" -> {
                fields.batchNorm = value.isNumeric() ? parser.getDoubleValue() : null;
                yield fields.batchNorm != null;
            }
            case "momentum" -> {
                fields.momentum = value.isNumeric() ? parser.getDoubleValue() : null;
                yield fields.momentum != null;
            }
            case "dropout" -> {
                fields.dropout = value.isNumeric() ? parser.getDoubleValue() : null;
                yield fields.dropout != null;
            }
            case "slope" -> {
                fields.slope = value.isNumeric() ? parser.getDoubleValue() : null;
                yield fields.slope != null;
            }
            case "alpha" -> {
                fields.alpha = value.isNumeric() ? parser.getDoubleValue() : null;
                yield fields.alpha != null;
            }
            case "bias" -> {
                fields.bias = value == JsonToken.VALUE_TRUE;
                yield value.isBoolean();
            }
            default -> false;
        };
        if (!known) {
            throw error(parser, "\"" + name + "\" is no field of a layer, or its value is of the wrong type");
        }
    }

    private static Activation activation(JsonParser parser, Fields fields) throws HadamardIOException {
        String name = fields.activation;
        boolean leaky = name.equals("leaky-relu");
        boolean elu = name.equals("elu");
        if (leaky != (fields.slope != null) || elu != (fields.alpha != null)) {
            throw error(parser, "a slope belongs to leaky-relu, alpha to elu, and neither to \"" + name + '"');
        }
        if (leaky) {
            return Activation.leakyRelu(fields.slope);
        } else if (elu) {
            return Activation.elu(fields.alpha);
        } else if (name.startsWith(CUSTOM)) {
            throw error(
                    parser,
                    "the activation \"" + name.substring(CUSTOM.length())
                            + "\" is a user's function, which a file cannot hold");
        }
        for (Activation.Standard standard : Activation.Standard.values()) {
            if (standard.label().equals(name)) {
                return standard;
            }
        }
        throw error(parser, "unknown activation \"" + name + '"');
    }

    private static HadamardIOException error(JsonParser parser, String message) {
        return errorAt(parser.currentTokenLocation(), message);
    }

    private static HadamardIOException errorAt(JsonLocation location, String message) {
        String place = location == null ? "" : "character " + location.getCharOffset() + ": ";
        return new HadamardIOException("layers: " + place + message.replaceAll("\\p{Cntrl}", "?"));
    }
}
