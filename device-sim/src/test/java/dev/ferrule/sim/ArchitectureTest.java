package dev.ferrule.sim;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The package map of {@code package-info} as rules. */
@AnalyzeClasses(packages = "dev.ferrule.sim", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "dev.ferrule.sim";
  private static final String SIM = ROOT + ".";
  private static final int MOST_FILES = 20;

  @ArchTest
  static final ArchRule arrowsPointDownOnly =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("program and library")
          .definedBy(ROOT)
          .layer("bench")
          .definedBy(SIM + "bench")
          .layer("clients")
          .definedBy(SIM + "bench.client")
          .layer("gateway process")
          .definedBy(SIM + "bench.gateway")
          .layer("runs")
          .definedBy(SIM + "bench.model")
          .layer("replay")
          .definedBy(SIM + "replay")
          .layer("languages")
          .definedBy(SIM + "board.*")
          .layer("board")
          .definedBy(SIM + "board")
          .layer("world")
          .definedBy(SIM + "world")
          .layer("scenario")
          .definedBy(SIM + "scenario")
          .layer("signal")
          .definedBy(SIM + "scenario.signal")
          .layer("yaml")
          .definedBy(SIM + "scenario.yaml")
          .layer("line")
          .definedBy(SIM + "line")
          .layer("loop")
          .definedBy(SIM + "loop")
          .layer("pty")
          .definedBy(SIM + "pty")
          .whereLayer("program and library")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("bench")
          .mayOnlyAccessLayers("clients", "gateway process", "runs", "scenario")
          .whereLayer("clients")
          .mayOnlyAccessLayers("runs", "scenario")
          .whereLayer("gateway process")
          .mayOnlyAccessLayers("runs")
          .whereLayer("runs")
          .mayOnlyAccessLayers("scenario")
          .whereLayer("replay")
          .mayOnlyAccessLayers("line", "loop")
          .whereLayer("languages")
          .mayOnlyAccessLayers("board", "world", "scenario", "line", "loop")
          .whereLayer("board")
          .mayOnlyAccessLayers("world", "scenario", "line", "loop")
          .whereLayer("world")
          .mayOnlyAccessLayers("scenario", "signal", "loop")
          .whereLayer("scenario")
          .mayOnlyAccessLayers("signal", "yaml", "line")
          .whereLayer("signal")
          .mayOnlyAccessLayers("yaml")
          .whereLayer("yaml")
          .mayNotAccessAnyLayer()
          .whereLayer("line")
          .mayOnlyAccessLayers("loop", "pty")
          .whereLayer("loop")
          .mayOnlyAccessLayers("pty")
          .whereLayer("pty")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule everyPackageHasItsPlaceOnTheMap =
      classes()
          .should()
          .resideInAnyPackage(
              ROOT,
              SIM + "bench",
              SIM + "bench.client",
              SIM + "bench.gateway",
              SIM + "bench.model",
              SIM + "replay",
              SIM + "board",
              SIM + "board.firmware",
              SIM + "board.text",
              SIM + "board.nmea",
              SIM + "board.modbus",
              SIM + "board.gpio",
              SIM + "world",
              SIM + "scenario",
              SIM + "scenario.signal",
              SIM + "scenario.yaml",
              SIM + "line",
              SIM + "loop",
              SIM + "pty");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.ferrule.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule languagesDoNotKnowEachOther =
      slices().matching(SIM + "board.(*)").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule benchKnowsOfTheProtocolOnlyTheStream =
      noClasses()
          .that()
          .resideInAPackage(SIM + "bench..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.ferrule.protocol.link..", "dev.ferrule.protocol.dictionary..", SIM + "board..");

  @ArchTest static final ArchRule commandLineStaysOnTop = only(ROOT, "picocli..");

  @ArchTest
  static final ArchRule yamlStaysInYaml =
      only(SIM + "scenario.yaml", "com.fasterxml.jackson.dataformat.yaml..");

  @ArchTest
  static final ArchRule percentilesStayInBench = only(SIM + "bench..", "org.HdrHistogram..");

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

  @ArchTest
  static void noPackageHasMoreThanTwentyFiles(JavaClasses imported) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      Map<Path, Long> crowded =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .collect(groupingBy(Path::getParent, TreeMap::new, counting()));
      crowded.values().removeIf(count -> count <= MOST_FILES);
      assertEquals(Map.of(), crowded, "packages of more than " + MOST_FILES + " files");
    }
  }

  /**
   * What is public has a user in another package; tests count. The root package is the library that
   * the gateway's tests use: there all that is public has its user outside.
   */
  @ArchTest
  static void nothingIsPublicWithoutAUserInAnotherPackage(JavaClasses imported) {
    JavaClasses all = new ClassFileImporter().importPackages(ROOT);
    var needless = new TreeSet<String>();
    for (JavaClass main : imported) {
      JavaClass each = all.get(main.getName());
      if (each.getPackageName().equals(ROOT) || !each.getModifiers().contains(PUBLIC)) {
        continue;
      }
      if (each.isTopLevelClass() && isNeedless(each)) {
        needless.add(each.getName());
      }
      each.getMethods().stream()
          .filter(ArchitectureTest::isNeedless)
          .map(JavaMethod::getFullName)
          .forEach(needless::add);
    }
    assertEquals(new TreeSet<String>(), needless, "public without a user in another package");
  }

  /** A user that only passes it on leaves no trace of it but the signatures that it calls. */
  private static boolean isNeedless(JavaClass type) {
    return type.getDirectDependenciesToSelf().stream()
            .allMatch(use -> isAtHome(use.getOriginClass(), type))
        && Stream.concat(
                type.getMethodsWithReturnTypeOfSelf().stream(),
                type.getMethodsWithParameterTypeOfSelf().stream())
            .noneMatch(method -> method.getModifiers().contains(PUBLIC));
  }

  private static boolean isNeedless(JavaMethod method) {
    JavaClass owner = method.getOwner();
    return method.getModifiers().contains(PUBLIC)
        && !method.getModifiers().contains(SYNTHETIC)
        && !isGiven(method)
        && !isOverride(method)
        && method.getAccessesToSelf().stream()
            .allMatch(use -> isAtHome(use.getOriginOwner(), owner));
  }

  /** Whether the language makes it public: members of an interface, a record, an enum. */
  private static boolean isGiven(JavaMethod method) {
    JavaClass owner = method.getOwner();
    boolean isAccessor =
        owner.isRecord()
            && method.getRawParameterTypes().isEmpty()
            && owner.tryGetField(method.getName()).isPresent();
    boolean isOfEnum =
        owner.isEnum() && (method.getName().equals("values") || method.getName().equals("valueOf"));
    return owner.isInterface() || isAccessor || isOfEnum;
  }

  /** By name and number of parameters: a type parameter of the supertype hides their types. */
  private static boolean isOverride(JavaMethod method) {
    JavaClass owner = method.getOwner();
    return Stream.concat(
            owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
        .flatMap(above -> above.getMethods().stream())
        .anyMatch(
            above ->
                above.getName().equals(method.getName())
                    && above.getRawParameterTypes().size() == method.getRawParameterTypes().size());
  }

  private static boolean isAtHome(JavaClass user, JavaClass owner) {
    return user.getPackageName().equals(owner.getPackageName());
  }

  private static ArchRule only(String home, String library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }
}
