package dev.ferrule.gateway.history;

import dev.ferrule.gateway.history.file.Commit;
import dev.ferrule.gateway.history.file.HistorySettings;
import dev.ferrule.gateway.history.file.HistoryStatus;
import dev.ferrule.gateway.history.file.HistoryWriter;
import dev.ferrule.gateway.history.file.Opening;
import dev.ferrule.gateway.history.query.HistoryReader;
import dev.ferrule.gateway.history.query.Recalled;
import dev.ferrule.gateway.history.query.Recent;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.registry.Replica;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/**
 * The history of a running gateway: what hangs on the registry, what writes, what answers.
 *
 * <p>Made and closed by whoever starts the gateway; {@link #reader} and {@link #status} may be
 * asked from any thread.
 */
public final class History implements Recollection, AutoCloseable {

  private static final Duration STOP = Duration.ofSeconds(1);

  private final Loop loop;
  private final Collector collector;
  private final HistoryWriter writer;
  private final HistoryReader reader;
  private final HistorySettings settings;

  private History(
      Loop loop,
      Collector collector,
      HistoryWriter writer,
      HistoryReader reader,
      HistorySettings settings) {
    this.settings = settings;
    this.loop = loop;
    this.collector = collector;
    this.writer = writer;
    this.reader = reader;
  }

  /**
   * Begins to remember what a replica tells, in {@code history.db} of a directory. On the replica's
   * loop; the file is opened meanwhile.
   */
  public static History start(
      Loop loop, Replica replica, Path directory, HistorySettings settings) {
    return new Start(loop, replica, directory.resolve("history.db"), settings).made;
  }

  /** Ties the knot between collector and writer, each of which tells the other. */
  private static final class Start {
    final History made;

    Start(Loop loop, Replica replica, Path file, HistorySettings settings) {
      var inUse = new ReentrantReadWriteLock();
      var writer =
          new HistoryWriter(
              file, settings, inUse.writeLock(), opening -> loop.execute(() -> open(opening)));
      var collector = new Collector(loop, replica.directory(), settings, writer::offer);
      made =
          new History(
              loop,
              collector,
              writer,
              new HistoryReader(file, inUse.readLock(), writer::reportDamage),
              settings);
      replica.listen(collector);
      collector.start();
      writer.start();
    }

    private void open(Opening opening) {
      made.collector.opened(opening);
    }
  }

  /** The loop that readings are gathered on. */
  public Loop loop() {
    return loop;
  }

  /** Who answers questions. */
  public HistoryReader reader() {
    return reader;
  }

  @Override
  public void recall(long position, Directory directory, BitSet channels, Consumer<Recalled> then) {
    Runnable nothing = () -> then.accept(Recalled.nothing(position));
    Consumer<Recent> ask =
        recent -> {
          if (!reader.recall(position, directory, channels, recent, then)) {
            nothing.run();
          }
        };
    loop.execute(
        () -> {
          if (!collector.recall(position, directory, ask)) {
            nothing.run();
          }
        });
  }

  /** Tells somebody, on history's loop, of each opening of the file, also of the last one. */
  public void follow(Follower follower) {
    loop.execute(() -> collector.follow(follower));
  }

  /**
   * Says how far every series is. What came before that can be asked of the reader by its numbers.
   *
   * @param then is told once what came before is written, on any thread; of nothing when there is
   *     no file
   */
  public void mark(Consumer<Optional<Mark>> then) {
    loop.execute(() -> collector.mark(then));
  }

  /** The same for who only counts: nothing is written for it. */
  public void look(Consumer<Optional<Mark>> then) {
    loop.execute(() -> then.accept(collector.look()));
  }

  /**
   * Keeps what a reader still has to tell, in place of what it kept before.
   *
   * @param opening of the file that is meant
   * @param reader its name
   * @param data in its own form, never written again
   * @param then is told once, on any thread, whether it is written
   */
  public void keep(int opening, String reader, byte[] data, Consumer<Boolean> then) {
    var state = new Commit.Reader(reader, data);
    loop.execute(
        () -> {
          if (!collector.keep(opening, state, () -> then.accept(true))) {
            then.accept(false);
          }
        });
  }

  /** How much is remembered. */
  public HistorySettings settings() {
    return settings;
  }

  /** How it stands. */
  public HistoryStatus status() {
    return writer.status();
  }

  /** Hands over what came and waits until it is written, for three seconds at most. */
  @Override
  public void close() {
    var finished = new CountDownLatch(1);
    loop.execute(
        () -> {
          collector.finish();
          finished.countDown();
        });
    try {
      var unused = finished.await(STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.close();
    reader.close();
  }
}
