package org.relais.launcher;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Topics;

/**
 * What the launcher reads of a {@code production.yml}: which components there are, in the order in which they are to be
 * stopped. Their settings are read by the components themselves.
 *
 * @param path the file
 * @param name the production's name, the prefix of its topics
 * @param components the components by name, in the file's order
 * @param common the settings of all components, at its top level
 */
public record ProductionFile(Path path, String name, Map<String, Component> components, Map<String, String> common) {
    /** The names of our own components by their modules: each looks for its settings, and makes its topics, under its own. */
    private static final Map<String, String> NAMES = Map.of(
            "service-csv", "service-csv",
            "service-rest", "service-rest",
            "service-kafka", "service-kafka",
            "process-router", "process-router",
            "operation-file", "file-operation",
            "operation-db", "operation-db",
            "operation-kafka", "operation-kafka");

    /**
     * One component.
     *
     * @param module the module whose jar it runs
     * @param copies how many processes of it run
     * @param settings its settings in this file
     */
    public record Component(
            @Nullable String module,
            @Nullable Integer copies,
            @Nullable Map<String, String> settings) {
        /** Settings may be nested or dotted, as those at the top level. */
        @JsonCreator
        static Component of(
                @JsonProperty("module") @Nullable String module,
                @JsonProperty("copies") @Nullable Integer copies,
                @JsonProperty("settings") @Nullable JsonNode settings) {
            return new Component(module, copies, settings == null ? null : flat(settings));
        }

        int processes() {
            return copies == null ? 1 : copies;
        }

        Map<String, String> given() {
            return settings == null ? Map.of() : settings;
        }
    }

    /**
     * Reads a file.
     *
     * @throws WrongSettings if it is not there or says something that can't be; the message says what
     */
    public static ProductionFile read(Path path) {
        try {
            return parse(path, new YAMLMapper().readTree(Files.readString(path)));
        } catch (JsonMappingException e) {
            throw new WrongSettings(path + ": " + e.getOriginalMessage() + at(e), e);
        } catch (JsonProcessingException e) {
            throw new WrongSettings(path + " is not YAML: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new WrongSettings(path + " can't be read: give another with --production", e);
        }
    }

    private static ProductionFile parse(Path path, JsonNode root) throws JsonProcessingException {
        String name = root.path("production").asText();
        if (name.isBlank()) throw new WrongSettings(path + ": 'production' is missing: the production's name");
        if (!Topics.isProductionName(name)) throw noName(path + ": production", name);
        Map<String, Component> components = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : root.path("components").properties()) {
            components.put(field.getKey(), component(path, field.getKey(), field.getValue()));
        }
        if (components.isEmpty()) throw new WrongSettings(path + ": 'components' is missing: there is nothing to run");
        return new ProductionFile(path, name, components, common(root));
    }

    private static WrongSettings noName(String where, String name) {
        return new WrongSettings(
                where + " is '" + name + "': expected at most 150 letters, digits, dots, hyphens and underscores");
    }

    /**
     * {@return the same production under another name}
     *
     * @param where the name was found, for people
     * @throws WrongSettings if no production can have that name
     */
    ProductionFile called(String other, String where) {
        if (!Topics.isProductionName(other)) throw noName(where, other);
        return new ProductionFile(path, other, components, common);
    }

    private static Map<String, String> common(JsonNode root) {
        Map<String, String> common = flat(root);
        common.keySet().removeIf(key -> key.startsWith("components."));
        return common;
    }

    private static Map<String, String> flat(JsonNode node) {
        Map<String, String> settings = new LinkedHashMap<>();
        node.properties().forEach(field -> collect(field.getKey(), field.getValue(), settings));
        return settings;
    }

    private static void collect(String key, JsonNode value, Map<String, String> into) {
        if (value.isValueNode() && !value.isNull()) into.put(key, value.asText());
        value.properties().forEach(field -> collect(key + "." + field.getKey(), field.getValue(), into));
    }

    private static Component component(Path path, String name, JsonNode node) throws JsonProcessingException {
        Component component = new YAMLMapper().treeToValue(node, Component.class);
        if (component == null || component.module() == null) {
            throw new WrongSettings(path + ": components." + name + ".module is missing: the module whose jar it runs");
        }
        String own = NAMES.getOrDefault(component.module(), name);
        if (!own.equals(name)) {
            throw new WrongSettings(path + ": components." + name + " runs " + component.module()
                    + ", which would not find its settings there: call it " + own
                    + ", and for more copies give 'copies'");
        }
        if (component.processes() < 0) {
            throw new WrongSettings(path + ": components." + name + ".copies is " + component.copies() + ": 0 or more");
        }
        return component;
    }

    private static String at(JsonMappingException e) {
        List<String> names = e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .toList();
        return names.isEmpty() ? "" : " (at " + String.join(".", names) + ")";
    }
}
