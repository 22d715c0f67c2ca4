package dev.ferrule.gateway;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;

/**
 * The classes of a source tree that have tests, their own or inherited.
 *
 * <p>Read from the sources: a class that no plugin would pick by its name is found as well.
 */
final class TestClasses {

  private static final Set<String> MARKS =
      Set.of(
          "Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate", "ArchTest");

  /** One class: its binary name, the simple names of what it extends, and what it declares. */
  private record Type(String name, boolean isAbstract, List<String> parents, boolean hasTests) {}

  /** By simple name, which is how a subclass names what it extends. */
  private final Map<String, List<Type>> types = new HashMap<>();

  private TestClasses() {}

  /** Binary names, sorted, of every class below a directory that can be run and has tests. */
  static List<String> below(Path directory) throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(directory)) {
      sources = files.filter(file -> file.toString().endsWith(".java")).toList();
    }
    var found = new TestClasses();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var units = files.getJavaFileObjectsFromPaths(sources);
      var task = (JavacTask) compiler.getTask(null, files, null, null, null, units);
      for (CompilationUnitTree unit : task.parse()) {
        found.addAll(unit.getPackageName() + ".", unit.getTypeDecls());
      }
    }
    return found.types.values().stream()
        .flatMap(List::stream)
        .filter(type -> !type.isAbstract() && found.hasTests(type))
        .map(Type::name)
        .sorted()
        .toList();
  }

  private void addAll(String prefix, List<? extends Tree> members) {
    for (Tree member : members) {
      if (member instanceof ClassTree type) {
        String simple = type.getSimpleName().toString();
        types.computeIfAbsent(simple, any -> new ArrayList<>()).add(read(prefix + simple, type));
        addAll(prefix + simple + "$", type.getMembers());
      }
    }
  }

  private static Type read(String name, ClassTree type) {
    var parents = new ArrayList<String>();
    Tree superclass = type.getExtendsClause();
    if (superclass != null) {
      parents.add(superclass.toString());
    }
    type.getImplementsClause().forEach(parent -> parents.add(parent.toString()));
    boolean isAbstract =
        type.getKind() != Tree.Kind.CLASS
            || type.getModifiers().getFlags().contains(Modifier.ABSTRACT);
    return new Type(
        name, isAbstract, parents, type.getMembers().stream().anyMatch(TestClasses::isTest));
  }

  private static boolean isTest(Tree member) {
    List<? extends AnnotationTree> annotations =
        switch (member) {
          case MethodTree method -> method.getModifiers().getAnnotations();
          case VariableTree field -> field.getModifiers().getAnnotations();
          default -> List.of();
        };
    return annotations.stream()
        .anyMatch(annotation -> MARKS.contains(annotation.getAnnotationType().toString()));
  }

  private boolean hasTests(Type type) {
    return type.hasTests()
        || type.parents().stream()
            .flatMap(parent -> types.getOrDefault(parent, List.of()).stream())
            .anyMatch(this::hasTests);
  }
}
