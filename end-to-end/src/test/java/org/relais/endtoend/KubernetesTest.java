package org.relais.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The manifests for Kubernetes against the schemas of its API, as the official client has them: no unknown field, none missing. The patch
 * for all Deployments is laid over each as kustomize does: objects are merged, lists of named things by their names.
 */
class KubernetesTest {

    private static final Path FOLDER = Repository.home().resolve("deploy/kubernetes");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Map<String, Schema> SCHEMAS = Map.of(
            "Deployment", V1Deployment::validateJsonElement,
            "Namespace", V1Namespace::validateJsonElement,
            "PersistentVolumeClaim", V1PersistentVolumeClaim::validateJsonElement,
            "PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
            "Secret", V1Secret::validateJsonElement,
            "Service", V1Service::validateJsonElement);

    @FunctionalInterface
    private interface Schema {
        void validate(JsonElement manifest) throws IOException;
    }

    @Test
    void everyManifestFitsItsSchema() throws IOException {
        List<String> kinds = new ArrayList<>();
        for (JsonNode manifest : manifests()) {
            kinds.add(manifest.path("kind").asText());
            validate(manifest);
        }
        assertThat(kinds.stream().filter("Deployment"::equals)).hasSize(7);
        assertThat(kinds).contains("Service", "PersistentVolumeClaim", "PodDisruptionBudget", "Namespace");
    }

    @Test
    void everyDeploymentIsHardenedAndProbed() throws IOException {
        for (JsonNode manifest : manifests()) {
            if (manifest.path("kind").asText().equals("Deployment")) {
                JsonNode pod = manifest.at("/spec/template/spec");
                JsonNode container = pod.at("/containers/0");
                assertThat(pod.path("containers")).hasSize(1);
                assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
                assertThat(container
                                .at("/securityContext/readOnlyRootFilesystem")
                                .asBoolean())
                        .isTrue();
                assertThat(container.at("/readinessProbe/httpGet/path").asText())
                        .isEqualTo("/health/ready");
                assertThat(container.at("/resources/limits/memory").asText()).isEqualTo("256Mi");
                assertThat(manifest.at("/spec/selector/matchLabels"))
                        .isEqualTo(manifest.at("/spec/template/metadata/labels"));
            }
        }
    }

    @Test
    void theExampleOfASecretFits() throws IOException {
        for (JsonNode secret : read("secret.example.yaml")) {
            validate(secret);
        }
    }

    @Test
    void aSlipOfThePenWouldBeNoticed() throws IOException {
        ObjectNode manifest =
                (ObjectNode) read("components/process-router.yaml").get(0);
        ((ObjectNode) manifest.path("spec")).put("replica", 2);
        assertThatThrownBy(() -> validate(manifest)).hasMessageContaining("replica");
    }

    /** All that the kustomization names, patched. */
    private static List<JsonNode> manifests() throws IOException {
        JsonNode kustomization = read("kustomization.yaml").get(0);
        JsonNode patch = read(kustomization.at("/patches/0/path").asText()).get(0);
        List<JsonNode> manifests = new ArrayList<>();
        for (JsonNode resource : kustomization.path("resources")) {
            for (JsonNode manifest : read(resource.asText())) {
                if (manifest.path("kind").equals(patch.path("kind"))) {
                    ((ObjectNode) patch.path("metadata")).set("name", manifest.at("/metadata/name"));
                    merge((ObjectNode) manifest, patch);
                }
                manifests.add(manifest);
            }
        }
        return manifests;
    }

    private static void validate(JsonNode manifest) throws IOException {
        String kind = manifest.path("kind").asText();
        Objects.requireNonNull(SCHEMAS.get(kind), kind).validate(JsonParser.parseString(manifest.toString()));
    }

    private static void merge(ObjectNode into, JsonNode patch) {
        patch.properties().forEach(field -> {
            JsonNode present = into.get(field.getKey());
            if (present instanceof ObjectNode object) {
                merge(object, field.getValue());
            } else if (present instanceof ArrayNode list && field.getValue() instanceof ArrayNode additions) {
                additions.forEach(addition -> mergeNamed(list, addition));
            } else {
                into.set(field.getKey(), field.getValue().deepCopy());
            }
        });
    }

    private static void mergeNamed(ArrayNode list, JsonNode addition) {
        for (JsonNode each : list) {
            if (each.has("name") && each.path("name").equals(addition.path("name"))) {
                merge((ObjectNode) each, addition);
                return;
            }
        }
        list.add(addition.deepCopy());
    }

    private static List<JsonNode> read(String file) throws IOException {
        try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(Files.readString(FOLDER.resolve(file)))) {
            return values.readAll();
        }
    }
}
