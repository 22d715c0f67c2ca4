import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Holds every Java source against google-java-format, or with the argument "apply" formats it.
 *
 * <p>Run by Maven with the tool chain's java, because the formatter reads Java 25 only there.
 */
final class Format {

  private static final Formatter FORMATTER = new Formatter();

  private Format() {}

  static void main(String[] args) throws IOException {
    boolean apply = List.of(args).contains("apply");
    List<Path> sources;
    try (Stream<Path> files =
        Stream.concat(Stream.of(Path.of(".mvn")), modules()).flatMap(Format::below)) {
      sources = files.toList();
    }
    List<Path> wrong =
        sources.parallelStream().filter(source -> differs(source, apply)).sorted().toList();
    wrong.forEach(
        source -> System.out.println((apply ? "formatted " : "not formatted: ") + source));
    if (!apply && !wrong.isEmpty()) {
      System.out.println("To format: mvn -q -Pformat validate");
      System.exit(1);
    }
  }

  private static Stream<Path> modules() throws IOException {
    return Files.list(Path.of("")).map(module -> module.resolve("src")).filter(Files::isDirectory);
  }

  private static Stream<Path> below(Path directory) {
    try {
      return Files.walk(directory).filter(file -> file.toString().endsWith(".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean differs(Path source, boolean apply) {
    try {
      String is = Files.readString(source);
      String ordered = ImportOrderer.reorderImports(is, JavaFormatterOptions.Style.GOOGLE);
      String right = FORMATTER.formatSource(RemoveUnusedImports.removeUnusedImports(ordered));
      if (apply && !right.equals(is)) {
        Files.writeString(source, right);
      }
      return !right.equals(is);
    } catch (FormatterException e) {
      throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
