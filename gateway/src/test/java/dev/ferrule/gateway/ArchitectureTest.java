package dev.ferrule.gateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;

/** The package map as rules: arrows point down only, and libraries stay where they belong. */
@AnalyzeClasses(packages = "dev.ferrule", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String GATEWAY = "dev.ferrule.gateway.";

  @ArchTest
  static final ArchRule arrowsPointDownOnly =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("app")
          .definedBy(GATEWAY + "app..")
          .layer("config")
          .definedBy(GATEWAY + "config..")
          .layer("web")
          .definedBy(GATEWAY + "web..")
          .layer("stream")
          .definedBy(GATEWAY + "stream..")
          .layer("mqtt")
          .definedBy(GATEWAY + "mqtt..")
          .layer("json")
          .definedBy(GATEWAY + "json..")
          .layer("drivers")
          .definedBy(GATEWAY + "device.*..")
          .layer("command")
          .definedBy(GATEWAY + "command..")
          .layer("history")
          .definedBy(GATEWAY + "history..")
          .layer("security")
          .definedBy(GATEWAY + "security..")
          .layer("registry")
          .definedBy(GATEWAY + "registry..")
          .layer("device")
          .definedBy(GATEWAY + "device")
          .layer("model")
          .definedBy(GATEWAY + "model..")
          .whereLayer("app")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("config")
          .mayOnlyBeAccessedByLayers("app")
          .whereLayer("web")
          .mayOnlyAccessLayers(
              "json", "command", "history", "security", "registry", "device", "model")
          .whereLayer("stream")
          .mayOnlyAccessLayers(
              "json", "command", "history", "security", "registry", "device", "model")
          .whereLayer("mqtt")
          .mayOnlyAccessLayers(
              "json", "command", "history", "security", "registry", "device", "model")
          .whereLayer("json")
          .mayOnlyAccessLayers("registry", "device", "model")
          .whereLayer("drivers")
          .mayOnlyAccessLayers("device", "model")
          .whereLayer("command")
          .mayOnlyAccessLayers("history", "security", "registry", "device", "model")
          .whereLayer("history")
          .mayOnlyAccessLayers("registry", "device", "model")
          .whereLayer("security")
          .mayOnlyAccessLayers("registry", "device", "model")
          .whereLayer("registry")
          .mayOnlyAccessLayers("device", "model")
          .whereLayer("device")
          .mayOnlyAccessLayers("model")
          .whereLayer("model")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule everyPackageHasItsPlaceOnTheMap =
      classes()
          .that()
          .resideInAPackage("dev.ferrule.gateway..")
          .should()
          .resideInAnyPackage(
              GATEWAY + "app..",
              GATEWAY + "config..",
              GATEWAY + "web..",
              GATEWAY + "stream..",
              GATEWAY + "mqtt..",
              GATEWAY + "json..",
              GATEWAY + "device..",
              GATEWAY + "command..",
              GATEWAY + "history..",
              GATEWAY + "security..",
              GATEWAY + "registry..",
              GATEWAY + "model..");

  @ArchTest
  static final ArchRule driversDoNotSeeEachOther =
      slices().matching(GATEWAY + "device.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.ferrule.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule simulatorIsAProcessOfItsOwn =
      noClasses()
          .that()
          .resideInAPackage("dev.ferrule.gateway..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.ferrule.sim..");

  @ArchTest
  static final ArchRule simulatorKnowsNoGateway =
      noClasses()
          .that()
          .resideInAPackage("dev.ferrule.sim..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.ferrule.gateway..");

  @ArchTest static final ArchRule protocolNeedsOnlyTheJdk = onlyJdkAnd("dev.ferrule.protocol..");

  @ArchTest
  static final ArchRule modelNeedsOnlyTheJdkAndTheProtocol =
      onlyJdkAnd(GATEWAY + "model..", "dev.ferrule.protocol..");

  @ArchTest
  static final ArchRule jSerialCommStaysInSerial =
      only(GATEWAY + "device.serial..", "com.fazecast..");

  @ArchTest static final ArchRule pi4jStaysInGpio = only(GATEWAY + "device.gpio..", "com.pi4j..");

  @ArchTest
  static final ArchRule modbusLibraryStaysInModbus =
      only(GATEWAY + "device.modbus..", "com.digitalpetri..");

  @ArchTest
  static final ArchRule patternsOfConfigurationsStayInText =
      only(GATEWAY + "device.text..", "com.google.re2j..");

  @ArchTest static final ArchRule mqttClientStaysInMqtt = only(GATEWAY + "mqtt..", "com.hivemq..");

  @ArchTest
  static final ArchRule yamlAndSchemaStayInConfig =
      noClasses()
          .that()
          .resideInAPackage("dev.ferrule.gateway..")
          .and()
          .resideOutsideOfPackage(GATEWAY + "config..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.yaml..", "com.fasterxml.jackson.dataformat.yaml..", "com.networknt..");

  @ArchTest
  static final ArchRule commandLineStaysInApp =
      noClasses()
          .that()
          .resideInAPackage("dev.ferrule.gateway..")
          .and()
          .resideOutsideOfPackage(GATEWAY + "app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses imported) {
    var unmarked =
        imported.stream()
            .map(JavaClass::getPackage)
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .collect(toCollection(TreeSet::new));
    assertEquals(new TreeSet<String>(), unmarked, "packages whose package-info lacks @NullMarked");
  }

  private static ArchRule only(String home, String library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private static ArchRule onlyJdkAnd(String... packages) {
    return classes()
        .that()
        .resideInAPackage(packages[0])
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "org.jspecify..").or(resideInAnyPackage(packages)));
  }
}
