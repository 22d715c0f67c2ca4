package dev.ferrule.gateway.history;

import dev.ferrule.gateway.history.file.HistorySettings;
import dev.ferrule.gateway.history.query.Curve;
import dev.ferrule.gateway.history.query.Export;
import dev.ferrule.gateway.history.query.HistoryReader;
import dev.ferrule.gateway.history.query.Question;
import dev.ferrule.gateway.loop.ThreadLoop;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.DeviceFeed;
import dev.ferrule.gateway.registry.Registry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A registry that a test speaks to, and its history in a real file. */
final class Remembering implements AutoCloseable {

  static final HistorySettings OFTEN =
      new HistorySettings(true, Duration.ofMillis(20), Duration.ofDays(36_500), 1L << 30);

  /** How long anything may take before a test gives up. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** One reading as it came back. */
  record Seen(String channel, long time, double value, int quality) {}

  private final ThreadLoop loop = new ThreadLoop();
  private final Map<String, DeviceFeed> feeds = new HashMap<>();
  private final Registry registry;
  private final History history;
  private long fed;

  Remembering(Path directory, HistorySettings settings, String... devices) throws Exception {
    registry = loop.call(() -> new Registry(loop));
    for (String device : devices) {
      feeds.put(
          device, loop.call(() -> registry.feed(device, device, "text", "test", (_, _) -> {})));
    }
    history = loop.call(() -> History.start(loop, registry.replicate(loop), directory, settings));
  }

  static Remembering in(Path directory, String... devices) throws Exception {
    return new Remembering(directory, OFTEN, devices);
  }

  /** A reader of a file that nobody writes. */
  static HistoryReader reader(Path file) {
    return new HistoryReader(file, new ReentrantReadWriteLock().readLock(), _ -> {});
  }

  History history() {
    return history;
  }

  void up(String device, Channel... channels) {
    feed(device).channels(List.of(channels));
    feed(device).state(new DeviceState.Up());
  }

  void state(String device, DeviceState state) {
    feed(device).state(state);
  }

  void read(String device, ReadingBatch batch) {
    fed += batch.size();
    feed(device).readings(batch);
  }

  private DeviceFeed feed(String device) {
    return Objects.requireNonNull(feeds.get(device), device);
  }

  /** Waits until everything that was read is in the file. */
  void settle() throws Exception {
    settle("");
  }

  /** The same, for a minute at most. */
  void settle(String what) throws Exception {
    long start = System.nanoTime();
    while (history.status().readings() < fed) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError(what + ": " + history.status());
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  /** Waits until something is so, for a minute at most. */
  void settle(Callable<Boolean> condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError(history.status());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Waits until the loop has done what it was told. */
  void pass() throws Exception {
    loop.call(() -> 0);
  }

  /** Everything that is remembered of these channels. */
  List<Seen> all(String... patterns) throws Exception {
    return all(history.reader(), new Question(List.of(patterns), 0, Long.MAX_VALUE / 4));
  }

  static List<Seen> all(HistoryReader reader, Question question) throws Exception {
    List<Seen> seen = new ArrayList<>();
    Export export = reader.export(question);
    while (part(reader, export, seen) == Export.Progress.MORE) {}
    return seen;
  }

  /** The next part of an export. */
  static Export.Progress part(HistoryReader reader, Export export, List<Seen> seen)
      throws Exception {
    var part = new CompletableFuture<Export.Progress>();
    reader.run(
        () -> {
          try {
            part.complete(
                export.next(
                    (form, time, value, quality) ->
                        seen.add(new Seen(form.channel(), time, value, quality))));
          } catch (Exception | Error e) {
            part.completeExceptionally(e);
          }
        });
    return part.get(60, TimeUnit.SECONDS);
  }

  HistoryReader.Outcome ask(Question question, int points) throws Exception {
    return ask(history.reader(), question, points);
  }

  static HistoryReader.Outcome ask(HistoryReader reader, Question question, int points)
      throws Exception {
    var outcome = new CompletableFuture<HistoryReader.Outcome>();
    reader.ask(question, points, outcome::complete);
    return outcome.get(60, TimeUnit.SECONDS);
  }

  static List<Curve.Point> points(Curve curve) {
    List<Curve.Point> points = new ArrayList<>();
    curve.forEach(points::add);
    return points;
  }

  @Override
  public void close() {
    history.close();
    loop.close();
  }
}
