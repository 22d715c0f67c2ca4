package dev.ferrule.protocol;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
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
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * The package map of {@code package-info} as rules. Whether a public type has a user is not among
 * them: module-info exports every package, so their users are whoever has the jar.
 */
@AnalyzeClasses(locations = ArchitectureTest.Codec.class)
class ArchitectureTest {

  private static final String ROOT = "dev.ferrule.protocol";
  private static final String PROTOCOL = ROOT + ".";
  private static final int MOST_FILES = 20;

  /** The compiled module; by name its tests, which are patched into it, would come along. */
  static final class Codec implements LocationProvider {
    @Override
    public Set<Location> get(Class<?> test) {
      return Set.of(Location.of(Bytes.class.getProtectionDomain().getCodeSource().getLocation()));
    }
  }

  @ArchTest
  static final ArchRule arrowsPointDownOnly =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("link")
          .definedBy(PROTOCOL + "link")
          .layer("stream")
          .definedBy(PROTOCOL + "stream")
          .layer("capture")
          .definedBy(PROTOCOL + "capture")
          .layer("time")
          .definedBy(PROTOCOL + "time")
          .layer("program")
          .definedBy(PROTOCOL + "program")
          .layer("dictionary")
          .definedBy(PROTOCOL + "dictionary")
          .layer("words")
          .definedBy(ROOT)
          .whereLayer("link")
          .mayOnlyAccessLayers("dictionary", "words")
          .whereLayer("stream")
          .mayOnlyAccessLayers("words")
          .whereLayer("capture")
          .mayOnlyAccessLayers("words")
          .whereLayer("time")
          .mayNotAccessAnyLayer()
          .whereLayer("program")
          .mayNotAccessAnyLayer()
          .whereLayer("dictionary")
          .mayOnlyAccessLayers("words")
          .whereLayer("words")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule everyPackageHasItsPlaceOnTheMap =
      classes()
          .that()
          .doNotHaveSimpleName("module-info")
          .should()
          .resideInAnyPackage(
              ROOT,
              PROTOCOL + "link",
              PROTOCOL + "stream",
              PROTOCOL + "capture",
              PROTOCOL + "program",
              PROTOCOL + "time",
              PROTOCOL + "dictionary");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.ferrule.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule needsOnlyTheJdk =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", ROOT + "..");

  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses imported) {
    var unmarked =
        imported.stream()
            .map(JavaClass::getPackage)
            .filter(p -> p.getName().startsWith(ROOT) && !p.isAnnotatedWith(NullMarked.class))
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

  /** What nobody outside can reach is not called public, unless an interface says so. */
  @ArchTest
  static void nothingIsPublicInAClassThatIsNot(JavaClasses imported) {
    var needless = new TreeSet<String>();
    for (JavaClass each : imported) {
      if (each.isTopLevelClass() && !each.getModifiers().contains(PUBLIC) && !each.isInterface()) {
        each.getMethods().stream()
            .filter(method -> method.getModifiers().contains(PUBLIC))
            .filter(method -> !method.getModifiers().contains(SYNTHETIC) && !isOverride(method))
            .map(JavaMethod::getFullName)
            .forEach(needless::add);
      }
    }
    assertEquals(new TreeSet<String>(), needless, "public in a class that is not");
  }

  private static boolean isOverride(JavaMethod method) {
    JavaClass owner = method.getOwner();
    return Stream.concat(
            owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
        .anyMatch(
            above ->
                above.getMethods().stream().anyMatch(m -> m.getName().equals(method.getName())));
  }
}
