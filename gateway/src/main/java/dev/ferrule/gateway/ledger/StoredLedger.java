package dev.ferrule.gateway.ledger;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.loop.TokenBucket;
import dev.ferrule.gateway.loop.TokenBuckets;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.store.StoreFault;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The ledger of a data directory: what it has, no power cut takes. Commands of the last day are
 * answered from memory, {@link LedgerWriter#MOST} of them.
 *
 * <p>While the disk takes nothing, or has not answered for {@link #STALL}, the ledger is shut; it
 * opens by itself. That a command was requested is not recorded apart: the next state, which comes
 * in the same turn, holds all of it. Refusals have acted on nothing: when more come than {@link
 * #REFUSED_AT_ONCE}, and then one a second, they are counted instead, so that a flood of them takes
 * no room from what acted. Events are counted likewise, each kind for itself.
 *
 * <p>Owner: the loop that records; {@link #record}, {@link #view} and {@link #close} are for any
 * thread.
 */
public final class StoredLedger implements Ledger, Journal, AutoCloseable {

  /** How long the disk may take with a record before the ledger is shut. */
  static final Duration STALL = Duration.ofSeconds(1);

  /** What the file takes before the oldest records go, bytes. */
  public static final int DEFAULT_SIZE = 64 << 20;

  /** The least that it may be given. */
  public static final int LEAST_SIZE = 8 << 20;

  /** Refusals that are recorded one by one. */
  private static final int REFUSED_AT_ONCE = 1_000;

  private static final int EVENTS_AT_ONCE = 1_000;
  private static final int EVENTS_PER_SECOND = 1;

  /** What it takes of the memory at most, bytes. */
  public static final long BYTES = 8 << 20;

  private static final System.Logger LOG = System.getLogger("dev.ferrule.ledger");

  private final Loop loop;
  private final LedgerWriter writer;
  private final StoredView view;
  private final MemoryLedger memory;
  private final TokenBucket refusals;

  /** Events by their kind, so that a device that comes and goes hides no login. */
  private final TokenBuckets events = new TokenBuckets(EVENTS_PER_SECOND, EVENTS_AT_ONCE);

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final long start = System.nanoTime();

  /** States that the writer has, oldest first. */
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  private List<Runnable> whenOpen = new ArrayList<>();
  private boolean isOpen;
  private boolean isWatched;

  /** Written by the loop, read by any thread. */
  private volatile Optional<String> trouble = Optional.empty();

  /** What follows from a record when it is safe. */
  private record Waiting(CommandState state, long since, Runnable then) {

    Waiting without() {
      return new Waiting(state, since, () -> {});
    }
  }

  private StoredLedger(Loop loop, Path data, long mostBytes, Runnable beforeWriting) {
    this.loop = loop;
    this.memory = new MemoryLedger(loop::nanoTime, LedgerWriter.MOST);
    this.refusals = new TokenBucket(1, REFUSED_AT_ONCE, loop.nanoTime());
    this.writer =
        new LedgerWriter(
            data, mostBytes, event -> Entry.of(event, stamp()), beforeWriting, new Crossing());
    this.view = new StoredView(data, this::trouble, writer::size);
  }

  /**
   * Opens the ledger of a data directory, in a thread of its own; on the loop that records.
   *
   * @param mostBytes what the file may take before the oldest records go
   */
  public static StoredLedger open(Loop loop, Path data, long mostBytes) {
    return open(loop, data, mostBytes, () -> {});
  }

  /** The same on a disk that a test makes wait. */
  static StoredLedger open(Loop loop, Path data, long mostBytes, Runnable beforeWriting) {
    var ledger = new StoredLedger(loop, data, mostBytes, beforeWriting);
    ledger.writer.start();
    loop.after(STALL, ledger::openLate);
    return ledger;
  }

  private Entry.Stamp stamp() {
    return stamp(loop.currentTimeMillis());
  }

  private Entry.Stamp stamp(long time) {
    long since = (System.nanoTime() - start) / 1_000;
    return new Entry.Stamp(time, loop.timeBase().isTrusted(), run, since);
  }

  /** Why nothing can be recorded now, if so: a sentence for people. */
  Optional<String> trouble() {
    return trouble;
  }

  /** For those who only look. */
  public LedgerView view() {
    return view;
  }

  @Override
  public void record(Event event) {
    if (events.take(event.kind().word(), System.nanoTime())) {
      writer.offerEvent(Entry.of(event, stamp()));
    } else {
      writer.countLost();
    }
  }

  @Override
  public void append(CommandRecord record, Runnable then) {
    boolean wasAdmitted = memory.isAdmitted(record.command().id());
    memory.append(record, () -> {});
    boolean isWritten =
        switch (record.state()) {
          case CommandState.Requested _ -> false;
          case CommandState.Rejected _ -> wasAdmitted || takeRefusal();
          case CommandState.Allowed _,
              CommandState.Acknowledged _,
              CommandState.Confirmed _,
              CommandState.Failed _,
              CommandState.Expired _,
              CommandState.Unknown _ ->
              true;
        };
    if (!isWritten || !writer.offer(Entry.of(record, stamp(record.time())))) {
      then.run();
      return;
    }
    var next = new Waiting(record.state(), loop.nanoTime(), then);
    if (isShut()) {
      waiting.add(next.without());
      then.run();
    } else {
      waiting.add(next);
      watch();
    }
  }

  private boolean takeRefusal() {
    boolean taken = refusals.take(loop.nanoTime());
    if (!taken) {
      writer.countRefused();
    }
    return taken;
  }

  private boolean isShut() {
    return !isOpen || trouble.isPresent();
  }

  @Override
  public Optional<CommandRecord> find(String id) {
    return memory.find(id);
  }

  @Override
  public Room room() {
    if (trouble.isPresent()) {
      return new Room.Shut(trouble.get());
    }
    if (!isOpen) {
      return new Room.Shut("The gateway has just started and cannot record commands yet.");
    }
    return writer.isCrowded()
        ? new Room.Shut("The gateway cannot record commands: its disk is too slow.")
        : memory.room();
  }

  @Override
  public void whenOpen(Runnable then) {
    if (isOpen || trouble.isPresent()) {
      then.run();
    } else {
      whenOpen.add(then);
    }
  }

  private void opened(List<CommandRecord> past) {
    long now = loop.currentTimeMillis();
    for (CommandRecord record : past) {
      memory.remember(record, Duration.ofMillis(Math.max(0, now - record.time())));
    }
    isOpen = true;
    free();
  }

  private void openLate() {
    if (!isOpen && trouble.isEmpty()) {
      shut("The gateway cannot record commands: its disk does not answer.", "");
    }
  }

  private void written(int commands) {
    for (int i = 0; i < commands; i++) {
      waiting.remove().then().run();
    }
    free();
  }

  /** Looks twice in the time that the disk has whether it still answers. */
  private void watch() {
    if (!isWatched) {
      isWatched = true;
      loop.after(STALL.dividedBy(2), this::look);
    }
  }

  private void look() {
    isWatched = false;
    if (waiting.isEmpty()) {
      return;
    }
    long age = loop.nanoTime() - waiting.getFirst().since();
    if (age >= STALL.toNanos() && trouble.isEmpty()) {
      shut("The gateway cannot record commands: its disk does not answer.", "");
    }
    watch();
  }

  private void shut(String why, String words) {
    if (!trouble.equals(Optional.of(why))) {
      trouble = Optional.of(why);
      LOG.log(Level.ERROR, "{0} Only safe values are commanded until it can. {1}", why, words);
    }
    int count = waiting.size();
    for (int i = 0; i < count; i++) {
      Waiting one = waiting.remove();
      boolean acts = one.state() instanceof CommandState.Admitted;
      waiting.add(acts ? one : one.without());
      if (!acts) {
        one.then().run();
      }
    }
    goOn();
  }

  private void free() {
    if (trouble.isPresent()) {
      trouble = Optional.empty();
      LOG.log(Level.INFO, "The gateway records commands again");
    }
    goOn();
  }

  private void goOn() {
    List<Runnable> all = whenOpen;
    whenOpen = new ArrayList<>();
    all.forEach(Runnable::run);
  }

  /** Writes what waits, if the disk takes it within a second. */
  @Override
  public void close() {
    view.close();
    writer.close();
  }

  /** From the writer's thread to the loop. */
  private final class Crossing implements LedgerWriter.Listener {

    @Override
    public void opened(List<CommandRecord> past) {
      loop.execute(() -> StoredLedger.this.opened(past));
    }

    @Override
    public void written(int commands) {
      loop.execute(() -> StoredLedger.this.written(commands));
    }

    @Override
    public void failed(StoreFault.Kind kind, String words) {
      String why = "The gateway cannot record commands: " + cause(kind) + ".";
      loop.execute(() -> shut(why, "(" + words + ")"));
    }

    private static String cause(StoreFault.Kind kind) {
      return switch (kind) {
        case DAMAGED -> "its ledger is damaged";
        case FULL -> "its disk is full";
        case READ_ONLY -> "its ledger cannot be written to";
        case NEWER -> "a newer version of Ferrule made its ledger";
        case IN_USE -> "another gateway uses its ledger";
        case DISK -> "its disk fails";
        case PROGRAM -> "its ledger refuses them, for a fault of the program";
      };
    }
  }
}
