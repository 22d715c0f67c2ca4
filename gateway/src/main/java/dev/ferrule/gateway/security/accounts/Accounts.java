package dev.ferrule.gateway.security.accounts;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.gateway.security.accounts.Changes.Secretly;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Who is let in to a running gateway. Everybody reads the present {@link #roster}; whoever wants to
 * change it waits in one line, where passwords are hashed and the disk is written one after the
 * other: {@value #WAITING} wait at most, which bounds memory and processor however many log in.
 *
 * <p>Owner of the roster: the keeper's thread. The methods are for any thread; replies come on the
 * loop that was named.
 */
public final class Accounts implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.ferrule.access");

  /** Wishes that wait at a time. */
  static final int WAITING = 8;

  /** How far behind the file may be about when something was used: a card wears out by writing. */
  private static final long USE_LAG = Duration.ofMinutes(10).toNanos();

  private static final int LONGEST_AGENT = 120;
  private static final Duration END = Duration.ofSeconds(1);

  /** Whom the line of those who wait answers, and where. */
  public record Reply<T>(Loop on, Consumer<Outcome<T>> to) {
    void with(Outcome<T> outcome) {
      on.run(() -> to.accept(outcome));
    }
  }

  /** A session and what opens it, which is told this once. */
  public record LoggedIn(LoginSession session, String secret) {
    @Override
    public String toString() {
      return session.id();
    }
  }

  /**
   * Where a browser is.
   *
   * @param address the network's word
   * @param agent its own word
   */
  public record Where(String address, String agent) {}

  private final RosterFile file;
  private final SetupCodeFile setup;
  private final Throttle throttle = new Throttle();
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

  /** Written by the keeper's thread only. */
  private volatile Roster roster;

  private volatile long usesWritten = System.nanoTime();

  private Accounts(RosterFile file, SetupCodeFile setup, Roster roster) {
    this.file = file;
    this.setup = setup;
    this.roster = roster;
    keeper.allowCoreThreadTimeOut(true);
    this.watch =
        new RosterWatch(
            file.path(),
            () -> {
              changedByOthers.set(true);
              wish(() -> {});
            });
  }

  /**
   * Opens the accounts of a data directory, and makes it if it is not there. When nobody can log in
   * yet, the log tells the code with which the first admin is made.
   *
   * @throws IOException when the directory cannot be had
   */
  public static Accounts open(Path data) throws IOException {
    var file = new RosterFile(data);
    file.makeDirectory();
    Roster roster;
    try {
      roster = file.read();
    } catch (IOException e) {
      Path aside = file.setAside(System.currentTimeMillis());
      LOG.log(
          Level.ERROR,
          "{0}. It is kept as {1}; set the gateway up again, or put a backup in its place",
          e.getMessage(),
          aside);
      roster = Roster.EMPTY;
    }
    var accounts = new Accounts(file, new SetupCodeFile(data), roster);
    accounts.setup.follow(roster);
    accounts.watch.start();
    return accounts;
  }

  /** Everybody who is let in now. Any thread. */
  public Roster roster() {
    return roster;
  }

  /** Hears, on a loop, that the roster is another. */
  public void listen(Loop on, Runnable changed) {
    listeners.add(() -> on.execute(changed));
  }

  /** Makes the first admin and logs them in. */
  public void setUp(
      String code, String name, Secretly password, Where where, Reply<LoggedIn> reply) {
    ask(
        reply,
        () -> {
          Optional<Duration> wait = throttle.wait("setup", where.address(), System.nanoTime());
          if (wait.isPresent()) {
            return new Outcome.TooMany<>(wait.get());
          }
          if (!setup.is(code)) {
            throttle.wrong("setup", where.address(), System.nanoTime());
            LOG.log(Level.WARNING, "A wrong setup code came from {0}", where.address());
            return new Outcome.Wrong<>();
          }
          Outcome<User> made =
              change(Changes.addFirstUser(name, password, System.currentTimeMillis()));
          return made instanceof Outcome.Done<User>(User user)
              ? open(user.name(), where)
              : made.as();
        });
  }

  /** Logs somebody in. */
  public void logIn(String name, Secretly password, Where where, Reply<LoggedIn> reply) {
    ask(
        reply,
        () -> {
          Optional<Outcome<LoggedIn>> refusal = check(name, password, where.address());
          return refusal.isPresent() ? refusal.get() : open(name, where);
        });
  }

  /** The password of a session again, before something dangerous. */
  public void prove(String session, Secretly password, Where where, Reply<LoginSession> reply) {
    ask(
        reply,
        () -> {
          Optional<LoginSession> known = roster.session(session, System.currentTimeMillis());
          if (known.isEmpty()) {
            return new Outcome.Missing<>();
          }
          Optional<Outcome<LoginSession>> refusal =
              check(known.get().user(), password, where.address());
          return refusal.isPresent()
              ? refusal.get()
              : change(Changes.prove(session, System.currentTimeMillis()));
        });
  }

  /** Ends a session: by its key, and then whosever; or by its id, and then the user's own. */
  public void endSession(String which, Optional<String> user, Reply<LoginSession> reply) {
    ask(reply, () -> change(Changes.endSession(which, user)));
  }

  /** Ends all sessions of a user. */
  public void endSessionsOf(String user, Reply<String> reply) {
    ask(reply, () -> change(Changes.endSessionsOf(user)));
  }

  /**
   * Changes users or tokens.
   *
   * @param by who wants it, for the log
   * @param what in words, for the log
   * @param change made on the keeper's thread, where it may take its time
   */
  public <T> void manage(String by, String what, Supplier<Change<T>> change, Reply<T> reply) {
    ask(
        reply,
        () -> {
          Outcome<T> outcome = change(change.get());
          if (outcome instanceof Outcome.Done<T>) {
            LOG.log(Level.INFO, "{0}, by {1}", what, by);
          }
          return outcome;
        });
  }

  /** A caller did something now. Any thread; costs nothing but each ten minutes. */
  public void touch(Caller caller) {
    String key =
        switch (caller.proof()) {
          case Caller.Proof.None _ -> "";
          case Caller.Proof.Session(String session) -> session;
          case Caller.Proof.Token(String id) -> roster.token(id).map(Token::key).orElse("");
        };
    if (key.isEmpty()) {
      return;
    }
    touched.put(key, System.currentTimeMillis());
    if (System.nanoTime() - usesWritten > USE_LAG) {
      usesWritten = System.nanoTime();
      wish(this::writeUses);
    }
  }

  /** Writes what was used since, and ends. */
  @Override
  public void close() {
    watch.close();
    wish(this::writeUses);
    keeper.shutdown();
    try {
      if (!keeper.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(Level.WARNING, "The disk took no accounts while the gateway stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether name and password belong together, as slowly for a name that nobody has. */
  private <T> Optional<Outcome<T>> check(String name, Secretly password, String address) {
    Optional<Duration> wait = throttle.wait(name, address, System.nanoTime());
    if (wait.isPresent()) {
      return Optional.of(new Outcome.TooMany<>(wait.get()));
    }
    User user = roster.users().get(name);
    boolean right;
    if (user == null) {
      PasswordHash.takeTheTime(password.text());
      right = false;
    } else {
      right = PasswordHash.matches(user.hash(), password.text());
    }
    if (right) {
      throttle.right(name, address);
      return Optional.empty();
    }
    throttle.wrong(name, address, System.nanoTime());
    LOG.log(
        Level.WARNING,
        "A wrong password came from {0}{1}",
        address,
        user == null ? "" : " for " + name);
    return Optional.of(new Outcome.Wrong<>());
  }

  private Outcome<LoggedIn> open(String user, Where where) {
    long now = System.currentTimeMillis();
    String secret = Secret.create("");
    String agent = where.agent();
    var session =
        new LoginSession(
            Secret.key(secret),
            user,
            now,
            now,
            now,
            where.address(),
            agent.length() > LONGEST_AGENT ? agent.substring(0, LONGEST_AGENT) : agent);
    Outcome<LoginSession> opened = change(Changes.addSession(session, now));
    if (opened instanceof Outcome.Done<LoginSession> done) {
      LOG.log(Level.INFO, "{0} logged in from {1}", user, where.address());
      return new Outcome.Done<>(new LoggedIn(done.made(), secret));
    }
    return opened.as();
  }

  private <T> Outcome<T> change(Change<T> change) {
    try {
      Change.Step<T> step = file.change(change);
      set(step.roster());
      return step.outcome();
    } catch (IOException e) {
      LOG.log(Level.ERROR, "accounts cannot be written", e);
      return new Outcome.Failed<>("The gateway cannot write its accounts: " + e.getMessage());
    }
  }

  private void reload() {
    try {
      set(file.read());
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

  private <T> T upToDate(Supplier<T> work) {
    if (changedByOthers.getAndSet(false)) {
      reload();
    }
    return work.get();
  }

  private <T> void ask(Reply<T> reply, Supplier<Outcome<T>> work) {
    try {
      keeper.execute(() -> reply.with(upToDate(work)));
    } catch (RejectedExecutionException e) {
      reply.with(new Outcome.Busy<>());
    }
  }

  private void wish(Runnable work) {
    try {
      keeper.execute(
          () ->
              upToDate(
                  () -> {
                    work.run();
                    return true;
                  }));
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "too much waits for the accounts");
    }
  }
}
