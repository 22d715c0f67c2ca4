package dev.ferrule.gateway.security.accounts;

import dev.ferrule.gateway.ledger.Event;
import dev.ferrule.gateway.ledger.Journal;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.loop.TokenBuckets;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.gateway.security.accounts.Changes.Secretly;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Who is let in to a running gateway. Everybody reads the present {@link #roster}; whoever wants to
 * change it waits for the keeper, who writes the disk. Passwords are hashed in a lane of their own,
 * so that however many try to log in, rights are taken away at once.
 *
 * <p>Whether a change is allowed, and whether a password still belongs to its user, is looked at
 * when the change is made, not when it was asked for.
 *
 * <p>The methods are for any thread; replies come on the loop that was named.
 */
public final class Accounts implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.ferrule.access");

  /** How often one user may log in, though always with the right password: each is written. */
  private static final int LOGINS_PER_SECOND = 1;

  private static final int LOGINS_AT_ONCE = 10;

  private static final String SETUP = "setup";
  private static final int LONGEST_AGENT = 120;

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
   * @param session key of the session that it shows, which ends when it opens another
   */
  public record Where(String address, String agent, Optional<String> session) {}

  private final SetupCodeFile setup;
  private final RosterKeeper keeper;
  private final Journal journal;
  private final PasswordLane passwords = new PasswordLane();
  private final TokenBuckets logins = new TokenBuckets(LOGINS_PER_SECOND, LOGINS_AT_ONCE);

  private Accounts(SetupCodeFile setup, RosterKeeper keeper, Journal journal) {
    this.setup = setup;
    this.keeper = keeper;
    this.journal = journal;
  }

  /**
   * Opens the accounts of a data directory, and makes it if it is not there. When nobody can log in
   * yet, the log tells the code with which the first admin is made.
   *
   * @throws IOException when the directory cannot be had, or the accounts cannot be read
   */
  public static Accounts open(Path data) throws IOException {
    return open(data, Journal.NONE);
  }

  /** The same, which records who logged in, or did not, and what changed. */
  public static Accounts open(Path data, Journal journal) throws IOException {
    var setup = new SetupCodeFile(data);
    return new Accounts(setup, RosterKeeper.open(data, setup, journal), journal);
  }

  /** Everybody who is let in now. Any thread. */
  public Roster roster() {
    return keeper.roster();
  }

  /** Hears, on a loop, that the roster is another. */
  public void listen(Loop on, Runnable changed) {
    keeper.listen(on, changed);
  }

  /** Makes the first admin and logs them in. */
  public void setUp(
      String code, String name, Secretly password, Where where, Reply<LoggedIn> reply) {
    Optional<Duration> pause = passwords.pause(SETUP, where.address());
    if (pause.isPresent()) {
      told(Event.Kind.LOGIN, SETUP, "", "throttled", from(where.address()));
      reply.with(new Outcome.TooMany<>(pause.get()));
      return;
    }
    hashing(
        where.address(),
        reply,
        () -> {
          if (!setup.is(code)) {
            passwords.wrong(SETUP, where.address());
            LOG.log(Level.WARNING, "A wrong setup code came from {0}", where.address());
            told(Event.Kind.LOGIN, SETUP, "", "failed", from(where.address()));
            return Optional.of(new Outcome.Wrong<>());
          }
          long now = System.currentTimeMillis();
          Change<User> first = Changes.addFirstUser(name, password, now);
          ask(
              reply,
              () -> {
                Outcome<User> made = told("The first user, " + name, SETUP, change(first));
                return made instanceof Outcome.Done<User>(User user)
                    ? open(user, where)
                    : made.as();
              });
          return Optional.empty();
        });
  }

  /** Logs somebody in. */
  public void logIn(String name, Secretly password, Where where, Reply<LoggedIn> reply) {
    check(
        name,
        password,
        where.address(),
        reply,
        user -> {
          if (logins.take(user.name(), System.nanoTime())) {
            ask(reply, () -> open(user, where));
          } else {
            reply.with(new Outcome.TooMany<>(Duration.ofSeconds(1)));
          }
        });
  }

  /** The password of a session again, before something dangerous. */
  public void prove(String session, Secretly password, Where where, Reply<LoginSession> reply) {
    long now = System.currentTimeMillis();
    checkUserOf(
        session,
        password,
        where,
        reply,
        user -> ask(reply, () -> proved(change(Changes.prove(session, user.hash(), now)), where)));
  }

  private Outcome<LoginSession> proved(Outcome<LoginSession> outcome, Where where) {
    if (outcome instanceof Outcome.Done<LoginSession>(LoginSession session)) {
      String text = "The password again. " + from(where.address());
      told(Event.Kind.LOGIN, session.user(), session.user(), "succeeded", text);
    }
    return outcome;
  }

  /** Gives the user of a session another password; their other sessions end. */
  public void changePassword(
      String session, Secretly password, Secretly next, Where where, Reply<User> reply) {
    checkUserOf(
        session,
        password,
        where,
        reply,
        user -> {
          String name = user.name();
          Optional<String> complaint = Password.complaint(name, next.text());
          if (complaint.isPresent()) {
            reply.with(new Outcome.Refused<>(complaint.get(), Outcome.Part.PASSWORD));
            return;
          }
          String hash = PasswordHash.of(next.text());
          long now = System.currentTimeMillis();
          Change<User> change = Changes.changeOwnPassword(session, user.hash(), hash, now);
          ask(reply, () -> told("A new password for " + name, name, change(change)));
        });
  }

  private <T> void checkUserOf(
      String session, Secretly password, Where where, Reply<T> reply, Consumer<User> then) {
    Optional<LoginSession> known = roster().session(session, System.currentTimeMillis());
    if (known.isPresent()) {
      check(known.get().user(), password, where.address(), reply, then);
    } else {
      reply.with(new Outcome.Missing<>());
    }
  }

  /**
   * Ends a session.
   *
   * @param which its key or its id
   * @param user whose it must be; anybody's when empty
   * @param by who wants it
   */
  public void endSession(
      String which, Optional<String> user, String by, Reply<LoginSession> reply) {
    Change<LoginSession> change = Changes.endSession(which, user);
    if (change.of(roster()).outcome() instanceof Outcome.Done<LoginSession>) {
      ask(reply, () -> ended(change(change), LoginSession::user, by, "A session"));
    } else {
      reply.with(new Outcome.Missing<>());
    }
  }

  /** Ends all sessions of a user, who wants it. */
  public void endSessionsOf(String user, Reply<String> reply) {
    ask(
        reply,
        () -> ended(change(Changes.endSessionsOf(user)), name -> name, user, "All sessions"));
  }

  private <T> Outcome<T> ended(
      Outcome<T> outcome, Function<T, String> whose, String by, String what) {
    if (outcome instanceof Outcome.Done<T>(T made)) {
      String user = whose.apply(made);
      LOG.log(Level.INFO, "{0} of {1} ended, by {2}", what, user, by);
      told(Event.Kind.LOGIN, user, by, "ended", what + ".");
    }
    return outcome;
  }

  /**
   * Changes users or tokens.
   *
   * @param by who wants it, and must still be allowed to when it is made
   * @param what in words, for the log
   */
  public <T> void manage(Caller by, String what, Change<T> change, Reply<T> reply) {
    ask(
        reply,
        () ->
            told(
                what, by.actor(), change(Changes.allowed(by, System.currentTimeMillis(), change))));
  }

  /** The same with a change that hashes a password when it is made. */
  public <T> void manageHashing(
      Caller by, String what, Supplier<Change<T>> change, Reply<T> reply) {
    hashing(
        by.address(),
        reply,
        () -> {
          Change<T> made = change.get();
          manage(by, what, made, reply);
          return Optional.empty();
        });
  }

  private <T> Outcome<T> told(String what, String by, Outcome<T> outcome) {
    if (outcome instanceof Outcome.Done<T>) {
      LOG.log(Level.INFO, "{0}, by {1}", what, by);
      told(Event.Kind.ACCOUNT, "accounts", by, "changed", what + ".");
    }
    return outcome;
  }

  private void told(Event.Kind kind, String subject, String by, String word, String text) {
    journal.record(new Event(kind, subject, by, word, text));
  }

  private static String from(String address) {
    return "From " + address + ".";
  }

  /** A name that nobody has may be a password in the wrong place: it is not written down. */
  private String known(String name) {
    return roster().users().containsKey(name) ? name : "";
  }

  /** A caller did something now. Any thread; costs nothing but each ten minutes. */
  public void touch(Caller caller) {
    keeper.touch(caller);
  }

  /** Writes what was used since, and ends. */
  @Override
  public void close() {
    passwords.close();
    keeper.close();
  }

  /**
   * Looks whether name and password belong together, as slowly for a name that nobody has, and goes
   * on with the user in the lane; else replies.
   */
  private <T> void check(
      String name, Secretly password, String address, Reply<T> reply, Consumer<User> then) {
    Optional<Duration> pause = passwords.pause(name, address);
    if (pause.isPresent()) {
      told(Event.Kind.LOGIN, known(name), "", "throttled", from(address));
      reply.with(new Outcome.TooMany<>(pause.get()));
      return;
    }
    hashing(
        address,
        reply,
        () -> {
          Optional<Duration> now = passwords.pause(name, address);
          if (now.isPresent()) {
            return Optional.of(new Outcome.TooMany<>(now.get()));
          }
          User user = roster().users().get(name);
          if (user == null) {
            PasswordHash.takeTheTime(password.text());
          } else if (PasswordHash.matches(user.hash(), password.text())) {
            passwords.right(name, address);
            then.accept(user);
            return Optional.empty();
          }
          passwords.wrong(name, address);
          String whose = user == null ? "" : " for " + name;
          LOG.log(Level.WARNING, "A wrong password came from {0}{1}", address, whose);
          told(Event.Kind.LOGIN, known(name), "", "failed", from(address));
          return Optional.of(new Outcome.Wrong<>());
        });
  }

  private <T> void hashing(String address, Reply<T> reply, Supplier<Optional<Outcome<T>>> work) {
    if (!passwords.offer(address, () -> orFailed(work).ifPresent(reply::with))) {
      reply.with(new Outcome.Busy<>());
    }
  }

  private static <T> Optional<Outcome<T>> orFailed(Supplier<Optional<Outcome<T>>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "accounts: a fault of the program", e);
      return Optional.of(new Outcome.Failed<>("The gateway made a mistake."));
    }
  }

  private Outcome<LoggedIn> open(User user, Where where) {
    long now = System.currentTimeMillis();
    String secret = Secret.create("");
    String agent = where.agent();
    var session =
        new LoginSession(
            Secret.key(secret),
            user.name(),
            now,
            now,
            now,
            where.address(),
            agent.length() > LONGEST_AGENT ? agent.substring(0, LONGEST_AGENT) : agent);
    Change<LoginSession> opening = Changes.addSession(session, user.hash(), where.session(), now);
    Outcome<LoginSession> opened = change(opening);
    if (opened instanceof Outcome.Done<LoginSession> done) {
      LOG.log(Level.INFO, "{0} logged in from {1}", user.name(), where.address());
      told(Event.Kind.LOGIN, user.name(), user.name(), "succeeded", from(where.address()));
      return new Outcome.Done<>(new LoggedIn(done.made(), secret));
    }
    return opened.as();
  }

  private <T> void ask(Reply<T> reply, Supplier<Outcome<T>> work) {
    boolean taken =
        keeper.take(() -> orFailed(() -> Optional.of(work.get())).ifPresent(reply::with));
    if (!taken) {
      reply.with(new Outcome.Busy<>());
    }
  }

  private <T> Outcome<T> change(Change<T> change) {
    return keeper.change(change);
  }
}
