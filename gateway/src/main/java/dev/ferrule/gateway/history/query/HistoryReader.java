package dev.ferrule.gateway.history.query;

import dev.ferrule.gateway.history.block.BlockCodec;
import dev.ferrule.gateway.history.block.Summary;
import dev.ferrule.gateway.history.file.Gap;
import dev.ferrule.gateway.history.file.HistoryTables;
import dev.ferrule.gateway.history.file.HistoryTables.SeriesRow;
import dev.ferrule.gateway.history.file.Journal;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.store.StoreFault;
import dev.ferrule.gateway.store.StoreFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;

/**
 * Answers questions about the past, one after the other, on a thread of its own, which ends when
 * nobody asks. At most {@value #WAITING} wait. What was committed is seen, so readings are about a
 * second old at least.
 *
 * <p>Any thread asks; answers are given on the reader's thread, and so are the parts of an export.
 */
public final class HistoryReader implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.ferrule.history");

  /** Questions that may wait. */
  static final int WAITING = 32;

  /** Points of all curves of an answer together. */
  public static final int MOST_POINTS = 50_000;

  private final Path file;
  private final Lock reading;
  private final Consumer<Object> damage;
  private final BlockCodec codec = new BlockCodec();
  private final Journal journal = new Journal();
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          task -> Thread.ofPlatform().daemon().name("ferrule-history-reader").unstarted(task));

  /**
   * A reader of a file that need not exist yet.
   *
   * @param reading held while the file is open
   * @param damage told when the file is damaged, and which one it was
   */
  public HistoryReader(Path file, Lock reading, Consumer<Object> damage) {
    this.file = file;
    this.reading = reading;
    this.damage = damage;
    thread.allowCoreThreadTimeOut(true);
  }

  /** What came of a question. */
  public sealed interface Outcome {

    /**
     * What is known.
     *
     * @param curves by channel; a channel whose unit or scale changed has several
     * @param gaps when readings are missing
     * @param damaged blocks that could not be read
     */
    record Known(List<Curve> curves, List<Gap> gaps, int damaged) implements Outcome {}

    /** There are more channels than can be told in so many points. */
    record TooMany(int channels) implements Outcome {}

    /** Nothing can be said now. */
    record Unavailable(String why) implements Outcome {}
  }

  /**
   * Asks for curves.
   *
   * @param points of each curve at most
   * @return false when too many wait
   */
  public boolean ask(Question question, int points, Consumer<Outcome> then) {
    return run(() -> then.accept(answer(question, points)));
  }

  /**
   * Asks for what came after a position, of channels of a directory.
   *
   * @param recent what the file does not have
   * @return false when too many wait
   */
  public boolean recall(
      long position, Directory directory, BitSet channels, Recent recent, Consumer<Recalled> then) {
    return run(
        () -> {
          var recall = new Recall(directory, channels, recent);
          Recalled found = Recalled.nothing(position);
          try {
            found = look(past -> past.after(position, recall), found);
          } catch (StoreFault | RuntimeException e) { // who asked must not wait for ever
            LOG.log(Level.WARNING, "nothing can be recalled", e);
          }
          then.accept(found);
        });
  }

  /**
   * Asks for readings by their numbers, the oldest first.
   *
   * @param most how many readings, about
   * @param then is told once, on the reader's thread
   * @return false when too many wait
   */
  public boolean untold(List<Untold.Want> wants, int most, Consumer<Untold.Part> then) {
    return run(
        () -> {
          Untold.Part found = Untold.Part.NOTHING;
          try {
            found = look(past -> Untold.read(past, wants, most), found);
          } catch (StoreFault | RuntimeException e) { // who asked must not wait for ever
            LOG.log(Level.DEBUG, "nothing can be read now", e);
          }
          then.accept(found);
        });
  }

  /** Does a part of an export on the reader's thread; false when too many wait. */
  public boolean run(Runnable part) {
    try {
      thread.execute(part);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** An export of every reading that a question is about. */
  public Export export(Question question) {
    return new Export(this, question);
  }

  private Outcome answer(Question question, int points) {
    try {
      return look(
          past -> curves(past, question, points), new Outcome.Known(List.of(), List.of(), 0));
    } catch (StoreFault e) {
      return new Outcome.Unavailable(e.words());
    } catch (RuntimeException e) { // who asked must not wait for ever
      LOG.log(Level.ERROR, "a question about the past failed", e);
      return new Outcome.Unavailable("the question failed");
    }
  }

  /** What is done with the file as it is at one moment. */
  interface Look<T> {
    T at(Past past) throws SQLException;
  }

  /**
   * Looks at the file. On the reader's thread.
   *
   * @param otherwise what is found where there is no file
   */
  <T> T look(Look<T> what, T otherwise) throws StoreFault {
    reading.lock();
    try {
      Optional<Object> identity = StoreFile.identity(file);
      return identity.isEmpty() ? otherwise : look(identity.get(), what, otherwise);
    } finally {
      reading.unlock();
    }
  }

  private <T> T look(Object identity, Look<T> what, T otherwise) throws StoreFault {
    try (Connection connection = StoreFile.reader(file)) {
      connection.setAutoCommit(false);
      return HistoryTables.isMade(connection)
          ? what.at(new Past(connection, codec, journal))
          : otherwise;
    } catch (SQLException e) {
      StoreFault fault = StoreFault.of(file, e);
      if (fault.kind() == StoreFault.Kind.DAMAGED && !StoreFault.isDoubtful(e)) {
        damage.accept(identity);
      }
      throw fault;
    }
  }

  private static Outcome curves(Past past, Question question, int points) throws SQLException {
    List<SeriesRow> series = past.series(question);
    if ((long) series.size() * points > MOST_POINTS) {
      return new Outcome.TooMany(series.size());
    }
    Map<Integer, Drawing> drawings = new TreeMap<>();
    List<Curve> curves = new ArrayList<>();
    for (SeriesRow one : series) {
      var drawing = new Drawing(new Curve(one.form(), question, points));
      drawings.put(one.id(), drawing);
      curves.add(drawing.curve());
      past.blocks(one, question, Past.Place.START, Integer.MAX_VALUE, (_, _) -> false, drawing);
    }
    past.journal(drawings, series);
    return new Outcome.Known(curves, past.gaps(question), past.damaged());
  }

  /** Draws a curve. */
  private record Drawing(Curve curve) implements Past.Visitor {
    @Override
    public boolean takes(Summary summary) {
      return curve.takes(summary);
    }

    @Override
    public void summary(Summary summary) {
      curve.add(summary);
    }

    @Override
    public void row(long time, double value, int quality) {
      curve.add(time, value, quality);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
