package dev.ferrule.gateway.cli.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A temporary directory that is gone when the demo is: removed at the end, or, after a SIGKILL, by
 * the next demo, which knows by the process id in the name that nobody needs it any more.
 */
public final class DemoDirectory implements AutoCloseable {

  private static final Pattern NAME = Pattern.compile("ferrule-demo-([0-9]{1,18})-.*");

  private final Path path;

  private DemoDirectory(Path path) {
    this.path = path;
  }

  /** Makes one in {@code temporary}, and removes those that nobody needs any more. */
  public static DemoDirectory create(Path temporary) throws IOException {
    removeForgotten(temporary);
    long process = ProcessHandle.current().pid();
    return new DemoDirectory(Files.createTempDirectory(temporary, "ferrule-demo-" + process + "-"));
  }

  /** Where the simulator makes its serial lines. */
  public Path lines() {
    return path.resolve("lines");
  }

  /** Where the gateway keeps its data unless told otherwise. */
  public Path data() {
    return path.resolve("data");
  }

  @Override
  public void close() throws IOException {
    remove(path);
  }

  private static void removeForgotten(Path temporary) throws IOException {
    List<Path> forgotten;
    try (Stream<Path> all = Files.list(temporary)) {
      forgotten = all.filter(DemoDirectory::isForgotten).toList();
    }
    for (Path directory : forgotten) {
      try {
        remove(directory);
      } catch (IOException e) {
        // Another user's: it stays.
      }
    }
  }

  private static boolean isForgotten(Path directory) {
    Matcher name = NAME.matcher(directory.getFileName().toString());
    return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
  }

  private static void remove(Path directory) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(directory)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      Files.deleteIfExists(each);
    }
  }
}
