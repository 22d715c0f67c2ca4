package dev.ferrule.gateway.security.accounts;

import dev.ferrule.gateway.ledger.Event;
import dev.ferrule.gateway.ledger.Journal;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.security.Caller;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps the roster and its file in step: changes one after the other, sees what others change, and
 * lets what only takes rights away hold though the disk does not take it.
 *
 * <p>Owner of the roster: the keeper's thread, on which {@link #change} is called. Everything else
 * is for any thread.
 */
final class RosterKeeper implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.ferrule.access");

  /** Changes that wait at a time. */
  private static final int WAITING = 256;

  /** Changes that the disk did not take, at most; they only take rights away. */
  private static final int MOST_UNWRITTEN = 100;

  /** How far behind the file may be about when something was used: a card wears out by writing. */
  private static final long USE_LAG = Duration.ofMinutes(10).toNanos();

  private static final Duration END = Duration.ofSeconds(1);

  private final RosterFile file;
  private final SetupCodeFile setup;
  private final Journal journal;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** What was used since the file was written; put by any thread, taken by the keeper's. */
  private final Map<String, Long> touched = new ConcurrentHashMap<>();

  private final ThreadPoolExecutor keeper =
      new ThreadPoolExecutor(
          1,
          1,
          30,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          task -> Thread.ofPlatform().daemon().name("ferrule-accounts").unstarted(task));

  /** Set by the watch; whatever the keeper does next, it looks at the file first. */
  private final AtomicBoolean changedByOthers = new AtomicBoolean();

  private final RosterWatch watch;

  /** Of the keeper's thread: what holds and is not on the disk yet. */
  private final List<Change<?>> unwritten = new ArrayList<>();

  /** Written by the keeper's thread only. */
  private volatile Roster roster;

  private volatile long usesWritten = System.nanoTime();

  private RosterKeeper(RosterFile file, SetupCodeFile setup, Roster roster, Journal journal) {
    this.journal = journal;
    this.file = file;
    this.setup = setup;
    this.roster = roster;
    keeper.allowCoreThreadTimeOut(true);
    this.watch =
        new RosterWatch(
            file.path(),
            () -> {
              changedByOthers.set(true);
              boolean unused = take(() -> {});
            });
  }

  /**
   * Opens the accounts of a data directory, and makes it if it is not there.
   *
   * @throws IOException when the directory cannot be had, or the accounts cannot be read
   */
  static RosterKeeper open(Path data, SetupCodeFile setup, Journal journal) throws IOException {
    var file = new RosterFile(data);
    file.makeDirectory();
    Roster roster;
    try {
      roster = file.read();
    } catch (RosterFile.Damaged e) {
      Path aside = file.setAside(System.currentTimeMillis());
      LOG.log(
          Level.ERROR,
          "{0}. It is kept as {1}; set the gateway up again, or put a backup in its place",
          e.getMessage(),
          aside);
      roster = Roster.EMPTY;
    }
    var keeper = new RosterKeeper(file, setup, roster, journal);
    setup.follow(roster);
    keeper.watch.start();
    return keeper;
  }

  Roster roster() {
    return roster;
  }

  void listen(Loop on, Runnable changed) {
    listeners.add(() -> on.execute(changed));
  }

  /** A caller did something now. Any thread; costs nothing but each ten minutes. */
  void touch(Caller caller) {
    String key =
        switch (caller.proof()) {
          case Caller.Proof.None _, Caller.Proof.Broker _ -> "";
          case Caller.Proof.Session(String session) -> session;
          case Caller.Proof.Token(String id) -> roster.token(id).map(Token::key).orElse("");
        };
    if (key.isEmpty()) {
      return;
    }
    touched.put(key, System.currentTimeMillis());
    if (System.nanoTime() - usesWritten > USE_LAG) {
      usesWritten = System.nanoTime();
      boolean unused = take(this::writeUses);
    }
  }

  /** Writes what was used since, and ends. */
  @Override
  public void close() {
    watch.close();
    boolean unused = take(this::writeUses);
    keeper.shutdown();
    try {
      if (!keeper.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(Level.WARNING, "The disk took no accounts while the gateway stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes work for the keeper's thread; false when too much waits. */
  boolean take(Runnable work) {
    try {
      keeper.execute(
          () -> {
            if (changedByOthers.getAndSet(false)) {
              reload();
            }
            work.run();
          });
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Makes a change, on the disk and here. */
  <T> Outcome<T> change(Change<T> change) {
    try {
      Change.Step<T> step = file.change(before -> change.of(withUnwritten(before)), roster);
      unwritten.clear();
      set(step.roster());
      return step.outcome();
    } catch (IOException e) {
      LOG.log(Level.ERROR, "accounts cannot be written", e);
      return inMemory(change, e);
    }
  }

  private Roster withUnwritten(Roster before) {
    Roster after = before;
    for (Change<?> change : unwritten) {
      after = change.of(after).roster();
    }
    return after;
  }

  /** What only takes rights away holds at once, and is written with the next change. */
  private <T> Outcome<T> inMemory(Change<T> change, IOException trouble) {
    Change.Step<T> step = change.of(roster);
    if (!(step.outcome() instanceof Outcome.Done<T>)
        || !step.roster().isWithin(roster)
        || unwritten.size() >= MOST_UNWRITTEN) {
      return new Outcome.Failed<>("The gateway cannot write its accounts: " + trouble.getMessage());
    }
    unwritten.add(change);
    set(step.roster());
    return step.outcome();
  }

  private void reload() {
    try {
      if (file.isThere() || roster.isEmpty()) {
        Roster before = roster;
        set(withUnwritten(file.read()));
        if (!before.equals(roster)) {
          journal.record(
              new Event(
                  Event.Kind.ACCOUNT,
                  "accounts",
                  "",
                  "changed",
                  "Another program, such as ferrule user, changed users, tokens or sessions."));
        }
      } else {
        LOG.log(Level.ERROR, "{0} is gone; what was known before holds", file.path());
      }
    } catch (IOException e) {
      LOG.log(Level.ERROR, "{0}; what was known before holds", e.getMessage());
    }
  }

  private void writeUses() {
    Map<String, Long> uses = new HashMap<>(touched);
    touched.keySet().removeAll(uses.keySet());
    if (!uses.isEmpty()) {
      Outcome<Integer> unused = change(Changes.use(uses));
    }
  }

  private void set(Roster next) {
    if (!next.equals(roster)) {
      roster = next;
      setup.follow(next);
      listeners.forEach(Runnable::run);
    }
  }
}
