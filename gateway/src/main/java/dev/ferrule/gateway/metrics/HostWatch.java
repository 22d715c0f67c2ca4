package dev.ferrule.gateway.metrics;

import dev.ferrule.gateway.metrics.HostFigures.Temperature;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Looks at the machine when somebody asks, on a virtual thread, one look at a time: a sensor may
 * take its time, and a disk that stalls may take for ever. Any thread.
 */
public final class HostWatch {

  /** A look holds for so long, milliseconds. */
  static final long FRESH_MS = 5_000;

  private static final int MOST_TEMPERATURES = 8;
  private static final double MILLIS = 1_000;
  private static final long KIB = 1_024;

  private final Path root;
  private final Path data;
  private final AtomicBoolean looks = new AtomicBoolean();
  private volatile Optional<HostFigures> last = Optional.empty();

  /** A watch over this machine and the disk of a data directory. */
  HostWatch(Path data) {
    this(Path.of("/"), data);
  }

  /** A watch over a machine whose {@code proc} and {@code sys} are below {@code root}. */
  HostWatch(Path root, Path data) {
    this.root = root;
    this.data = data;
  }

  /** What the last look saw, if there was one; it may be old. */
  public Optional<HostFigures> last() {
    return last;
  }

  /** Looks again where the last look is old; {@code then} is told at once when it is not. */
  public void look(Runnable then) {
    Optional<HostFigures> seen = last;
    boolean isFresh =
        seen.isPresent() && Math.abs(System.currentTimeMillis() - seen.get().at()) < FRESH_MS;
    if (isFresh || !looks.compareAndSet(false, true)) {
      then.run();
      return;
    }
    Thread.ofVirtual()
        .name("host-watch")
        .start(
            () -> {
              try {
                last = Optional.of(now());
              } finally {
                looks.set(false);
                then.run();
              }
            });
  }

  private HostFigures now() {
    Optional<FileStore> store = store();
    return new HostFigures(
        System.currentTimeMillis(),
        Runtime.getRuntime().availableProcessors(),
        first("proc/loadavg"),
        whole(first("proc/uptime")),
        field("proc/meminfo", "MemTotal:", KIB),
        field("proc/meminfo", "MemAvailable:", KIB),
        field("proc/self/status", "VmRSS:", KIB),
        bytes(store, FileStore::getTotalSpace),
        bytes(store, FileStore::getUsableSpace),
        field("proc/self/io", "write_bytes:", 1),
        temperatures());
  }

  private Optional<FileStore> store() {
    try {
      return Optional.of(Files.getFileStore(data));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What a disk is asked. */
  private interface Question {
    long of(FileStore store) throws IOException;
  }

  private static OptionalLong bytes(Optional<FileStore> store, Question question) {
    try {
      return store.isEmpty() ? OptionalLong.empty() : OptionalLong.of(question.of(store.get()));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private List<Temperature> temperatures() {
    List<Temperature> found = new ArrayList<>();
    try (Stream<Path> zones = Files.list(root.resolve("sys/class/thermal"))) {
      for (Path zone : zones.sorted().toList()) {
        OptionalDouble millis = first(zone.resolve("temp"));
        if (millis.isPresent() && found.size() < MOST_TEMPERATURES) {
          String name = String.join(" ", lines(zone.resolve("type"))).strip();
          found.add(new Temperature(name, millis.getAsDouble() / MILLIS));
        }
      }
    } catch (IOException e) {
      return found; // no such sensors here
    }
    return found;
  }

  private OptionalDouble first(String file) {
    return first(root.resolve(file));
  }

  /** The number that a file begins with. */
  private static OptionalDouble first(Path file) {
    return lines(file).stream()
        .limit(1)
        .map(line -> line.strip().split("\\s+", -1)[0])
        .flatMapToDouble(word -> number(word).stream())
        .findFirst();
  }

  /** The number behind a name. */
  private OptionalLong field(String file, String name, long unit) {
    return whole(
        lines(root.resolve(file)).stream()
            .filter(line -> line.startsWith(name))
            .map(line -> line.substring(name.length()).strip().split("\\s+", -1)[0])
            .flatMapToDouble(word -> number(word).stream())
            .map(count -> count * unit)
            .findFirst());
  }

  private static OptionalLong whole(OptionalDouble number) {
    return number.isPresent() ? OptionalLong.of((long) number.getAsDouble()) : OptionalLong.empty();
  }

  private static OptionalDouble number(String word) {
    try {
      return OptionalDouble.of(Double.parseDouble(word));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
