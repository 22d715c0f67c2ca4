package dev.ferrule.gateway.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files below {@code /proc}, {@code /sys}, {@code /run} and {@code /dev} in which a machine
 * tells of itself.
 *
 * @param root {@code /}, or a directory that a test has filled
 * @param user who asks
 */
public record Machine(Path root, String user) {

  /** Longest text that is taken from a file. */
  private static final int TEXT_LIMIT = 4096;

  /** This machine, asked by whoever runs this. */
  public static Machine present() {
    return new Machine(Path.of("/"), System.getProperty("user.name", "the user"));
  }

  /** The path of something on this machine, such as {@code sys/class/hwmon}. */
  Path path(String below) {
    return root.resolve(below);
  }

  /** The text of a small file without blanks around it; empty when there is none to read. */
  static Optional<String> text(Path file) {
    try (var in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(TEXT_LIMIT), StandardCharsets.UTF_8);
      return Optional.of(text.replace("\0", "").strip()).filter(t -> !t.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What a directory holds that fits a pattern, in order; nothing when it is not there. */
  static List<Path> entries(Path directory, String pattern) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, pattern)) {
      found.forEach(entries::add);
    } catch (IOException e) {
      // no such directory: nothing in it
    }
    entries.sort(null);
    return entries;
  }

  /** Whether a program of that name runs. */
  boolean runs(String program) {
    return entries(path("proc"), "[1-9]*").stream()
        .anyMatch(process -> text(process.resolve("comm")).filter(program::equals).isPresent());
  }
}
