package dev.ferrule.gateway.history.file;

import dev.ferrule.gateway.model.Commits;
import dev.ferrule.gateway.store.StoreFault;
import dev.ferrule.gateway.store.StoreFile;
import dev.ferrule.gateway.store.ThreadWrites;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The thread that writes {@code history.db}: opens it, takes commits one after another, and lets go
 * of what is too old or too much.
 *
 * <p>Commits may be offered from any thread; at most {@link #MOST_WAITING} bytes of them wait.
 * While the disk takes nothing the first one is tried again, and more are refused when there is no
 * room.
 *
 * <p>A platform thread, because SQLite's native calls hold the thread that they are on: a disk that
 * stalls would take a carrier from all virtual threads.
 */
public final class HistoryWriter implements AutoCloseable {

  /** Bytes of commits that may wait. */
  public static final long MOST_WAITING = 4 << 20;

  private static final Logger LOG = System.getLogger("dev.ferrule.history");
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration TIDY = Duration.ofMinutes(1);

  /** A disk that takes longer is said to stall. */
  private static final Duration STALL = Duration.ofSeconds(2);

  private static final long IDLE_NOW = 0;
  private static final Duration STOP = Duration.ofSeconds(2);

  private final Path file;
  private final HistorySettings settings;
  private final Lock unread;
  private final Consumer<Opening> opened;
  private final Thread thread;
  private final long since = System.currentTimeMillis();

  private final Semaphore news = new Semaphore(0);
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Guards the next four: offering threads and the writer's meet here. */
  private final Object lock = new Object();

  private final Deque<Commit> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean closing;
  private Optional<Object> damaged = Optional.empty();

  private volatile HistoryStatus status;

  /** Since when the disk was not done with something, nanoseconds; {@link #IDLE_NOW} when it is. */
  private volatile long busySince = IDLE_NOW;

  // of the thread
  private @Nullable StoreFile store;
  private int openings;
  private long lastBefore;
  private final SteadyClock clock = new SteadyClock();
  private Duration pause = FIRST_PAUSE;
  private long nextTidy;
  private long readings;
  private long lost;
  private long oldest;
  private Commits commits = Commits.NONE;
  private String trouble = "";

  /** What is missing and not in the file yet. */
  private final List<Gap> owed = new ArrayList<>();

  /**
   * A writer that has not begun.
   *
   * @param unread held while the file is put aside: a reader that closes the old one then would
   *     delete the log of the new one, which has the same name
   */
  public HistoryWriter(Path file, HistorySettings settings, Lock unread, Consumer<Opening> opened) {
    this.file = file;
    this.unread = unread;
    this.settings = settings;
    this.opened = opened;
    this.status =
        new HistoryStatus(
            HistoryStatus.State.OPENING, "", 0, 0, 0, 0, since, Duration.ZERO, Commits.NONE);
    this.thread = Thread.ofPlatform().daemon().name("ferrule-history").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Takes a commit, or says that too much waits already. Any thread; never waits for the disk. */
  public boolean offer(Commit commit) {
    long bytes = commit.bytes();
    synchronized (lock) {
      if (waitingBytes + bytes > MOST_WAITING && !waiting.isEmpty()) {
        return false;
      }
      waiting.add(commit);
      waitingBytes += bytes;
    }
    news.release();
    return true;
  }

  /**
   * Whoever read the file found that it is damaged. Any thread.
   *
   * @param identity of the file that was read
   */
  public void reportDamage(Object identity) {
    synchronized (lock) {
      damaged = Optional.of(identity);
    }
    news.release();
  }

  /** How it stands. Any thread: the writer's own says nothing while the disk holds it. */
  public HistoryStatus status() {
    HistoryStatus last = status;
    long busy = busySince;
    if (busy == IDLE_NOW) {
      return last;
    }
    var waits = Duration.ofNanos(System.nanoTime() - busy);
    return waits.compareTo(STALL) < 0 ? last : last.waiting(waits);
  }

  private void run() {
    try {
      while (!isDone()) {
        step();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the process ends
    } finally {
      letGo();
    }
  }

  private boolean isDone() {
    synchronized (lock) {
      return closing && waiting.isEmpty();
    }
  }

  private void step() throws InterruptedException {
    try {
      StoreFile open = store;
      if (takeDamage()) {
        setAside();
      } else if (open == null) {
        open();
      } else {
        Room.check(file);
        Commit commit = first();
        if (commit != null) {
          begin();
          write(open, commit);
        }
        tidy(open);
      }
      pause = FIRST_PAUSE;
    } catch (StoreFault fault) {
      suffer(fault);
    } catch (SQLException e) {
      StoreFile open = store;
      suffer(open == null ? StoreFault.of(file, e) : open.fault(e));
    } catch (RuntimeException e) { // a bug, or damage that nobody foresaw
      LOG.log(Level.ERROR, "writing history failed", e);
      drop();
    }
  }

  /** From now on somebody waits for the disk. */
  private void begin() {
    if (busySince == IDLE_NOW) {
      busySince = System.nanoTime() | 1; // never 0
    }
  }

  /** Goes on without what cannot be written. */
  private void drop() {
    synchronized (lock) {
      Commit commit = waiting.pollFirst();
      if (commit != null) {
        waitingBytes -= commit.bytes();
        owed.addAll(commit.gaps);
        long now = System.currentTimeMillis();
        long first = now - settings.commit().toMillis();
        owed.add(new Gap("", first, now, Gap.Reason.DISK, commit.readings));
      }
    }
    busySince = IDLE_NOW;
  }

  /** Whether the file that is there now is damaged: a reader may have seen the one before it. */
  private boolean takeDamage() {
    synchronized (lock) {
      boolean was = damaged.isPresent() && damaged.equals(StoreFile.identity(file));
      damaged = Optional.empty();
      return was;
    }
  }

  private void open() throws StoreFault, SQLException, InterruptedException {
    StoreFile made = StoreFile.open(file, HistoryTables.SCHEMA, StoreFile.Commit.PROCESS);
    store = made;
    Opening opening;
    try {
      opening = Recovery.recover(made.connection(), ++openings);
    } catch (RuntimeException e) { // damage that nobody foresaw
      LOG.log(Level.ERROR, "what history holds cannot be taken over", e);
      setAside();
      return;
    } catch (SQLException e) {
      letGo(); // it is opened again, or nobody would be told
      throw e;
    }
    lastBefore = HistoryTables.number(made.connection(), "SELECT max(id) FROM block", 0);
    oldest = HistoryTables.oldest(made.connection());
    busySince = IDLE_NOW;
    recovered();
    opened.accept(opening);
  }

  private void recovered() {
    if (!trouble.isEmpty()) {
      LOG.log(Level.INFO, "history is written again");
      trouble = "";
    }
    tell(HistoryStatus.State.ON);
  }

  private void tell(HistoryStatus.State state) {
    StoreFile open = store;
    status =
        new HistoryStatus(
            state,
            trouble,
            open == null ? 0 : open.bytes(),
            oldest,
            readings,
            lost,
            since,
            Duration.ZERO,
            commits);
  }

  /** The next commit; null when none comes for a while. */
  private @Nullable Commit first() throws InterruptedException {
    Commit next = peek();
    if (next == null && news.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS)) {
      news.drainPermits();
      next = peek();
    }
    return next;
  }

  private @Nullable Commit peek() {
    synchronized (lock) {
      return waiting.peekFirst();
    }
  }

  private void write(StoreFile open, Commit commit) throws SQLException {
    commit.gaps.addAll(owed);
    owed.clear(); // they are the commit's now, whatever becomes of it
    if (commit.opening == openings) {
      long begun = System.nanoTime();
      new CommitWriter(open.connection(), lastBefore).write(commit);
      commits =
          commits.and(System.currentTimeMillis(), System.nanoTime() - begun, ThreadWrites.bytes());
      readings += commit.readings;
      lost += commit.lost();
      recovered();
    } else {
      var said = new Commit(openings);
      said.gaps.addAll(commit.gaps);
      commit.missing().ifPresent(said.gaps::add);
      said.journalFrom = Long.MIN_VALUE;
      new CommitWriter(open.connection(), lastBefore).write(said);
      lost += said.lost();
    }
    busySince = IDLE_NOW;
    synchronized (lock) {
      waiting.removeFirst();
      waitingBytes -= commit.bytes();
    }
    commit.then.run();
  }

  private void tidy(StoreFile open) throws SQLException {
    long now = System.nanoTime();
    if (nextTidy != 0 && now - nextTidy < 0) {
      return;
    }
    nextTidy = now + TIDY.toNanos();
    long wall = System.currentTimeMillis();
    boolean isSteady = clock.isSteady(wall, now);
    Retention.apply(
        open.connection(), settings, isSteady ? OptionalLong.of(wall) : OptionalLong.empty());
    oldest = HistoryTables.oldest(open.connection());
  }

  private void suffer(StoreFault fault) throws InterruptedException {
    if (fault.kind() == StoreFault.Kind.DAMAGED) {
      LOG.log(Level.DEBUG, "history is damaged", fault);
      setAside();
      return;
    }
    if (fault.kind() == StoreFault.Kind.PROGRAM) {
      LOG.log(Level.ERROR, "history cannot be written as it is", fault);
      drop();
      return;
    }
    begin();
    String words = fault.words();
    if (!words.equals(trouble)) {
      trouble = words;
      LOG.log(Level.ERROR, "history is not written: {0}", words);
    }
    tell(HistoryStatus.State.WAITING);
    if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
      synchronized (lock) {
        waiting.clear(); // nothing is served by waiting longer
      }
    }
    pause =
        pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
  }

  private void setAside() throws InterruptedException {
    letGo();
    unread.lock();
    try {
      Path aside = StoreFile.setAside(file, Instant.now());
      LOG.log(
          Level.ERROR,
          "history is damaged; it is now {0}, and a new one begins (sqlite3 {0} .recover may save"
              + " what is in it)",
          aside);
    } catch (IOException e) {
      trouble = file + ": it is damaged and cannot be moved away: " + e.getMessage();
      LOG.log(Level.ERROR, "history is not written: {0}", trouble);
      tell(HistoryStatus.State.WAITING);
      var unused = closed.await(LONGEST_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      unread.unlock();
    }
  }

  private void letGo() {
    StoreFile open = store;
    store = null;
    if (open != null) {
      open.close();
    }
  }

  /** Writes what was offered, for two seconds at most. */
  @Override
  public void close() {
    synchronized (lock) {
      closing = true;
    }
    closed.countDown();
    news.release();
    try {
      if (!thread.join(STOP)) {
        LOG.log(Level.WARNING, "history was not written to its end: the disk is too slow");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
