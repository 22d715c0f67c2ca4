package dev.ferrule.gateway.ledger;

import dev.ferrule.gateway.ledger.Event.Kind;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.Commits;
import dev.ferrule.gateway.store.StoreFault;
import dev.ferrule.gateway.store.ThreadWrites;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The thread that writes the ledger: all that waits goes into one transaction. What the disk does
 * not take is tried again every {@link #AGAIN}, from a file that is opened anew.
 *
 * <p>{@link #QUEUE} records wait at most; more are lost, and counted. The rest is the thread's own.
 */
final class LedgerWriter {

  static final int QUEUE = 4_096;

  /** Commands of earlier runs that are remembered. */
  static final int MOST = 20_000;

  /** Records of one transaction. */
  private static final int BATCH = 1_024;

  private static final Duration AGAIN = Duration.ofSeconds(2);
  private static final Duration END = Duration.ofSeconds(1);

  /** Between two notes of what was not recorded one by one. */
  private static final long NOTES_APART = Duration.ofMinutes(1).toNanos();

  private static final System.Logger LOG = System.getLogger("dev.ferrule.ledger");

  /** Who is told, on this thread. */
  interface Listener {

    /** The past is known, and what had no end has one. */
    void opened(List<CommandRecord> past);

    /** So many states of commands are safe, the ones that were offered first. */
    void written(int commands);

    /** Nothing can be written now. */
    void failed(StoreFault.Kind kind, String words);
  }

  private final Path data;
  private final long mostBytes;
  private final Function<Event, Entry> stamp;
  private final Runnable beforeWriting;
  private final Listener listener;
  private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(QUEUE);

  /** Put by any thread, taken by this one. */
  private final AtomicLong lost = new AtomicLong();

  private final AtomicLong refused = new AtomicLong();

  private final Thread thread =
      Thread.ofPlatform().daemon().name("ferrule-ledger").unstarted(this::run);

  /** Put by this thread, read by any. */
  private volatile LedgerView.Size size;

  private @Nullable LedgerFile file;
  private final List<Entry> batch = new ArrayList<>();
  private boolean isPastKnown;
  private boolean isDamaged;

  /** Where the chain would end if the last transaction had come to the disk after all. */
  private Chain.Link attempted = Chain.Link.START;

  private long lastNote = System.nanoTime() - NOTES_APART;

  /**
   * A writer that does not write yet.
   *
   * @param stamp makes a record of now out of an event
   * @param beforeWriting what the thread meets before each transaction: the disk of a test
   */
  LedgerWriter(
      Path data,
      long mostBytes,
      Function<Event, Entry> stamp,
      Runnable beforeWriting,
      Listener listener) {
    this.data = data;
    this.mostBytes = mostBytes;
    this.size = new LedgerView.Size(0, mostBytes, Commits.NONE);
    this.stamp = stamp;
    this.beforeWriting = beforeWriting;
    this.listener = listener;
  }

  void start() {
    thread.start();
  }

  /** What it takes of the disk. Any thread. */
  LedgerView.Size size() {
    return size;
  }

  /** Takes a record; false when too many wait. Any thread. */
  boolean offer(Entry entry) {
    boolean taken = queue.offer(entry);
    if (!taken) {
      lost.incrementAndGet();
    }
    return taken;
  }

  /** Takes a record that may not keep commands from theirs. Any thread. */
  void offerEvent(Entry entry) {
    if (queue.size() >= QUEUE / 2) {
      lost.incrementAndGet();
    } else {
      boolean unused = offer(entry);
    }
  }

  /** Counts an event that is not recorded. Any thread. */
  void countLost() {
    lost.incrementAndGet();
  }

  /** Counts a refusal that is not recorded by itself. Any thread. */
  void countRefused() {
    refused.incrementAndGet();
  }

  /** Whether few more can wait. Any thread. */
  boolean isCrowded() {
    return queue.size() >= QUEUE * 3 / 4;
  }

  /** Writes what waits, if the disk takes it within a second, and ends. */
  void close() {
    thread.interrupt();
    try {
      if (thread.isAlive() && !thread.join(END)) {
        LOG.log(Level.WARNING, "The disk took no records while the gateway stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    boolean isEnding = false;
    while (!isEnding) {
      try {
        turn();
      } catch (StoreFault fault) {
        fail(fault.kind(), String.valueOf(fault.getMessage()));
        isEnding = !pause();
      } catch (InterruptedException e) {
        isEnding = true;
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "ledger: a fault of the program", e);
        fail(StoreFault.Kind.DISK, "the ledger cannot be written: " + e.getMessage());
        isEnding = !pause();
      }
    }
    lastTurn();
  }

  /** Whether to go on. */
  private static boolean pause() {
    try {
      Thread.sleep(AGAIN);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void lastTurn() {
    try {
      queue.drainTo(batch);
      lastNote = System.nanoTime() - NOTES_APART;
      addNotes();
      if (!batch.isEmpty()) {
        write(open());
      }
    } catch (StoreFault fault) {
      LOG.log(Level.ERROR, "{0}; {1} records are lost", fault.getMessage(), batch.size());
    } finally {
      closeFile();
    }
  }

  private void turn() throws StoreFault, InterruptedException {
    LedgerFile open = open();
    if (batch.isEmpty()) {
      batch.add(queue.take());
      queue.drainTo(batch, BATCH - 1);
      addNotes();
    }
    write(open);
    open.trim(stamp);
  }

  private void write(LedgerFile open) throws StoreFault {
    beforeWriting.run();
    attempted = open.after(batch);
    long begun = System.nanoTime();
    open.write(batch);
    long nanos = System.nanoTime() - begun;
    Commits commits = size.commits().and(System.currentTimeMillis(), nanos, ThreadWrites.bytes());
    size = new LedgerView.Size(open.diskBytes(), mostBytes, commits);
    written();
  }

  private void written() {
    int commands = (int) batch.stream().filter(entry -> entry.kind() == Kind.COMMAND).count();
    batch.clear();
    listener.written(commands);
  }

  private void addNotes() {
    if (System.nanoTime() - lastNote < NOTES_APART) {
      return;
    }
    note("lost", lost.getAndSet(0), " records are lost: more came than could be written.");
    note("skipped", refused.getAndSet(0), " refused commands have no record of their own.");
  }

  private void note(String word, long count, String text) {
    if (count > 0) {
      lastNote = System.nanoTime();
      batch.add(note(word, count + text));
    }
  }

  private Entry note(String word, String text) {
    return stamp.apply(new Event(Kind.LEDGER, LedgerFile.NAME, "", word, text));
  }

  private void fail(StoreFault.Kind kind, String words) {
    isDamaged = kind == StoreFault.Kind.DAMAGED;
    closeFile();
    listener.failed(kind, words);
  }

  private void closeFile() {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  private LedgerFile open() throws StoreFault {
    LedgerFile known = file;
    if (known != null) {
      return known;
    }
    LedgerFile opened = openFile();
    file = opened;
    if (!batch.isEmpty() && opened.head().equals(attempted)) {
      written(); // it had come to the disk before the fault was told
      return open();
    }
    return opened;
  }

  private LedgerFile openFile() throws StoreFault {
    LedgerFile opened;
    try {
      opened = LedgerFile.open(data, mostBytes);
    } catch (StoreFault fault) {
      if (fault.kind() != StoreFault.Kind.DAMAGED) {
        throw fault;
      }
      return begin(anew(fault), Past.NONE, true);
    }
    if (isPastKnown && !isDamaged) {
      return opened;
    }
    Past past = opened.past(Instant.ofEpochMilli(stamp.apply(NOW).stamp().time()), MOST);
    if (isDamaged || past.damage().isPresent()) {
      String damage = past.damage().orElse("a page is not as it was written");
      opened.close();
      var fault = StoreFault.damaged(data.resolve(LedgerFile.NAME), damage);
      return begin(anew(fault), past, true);
    }
    return begin(opened, past, false);
  }

  private static final Event NOW = new Event(Kind.LEDGER, "", "", "", "");

  /** A new file in place of a damaged one. */
  private LedgerFile anew(StoreFault fault) throws StoreFault {
    Path aside =
        LedgerFile.setAside(data, Instant.ofEpochMilli(stamp.apply(NOW).stamp().time()))
            .orElseThrow(() -> fault);
    LOG.log(
        Level.ERROR,
        "{0}. It is kept as {1}; a new one begins, see ferrule ledger",
        fault.getMessage(),
        aside);
    LedgerFile opened = LedgerFile.open(data, mostBytes);
    writeFirst(
        opened,
        List.of(
            note(
                "set_aside",
                "The ledger before this one was damaged, and is kept as "
                    + aside.getFileName()
                    + ".")));
    isDamaged = false;
    return opened;
  }

  /**
   * Writes what must be there before anything else happens.
   *
   * @param isNew whether the file is in place of a damaged one, and has nothing of the past
   */
  private LedgerFile begin(LedgerFile opened, Past past, boolean isNew) throws StoreFault {
    List<Entry> first = new ArrayList<>();
    if (!isNew && opened.missing() > 0) {
      long missing = opened.missing();
      LOG.log(Level.ERROR, "{0} records at the end of the ledger are missing", missing);
      first.add(note("cut_off", missing + " records that were at the end are missing."));
    }
    List<CommandRecord> ended = new ArrayList<>();
    int open = 0;
    for (CommandRecord command : past.commands()) {
      CommandRecord end = isPastKnown ? command : end(command);
      open += end.equals(command) ? 0 : 1;
      ended.add(end);
      if (isNew || !end.equals(command)) {
        Entry.Stamp now = stamp.apply(NOW).stamp();
        first.add(
            Entry.of(
                end, new Entry.Stamp(end.time(), now.isTrusted(), now.run(), now.sinceStart())));
      }
    }
    writeFirst(opened, first);
    if (open > 0) {
      LOG.log(
          Level.WARNING,
          "{0} commands were under way when the gateway ended: nobody knows what became of them",
          open);
    }
    isPastKnown = true;
    listener.opened(ended);
    return opened;
  }

  private static void writeFirst(LedgerFile opened, List<Entry> first) throws StoreFault {
    if (first.isEmpty()) {
      return;
    }
    try {
      opened.write(first);
    } catch (StoreFault fault) {
      opened.close();
      throw fault;
    }
  }

  /** What had no end when the gateway ended has one now. */
  private CommandRecord end(CommandRecord record) {
    String why = "The gateway restarted before it could see what became of it.";
    long now = stamp.apply(NOW).stamp().time();
    return switch (record.state()) {
      case CommandState.Requested _, CommandState.Ended _ -> record;
      case CommandState.Allowed allowed ->
          new CommandRecord(record.command(), allowed.unknown(Reason.GATEWAY_RESTART, why), now);
      case CommandState.Acknowledged acknowledged ->
          new CommandRecord(
              record.command(), acknowledged.unknown(Reason.GATEWAY_RESTART, why), now);
    };
  }
}
