package dev.ferrule.gateway.history;

import dev.ferrule.gateway.frames.Gather;
import dev.ferrule.gateway.frames.Rows;
import dev.ferrule.gateway.history.file.Commit;
import dev.ferrule.gateway.history.file.Gap;
import dev.ferrule.gateway.history.file.HistorySettings;
import dev.ferrule.gateway.history.file.Opening;
import dev.ferrule.gateway.history.query.Recent;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.DeviceInfo;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.registry.RegistryListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Gathers what channels show, and hands it over once in a while.
 *
 * <p>Owner: the loop of the replica that it hangs on. It never waits: before the file is open
 * readings wait here, at most {@link #MOST_WAITING}; what the writer does not take is counted as
 * lost, once it is in no block either.
 */
final class Collector implements RegistryListener {

  /** Readings that wait to be handed over. */
  static final int MOST_WAITING = 65_536;

  /** Why a device's readings are missing, and since when. */
  private record Absence(Gap.Reason reason, long since) {}

  /** Readings that came while the channels had these numbers. */
  private record Part(Directory directory, List<ReadingBatch> batches) {}

  private final Loop loop;
  private final HistorySettings settings;
  private final Predicate<Commit> writer;
  private final Map<String, Absence> absent = new HashMap<>();
  private final List<Part> parts = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private Directory directory;
  private Gather gather = new Gather(0);
  private final Recents recents;
  private int waiting;
  private long merged;

  /** Some that came since the last flush are not in what waits. */
  private boolean isMissing;

  private Optional<OpenHistory> open = Optional.empty();
  private Optional<Opening> lastOpening = Optional.empty();
  private final List<Follower> followers = new ArrayList<>();

  /**
   * A collector that hands over to nobody yet.
   *
   * @param writer takes a commit, or says that it has too much already
   */
  Collector(Loop loop, Directory directory, HistorySettings settings, Predicate<Commit> writer) {
    this.loop = loop;
    this.directory = directory;
    this.recents = new Recents(settings.rules(), directory);
    this.settings = settings;
    this.writer = writer;
  }

  /** Begins to hand over, as often as the settings say. On the loop. */
  void start() {
    loop.after(
        settings.commit(),
        () -> {
          start(); // first: whatever becomes of this flush, there is a next one
          flush();
        });
  }

  /** The file is open, for the first time or anew. On the loop. */
  void opened(Opening opening) {
    if (opening.last() != Long.MIN_VALUE && open.isEmpty()) {
      long now = Math.max(opening.last(), loop.currentTimeMillis());
      gaps.add(new Gap("", opening.last(), now, Gap.Reason.STOPPED, 0));
    }
    open =
        Optional.of(
            open.map(before -> before.again(opening))
                .orElseGet(() -> new OpenHistory(opening, settings.rules())));
    flush();
    lastOpening = Optional.of(opening);
    followers.forEach(one -> one.opened(opening));
  }

  /** Tells a follower of each opening, also of one that was. On the loop. */
  void follow(Follower follower) {
    followers.add(follower);
    lastOpening.ifPresent(follower::opened);
  }

  @Override
  public void directory(Directory next) {
    keep();
    directory = next;
    recents.directory(next);
    gather = new Gather(next.capacity());
  }

  @Override
  public void device(DeviceInfo device) {
    long now = loop.currentTimeMillis();
    Absence before = absent.remove(device.id());
    if (before != null) {
      gaps.add(
          new Gap(device.id(), before.since(), Math.max(before.since(), now), before.reason(), 0));
    }
    absence(device.state()).ifPresent(why -> absent.put(device.id(), new Absence(why, now)));
  }

  private static Optional<Gap.Reason> absence(DeviceState state) {
    return switch (state) {
      case DeviceState.Up _, DeviceState.Connecting _ -> Optional.empty();
      case DeviceState.Down _ -> Optional.of(Gap.Reason.DOWN);
      case DeviceState.Silent _ -> Optional.of(Gap.Reason.SILENT);
      case DeviceState.Refused _ -> Optional.of(Gap.Reason.REFUSED);
    };
  }

  @Override
  public void readings(ReadingBatch batch) {
    if (waiting + batch.size() > MOST_WAITING) {
      flush();
      if (waiting + batch.size() > MOST_WAITING) {
        lose(batch.size());
        return;
      }
    }
    waiting += batch.size();
    ReadingBatch honest = Rows.honest(batch);
    recents.add(honest);
    gather.add(honest);
  }

  @Override
  public void merged(int count) {
    isMissing = true;
    followers.forEach(Follower::uneven);
    merged += count;
  }

  private void lose(long count) {
    isMissing = true;
    long now = loop.currentTimeMillis();
    gaps.add(new Gap("", now, now, Gap.Reason.DISK, count));
    followers.forEach(Follower::uneven);
    joinLosses();
  }

  /** Losses follow each other: one gap says them all. */
  private void joinLosses() {
    int size = gaps.size();
    if (size > 1
        && gaps.get(size - 1).reason() == Gap.Reason.DISK
        && gaps.get(size - 2).reason() == Gap.Reason.DISK) {
      Gap last = gaps.removeLast();
      Gap before = gaps.removeLast();
      gaps.add(
          new Gap("", before.first(), last.last(), Gap.Reason.DISK, before.count() + last.count()));
    }
  }

  private void keep() {
    if (!gather.isEmpty()) {
      parts.add(new Part(directory, gather.take()));
    }
  }

  /** Hands over what came. On the loop. */
  void flush() {
    flush(Optional.empty());
  }

  /**
   * Hands over what came, and tells what is remembered here of channels that are not kept whole. On
   * the loop.
   *
   * @param now under whose numbers it is told
   * @param then told once the rest is written, on the writer's thread
   * @return whether that will be; false when there is no file, or too much waits
   */
  boolean recall(long position, Directory now, Consumer<Recent> then) {
    return flush(
        Optional.of(
            commit -> {
              Recent recent = recents.after(position, now, commit);
              commit.then = () -> then.accept(recent);
            }));
  }

  /**
   * Hands over what came.
   *
   * @param finish is given the commit before it is handed over, which then is, empty or not
   */
  private boolean flush(Optional<Consumer<Commit>> finish) {
    if (open.isEmpty()) {
      return false;
    }
    gather();
    OpenHistory history = open.get();
    if (merged > 0) {
      long now = loop.currentTimeMillis();
      gaps.add(new Gap("", now - settings.commit().toMillis(), now, Gap.Reason.MERGED, merged));
      merged = 0;
    }
    if (isMissing) {
      history.breakOff();
      isMissing = false;
    }
    if (history.isBroken()) {
      recents.breakOff(history.reached());
    }
    gaps.addAll(history.takeGaps());
    Commit commit = history.commit(List.copyOf(gaps));
    if (commit.isEmpty() && finish.isEmpty()) {
      return true;
    }
    finish.ifPresent(last -> last.accept(commit));
    boolean isTaken = writer.test(commit);
    if (isTaken) {
      history.handedOver(commit);
      gaps.clear();
    } else {
      long lost = history.notTaken(commit);
      if (lost > 0) {
        lose(lost);
      }
    }
    return isTaken;
  }

  private void gather() {
    keep();
    OpenHistory history = open.orElseThrow();
    for (Part part : parts) {
      history.add(part.directory(), part.batches());
    }
    parts.clear();
    waiting = 0;
  }

  /**
   * Closes all blocks and says how far everything is; nothing while there is no file.
   *
   * @param then is told once it is written, or at once when it cannot be; any thread
   */
  void mark(Consumer<Optional<Mark>> then) {
    if (open.isEmpty()) {
      then.accept(Optional.empty());
      return;
    }
    gather();
    OpenHistory history = open.get();
    history.sealAll();
    Optional<Mark> mark = Optional.of(history.mark(directory));
    if (!flush(Optional.of(commit -> commit.then = () -> then.accept(mark)))) {
      then.accept(mark);
    }
  }

  /** Says how far everything is, what is in no file yet included; nothing before there is one. */
  Optional<Mark> look() {
    if (open.isPresent()) {
      gather();
    }
    return open.map(history -> history.mark(directory));
  }

  /**
   * Keeps what a reader still has to tell, as long as the file is the one that is meant.
   *
   * @param then is told on the writer's thread once it is written
   * @return whether that will be
   */
  boolean keep(int opening, Commit.Reader state, Runnable then) {
    if (open.isEmpty() || open.get().opening() != opening) {
      return false;
    }
    var commit = new Commit(opening);
    commit.readers.add(state);
    commit.then = then;
    return writer.test(commit);
  }

  /** Hands over everything, blocks as well: nothing more comes. On the loop. */
  void finish() {
    open.ifPresent(OpenHistory::finish);
    flush();
  }
}
