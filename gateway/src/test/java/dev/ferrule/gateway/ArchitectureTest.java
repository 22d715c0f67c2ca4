package dev.ferrule.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.ferrule.gateway.model.CommandState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;

/** The package map as rules: arrows point down only, and libraries stay where they belong. */
@AnalyzeClasses(packages = "dev.ferrule", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String GATEWAY = "dev.ferrule.gateway.";

  private static final int MOST_FILES = 20;

  /** Every room of the house, from the roof down: each sees only what stands below it. */
  private static final List<String> FLOORS =
      List.of(
          "cli",
          "app",
          "config",
          "web",
          "stream",
          "mqtt",
          "alarm",
          "metrics",
          "outbox",
          "history",
          "frames",
          "command",
          "security",
          "json",
          "registry",
          "ledger",
          "store",
          "drivers",
          "device",
          "clock",
          "linux",
          "loop",
          "wording",
          "model");

  /** Rooms that see less than all that stands below them. */
  private static final Map<String, List<String>> NARROW =
      Map.ofEntries(
          Map.entry(
              "web",
              List.of(
                  "metrics",
                  "outbox",
                  "history",
                  "json",
                  "command",
                  "security",
                  "registry",
                  "ledger",
                  "device",
                  "loop",
                  "wording",
                  "model")),
          Map.entry(
              "stream",
              List.of(
                  "history",
                  "frames",
                  "json",
                  "command",
                  "security",
                  "registry",
                  "device",
                  "loop",
                  "wording",
                  "model")),
          Map.entry(
              "mqtt",
              List.of(
                  "outbox",
                  "history",
                  "frames",
                  "json",
                  "command",
                  "security",
                  "registry",
                  "store",
                  "device",
                  "loop",
                  "wording",
                  "model")),
          Map.entry("frames", List.of("json", "registry", "wording", "model")),
          Map.entry("json", List.of("registry", "ledger", "wording", "model")),
          Map.entry(
              "command",
              List.of("security", "registry", "ledger", "device", "loop", "wording", "model")),
          Map.entry("security", List.of("json", "ledger", "loop", "model")),
          Map.entry("registry", List.of("device", "loop", "model")),
          Map.entry("outbox", List.of("history", "loop", "model")),
          Map.entry("metrics", List.of("outbox", "history", "registry", "model")),
          Map.entry("history", List.of("frames", "registry", "store", "loop", "wording", "model")),
          Map.entry("ledger", List.of("store", "loop", "model")),
          Map.entry("store", List.of()),
          Map.entry("drivers", List.of("device", "linux", "loop", "wording", "model")),
          Map.entry("device", List.of("loop", "model")));

  /** Which floor a package is on; none when it has no place on the map. */
  private static Optional<String> floor(String packageName) {
    if (!packageName.startsWith(GATEWAY)) {
      return Optional.empty();
    }
    String inside = packageName.substring(GATEWAY.length());
    int dot = inside.indexOf('.');
    String top = dot < 0 ? inside : inside.substring(0, dot);
    String room = top.equals("device") && dot > 0 ? "drivers" : top;
    return Optional.of(room).filter(FLOORS::contains);
  }

  @ArchTest
  static void everyPackageHasItsPlaceOnTheMap(JavaClasses imported) {
    var homeless =
        imported.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(GATEWAY) && floor(name).isEmpty())
            .collect(toCollection(TreeSet::new));
    assertEquals(new TreeSet<String>(), homeless, "packages that are not on the map");
  }

  @ArchTest
  static void arrowsPointDownOnly(JavaClasses imported) {
    var wrong =
        imported.stream()
            .flatMap(from -> from.getDirectDependenciesFromSelf().stream())
            .filter(ArchitectureTest::isWrong)
            .map(
                arrow ->
                    arrow.getOriginClass().getName() + " -> " + arrow.getTargetClass().getName())
            .collect(toCollection(TreeSet::new));
    assertEquals(
        new TreeSet<String>(), wrong, "arrows that point up, or to what is none of their business");
  }

  private static boolean isWrong(Dependency arrow) {
    Optional<String> from = floor(arrow.getOriginClass().getPackageName());
    Optional<String> to = floor(arrow.getTargetClass().getPackageName());
    if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
      return false;
    }
    List<String> below = FLOORS.subList(FLOORS.indexOf(from.get()) + 1, FLOORS.size());
    return !below.contains(to.get()) || !NARROW.getOrDefault(from.get(), below).contains(to.get());
  }

  @ArchTest
  static final ArchRule driversDoNotSeeEachOther =
      slices().matching(GATEWAY + "device.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.ferrule.(**)").should().beFreeOfCycles();

  @ArchTest
  static void packagesFitOnOneScreen(JavaClasses imported) {
    Map<String, Long> files =
        imported.stream()
            .filter(type -> type.getPackageName().startsWith(GATEWAY))
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(groupingBy(JavaClass::getPackageName, TreeMap::new, counting()));
    files.values().removeIf(count -> count <= MOST_FILES);
    assertEquals(Map.of(), files, "packages of more than " + MOST_FILES + " files");
  }

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

  /** A state comes out of the one before it; only the first is made. */
  @ArchTest
  static final ArchRule statesOfCommandsFollowEachOther =
      noClasses()
          .that()
          .resideOutsideOfPackage(GATEWAY + "model..")
          .should()
          .callConstructorWhere(
              describe(
                  "a state of a command is made but the first",
                  call ->
                      call.getTargetOwner().isAssignableTo(CommandState.class)
                          && !call.getTargetOwner().isEquivalentTo(CommandState.Requested.class)));

  @ArchTest
  static final ArchRule framesKnowNoSocket =
      onlyJdkAnd(
          GATEWAY + "frames..",
          GATEWAY + "json..",
          GATEWAY + "registry..",
          GATEWAY + "wording..",
          GATEWAY + "model..",
          "dev.ferrule.protocol..");

  @ArchTest
  static final ArchRule jSerialCommStaysInSerial =
      only("com.fazecast..", GATEWAY + "device.serial..");

  @ArchTest static final ArchRule pi4jStaysInGpio = only("com.pi4j..", GATEWAY + "device.gpio..");

  @ArchTest
  static final ArchRule modbusLibraryStaysInModbus =
      only("com.digitalpetri..", GATEWAY + "device.modbus..");

  @ArchTest
  static final ArchRule patternsOfConfigurationsStayInText =
      only("com.google.re2j..", GATEWAY + "device.text..");

  @ArchTest
  static final ArchRule passwordsAreHashedInOnePlace =
      only("org.bouncycastle.crypto..", GATEWAY + "security.accounts..");

  @ArchTest
  static final ArchRule certificatesAreMadeInOnePlace =
      noClasses()
          .that()
          .resideInAPackage("dev.ferrule.gateway..")
          .and()
          .resideOutsideOfPackages(GATEWAY + "security.accounts..", GATEWAY + "web.tls..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bouncycastle..");

  @ArchTest
  static final ArchRule metersStayInMetrics = only("io.micrometer..", GATEWAY + "metrics..");

  @ArchTest static final ArchRule mqttClientStaysInMqtt = only("com.hivemq..", GATEWAY + "mqtt..");

  @ArchTest static final ArchRule sqliteStaysInTheStore = only("org.sqlite..", GATEWAY + "store..");

  @ArchTest
  static final ArchRule tablesAreOfThoseWhoRemember =
      only("java.sql..", GATEWAY + "store..", GATEWAY + "history..", GATEWAY + "ledger..");

  @ArchTest static final ArchRule commandLineStaysInCli = only("picocli..", GATEWAY + "cli..");

  @ArchTest static final ArchRule yamlStaysInConfig = only("org.yaml..", GATEWAY + "config..");

  @ArchTest
  static final ArchRule schemaStaysInConfig = only("com.networknt..", GATEWAY + "config..");

  /** Event loops are made in app; what has a socket is served on them; the rest knows Loop. */
  @ArchTest
  static final ArchRule vertxStaysWhereSocketsAre =
      only(
          "io.vertx..",
          GATEWAY + "app..",
          GATEWAY + "web..",
          GATEWAY + "stream..",
          GATEWAY + "cli.listen..");

  /** What Vert.x stands on is touched only where its own way is too long. */
  @ArchTest
  static final ArchRule nettyStaysBelowTheSockets =
      only("io.netty..", GATEWAY + "web..", GATEWAY + "stream..");

  @ArchTest
  static final ArchRule cLibraryIsCalledInOnePlace =
      noClasses()
          .that()
          .resideInAPackage("dev.ferrule.gateway..")
          .and()
          .resideOutsideOfPackage(GATEWAY + "linux..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.foreign.Linker");

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

  /** A library that only these packages of ours may know. */
  private static ArchRule only(String library, String... homes) {
    return noClasses()
        .that()
        .resideInAPackage("dev.ferrule.gateway..")
        .and()
        .resideOutsideOfPackages(homes)
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
