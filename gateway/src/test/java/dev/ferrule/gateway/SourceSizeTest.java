package dev.ferrule.gateway;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * How long a source file and a Java method may be, in all modules.
 *
 * <p>The JDK's own parser reads the sources, so that no syntax is too new for the rule.
 */
class SourceSizeTest {

  private static final int FILE_LINES = 400;
  private static final int METHOD_LINES = 50;
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void noFileIsLongerThanItsLimit() throws IOException {
    var tooLong = new ArrayList<String>();
    for (Path file : sources(".java", ".js", ".c", ".h")) {
      long lines;
      try (Stream<String> text = Files.lines(file)) {
        lines = text.count();
      }
      if (lines > FILE_LINES) {
        tooLong.add(ROOT.relativize(file) + ": " + lines);
      }
    }
    assertEquals(List.of(), tooLong, "files of more than " + FILE_LINES + " lines");
  }

  @Test
  void noMethodIsLongerThanItsLimit() throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var units = files.getJavaFileObjectsFromPaths(sources(".java"));
      var task = (JavacTask) compiler.getTask(null, files, null, null, null, units);
      var positions = Trees.instance(task).getSourcePositions();
      var tooLong = new ArrayList<String>();
      for (CompilationUnitTree unit : task.parse()) {
        new MethodLengths(unit, positions, tooLong).scan(unit, null);
      }
      assertEquals(
          "", tooLong.stream().collect(joining("\n")), "methods of more than 50 lines, braces in");
    }
  }

  private static List<Path> sources(String... endings) throws IOException {
    var found = new ArrayList<Path>();
    for (String module : List.of("firmware-protocol", "device-sim", "gateway")) {
      try (Stream<Path> tree = Files.walk(ROOT.resolve(module).resolve("src"))) {
        tree.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
            .sorted()
            .forEach(found::add);
      }
    }
    return found;
  }

  /** Adds each method of one file whose body, braces included, takes too many lines. */
  private static final class MethodLengths extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final LineMap lines;
    private final List<String> tooLong;

    MethodLengths(CompilationUnitTree unit, SourcePositions positions, List<String> tooLong) {
      this.unit = unit;
      this.positions = positions;
      this.lines = Objects.requireNonNull(unit.getLineMap());
      this.tooLong = tooLong;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
      var body = method.getBody();
      if (body != null) {
        long first = lines.getLineNumber(positions.getStartPosition(unit, body));
        long last = lines.getLineNumber(positions.getEndPosition(unit, body));
        if (last - first + 1 > METHOD_LINES) {
          var file = ROOT.relativize(Path.of(unit.getSourceFile().toUri()));
          tooLong.add(file + ":" + first + " " + method.getName() + ": " + (last - first + 1));
        }
      }
      return super.visitMethod(method, null);
    }
  }
}
