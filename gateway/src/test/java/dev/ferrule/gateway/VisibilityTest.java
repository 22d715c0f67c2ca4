package dev.ferrule.gateway;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is public has a user in another package; main code and tests count alike.
 *
 * <p>Passed over, because bytecode does not show who uses it or because it must be public: what
 * overrides or implements, parts of records and enumerations, constants that the compiler copies
 * into their users, exceptions that a switch only names in a label, entry points, and what
 * libraries reach by reflection.
 */
@AnalyzeClasses(packages = "dev.ferrule")
class VisibilityTest {

  /** Libraries that make or call by reflection what carries their annotation or extends them. */
  private static final List<String> REFLECTING =
      List.of(
          "picocli.",
          "java.util.logging.",
          "org.junit.jupiter.api.extension.",
          "org.openjdk.jmh.",
          "com.code_intelligence.");

  @ArchTest
  static void publicTypesHaveAUserInAnotherPackage(JavaClasses imported) {
    var needless =
        ours(imported)
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> !isReachedByReflection(type) && !hasEntryPoint(type))
            .filter(type -> !type.isAssignableTo(Throwable.class))
            .filter(type -> withNested(type).noneMatch(VisibilityTest::isUsedElsewhere))
            .filter(type -> withNested(type).noneMatch(VisibilityTest::hasConstants))
            .filter(type -> !isInTheSignatureOfAnother(type))
            .map(JavaClass::getName)
            .collect(toCollection(TreeSet::new));
    assertEquals(new TreeSet<String>(), needless, "public types that only their package uses");
  }

  @ArchTest
  static void publicMembersHaveAUserInAnotherPackage(JavaClasses imported) {
    var needless =
        ours(imported)
            .filter(type -> !type.isInterface() && !type.isAnonymousClass())
            .filter(type -> !isReachedByReflection(type))
            .flatMap(type -> type.getMembers().stream())
            .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(member -> !member.getModifiers().contains(JavaModifier.SYNTHETIC))
            .filter(member -> !mustBePublic(member))
            .filter(
                member -> member.getAccessesToSelf().stream().noneMatch(VisibilityTest::crosses))
            .map(member -> member.getFullName() + " " + member.getSourceCodeLocation())
            .collect(toCollection(TreeSet::new));
    assertEquals(new TreeSet<String>(), needless, "public members that only their package uses");
  }

  private static Stream<JavaClass> ours(JavaClasses imported) {
    return imported.stream()
        .filter(type -> type.getPackageName().startsWith("dev.ferrule.gateway"))
        .filter(type -> !type.getSimpleName().equals("package-info"));
  }

  private static Stream<JavaClass> withNested(JavaClass type) {
    return type.getPackage().getClasses().stream()
        .filter(other -> other.equals(type) || other.getName().startsWith(type.getName() + "$"));
  }

  private static boolean isUsedElsewhere(JavaClass type) {
    return type.getDirectDependenciesToSelf().stream()
        .anyMatch(arrow -> !arrow.getOriginClass().getPackageName().equals(type.getPackageName()));
  }

  private static boolean crosses(JavaAccess<?> access) {
    return !access
        .getOriginOwner()
        .getPackageName()
        .equals(access.getTargetOwner().getPackageName());
  }

  /** Who uses a constant does not show it: the compiler copies its value. */
  private static boolean hasConstants(JavaClass type) {
    return type.getFields().stream()
        .anyMatch(field -> field.getModifiers().contains(JavaModifier.PUBLIC) && isConstant(field));
  }

  private static boolean isConstant(JavaField field) {
    Set<JavaModifier> modifiers = field.getModifiers();
    return modifiers.contains(JavaModifier.STATIC)
        && modifiers.contains(JavaModifier.FINAL)
        && (field.getRawType().isPrimitive() || field.getRawType().isEquivalentTo(String.class));
  }

  /** Others may get or give it without naming it. */
  private static boolean isInTheSignatureOfAnother(JavaClass type) {
    return type.getPackage().getClasses().stream()
        .filter(other -> !other.getName().startsWith(type.getName()))
        .filter(other -> other.getModifiers().contains(JavaModifier.PUBLIC))
        .flatMap(other -> other.getMembers().stream())
        .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC))
        .flatMap(member -> member.getAllInvolvedRawTypes().stream())
        .anyMatch(
            involved ->
                involved.equals(type) || involved.getName().startsWith(type.getName() + "$"));
  }

  private static boolean isReachedByReflection(JavaClass type) {
    Stream<String> parents =
        Stream.concat(
            type.getAllRawSuperclasses().stream().map(JavaClass::getName),
            type.getAllRawInterfaces().stream().map(JavaClass::getName));
    Stream<String> annotations = type.getAnnotations().stream().map(a -> a.getRawType().getName());
    return Stream.concat(parents, annotations)
        .anyMatch(name -> REFLECTING.stream().anyMatch(name::startsWith));
  }

  private static boolean hasEntryPoint(JavaClass type) {
    return type.getMethods().stream().anyMatch(VisibilityTest::isEntryPoint);
  }

  private static boolean isEntryPoint(JavaMember method) {
    return method.getName().equals("main") || method.getName().equals("fuzzerTestOneInput");
  }

  private static boolean mustBePublic(JavaMember member) {
    JavaClass owner = member.getOwner();
    return switch (member) {
      case JavaField field -> isConstant(field) || owner.isEnum();
      case JavaConstructor constructor -> isCanonical(constructor) || isReachedByReflection(owner);
      case JavaMethod method ->
          (owner.isEnum() && Set.of("values", "valueOf").contains(method.getName()))
              || isAccessor(method)
              || isEntryPoint(method)
              || !method.getAnnotations().isEmpty()
              || overrides(method)
              || owner.getAllSubclasses().stream()
                  .anyMatch(sub -> !sub.getPackageName().equals(owner.getPackageName()));
      default -> false;
    };
  }

  /** The canonical constructor of a record is as visible as the record. */
  private static boolean isCanonical(JavaConstructor constructor) {
    JavaClass owner = constructor.getOwner();
    return owner.isRecord()
        && constructor.getRawParameterTypes().size()
            == owner.getFields().stream()
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .count();
  }

  private static boolean isAccessor(JavaMethod method) {
    return method.getOwner().isRecord()
        && method.getRawParameterTypes().isEmpty()
        && method.getOwner().tryGetField(method.getName()).isPresent();
  }

  private static boolean overrides(JavaMethod method) {
    JavaClass owner = method.getOwner();
    return Stream.concat(
            owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
        .flatMap(parent -> parent.getMethods().stream())
        .anyMatch(
            other ->
                other.getName().equals(method.getName())
                    && parameters(other) == parameters(method));
  }

  private static int parameters(JavaCodeUnit unit) {
    return unit.getRawParameterTypes().size();
  }
}
