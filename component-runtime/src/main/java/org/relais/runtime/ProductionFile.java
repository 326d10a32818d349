package org.relais.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code production.yml}: settings for all components at its top level, and for one component under
 * {@code components.<name>.settings}. Keys may be nested or dotted.
 */
final class ProductionFile {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonNode root;

    private ProductionFile(JsonNode root) {
        this.root = root;
    }

    static ProductionFile none() {
        return new ProductionFile(YAML.createObjectNode());
    }

    /**
     * {@return the file's content}
     *
     * @throws IllegalArgumentException if it can't be read, with the reason
     */
    static ProductionFile read(Path path) {
        try {
            JsonNode root = YAML.readTree(Files.readAllBytes(path));
            boolean empty =
                    root.isMissingNode() || root.isNull() || root.asText("x").isEmpty();
            if (!empty && !root.isObject()) {
                throw new IllegalArgumentException(path + " is no production: expected keys with values");
            }
            rejectLists(path.toString(), root);
            return new ProductionFile(root);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(path + " is not YAML: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(path + " can't be read: " + e.getMessage(), e);
        }
    }

    /** {@return the settings for all components, by key} */
    Map<String, String> common() {
        Map<String, String> settings = flat(root);
        settings.keySet().removeIf(key -> key.startsWith("components."));
        return settings;
    }

    /**
     * {@return one component's settings, by key}
     *
     * @param component its name
     */
    Map<String, String> of(String component) {
        return flat(root.path("components").path(component).path("settings"));
    }

    private static void rejectLists(String where, JsonNode node) {
        if (node.isArray()) {
            throw new IllegalArgumentException(where + " is a list: expected a single value");
        }
        node.properties().forEach(field -> rejectLists(where + ": " + field.getKey(), field.getValue()));
    }

    private static Map<String, String> flat(JsonNode node) {
        Map<String, String> settings = new LinkedHashMap<>();
        collect("", node, settings);
        return settings;
    }

    private static void collect(String prefix, JsonNode node, Map<String, String> into) {
        node.properties().forEach(field -> {
            String key = prefix + field.getKey();
            if (field.getValue().isObject()) {
                collect(key + '.', field.getValue(), into);
            } else if (!field.getValue().isNull()) {
                into.put(key, field.getValue().asText());
            }
        });
    }
}
