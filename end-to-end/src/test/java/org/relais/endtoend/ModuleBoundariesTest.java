package org.relais.endtoend;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the modules go one way: components, then the runtime, then the messages. */
final class ModuleBoundariesTest {
    private static final String MESSAGES = "org.relais.messages..";
    private static final String RUNTIME = "org.relais.runtime..";
    private static final String RUNTIME_INTERNAL = "org.relais.runtime.internal..";
    private static final List<String> COMPONENTS = List.of(
            "org.relais.csv..",
            "org.relais.rest..",
            "org.relais.kafka.service..",
            "org.relais.router..",
            "org.relais.file..",
            "org.relais.db..",
            "org.relais.kafka.operation..");
    private static final List<String> TOOLS = List.of("org.relais.launcher..", "org.relais.benchmarks..");

    private static final JavaClasses RELAIS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.relais");

    static List<String> components() {
        return COMPONENTS;
    }

    @ParameterizedTest
    @MethodSource("components")
    void componentKnowsNoOtherComponentAndNoTool(String component) {
        noneIn(component, Stream.concat(othersThan(component), TOOLS.stream()));
    }

    @ParameterizedTest
    @MethodSource("components")
    void componentDoesNotReachInsideTheRuntime(String component) {
        noneIn(component, Stream.of(RUNTIME_INTERNAL));
    }

    @Test
    void runtimeKnowsNoComponentAndNoTool() {
        noneIn(RUNTIME, Stream.concat(COMPONENTS.stream(), TOOLS.stream()));
    }

    @Test
    void messagesKnowOnlyThemselves() {
        noneIn(MESSAGES, Stream.concat(Stream.of(RUNTIME), Stream.concat(COMPONENTS.stream(), TOOLS.stream())));
    }

    @Test
    void runtimesInsideIsUsedByTheRuntimeOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(RUNTIME)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(RUNTIME_INTERNAL)
                .allowEmptyShould(true)
                .check(RELAIS);
    }

    @Test
    void modulesHaveNoCycles() {
        slices().matching("org.relais.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(RELAIS);
    }

    private static Stream<String> othersThan(String component) {
        return COMPONENTS.stream().filter(other -> !other.equals(component));
    }

    private static void noneIn(String packages, Stream<String> forbidden) {
        noClasses()
                .that()
                .resideInAPackage(packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden.toArray(String[]::new))
                .allowEmptyShould(true)
                .check(RELAIS);
    }
}
