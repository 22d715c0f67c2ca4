package dev.ferrule.gateway.security.accounts;

import dev.ferrule.gateway.security.Act;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.gateway.security.Grant;
import dev.ferrule.gateway.security.Role;
import dev.ferrule.gateway.security.accounts.Change.Step;
import dev.ferrule.gateway.security.accounts.Outcome.Part;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Every change there is, with what speaks against it; stateless. */
public final class Changes {

  /** Longest life of a token. */
  public static final Duration LONGEST_LIFE = Duration.ofDays(3650);

  private static final String LAST_ADMIN =
      "This is the last admin: nobody could manage users any more.";

  private Changes() {}

  /**
   * Adds a user.
   *
   * @param hash of the password, which was found good enough
   */
  static Change<User> addUser(String name, String hash, Grant grant, long now) {
    return roster -> {
      if (roster.users().containsKey(name) || isToken(roster, name)) {
        return Step.not(roster, taken(name));
      }
      if (roster.users().size() >= Roster.MAX_USERS) {
        return Step.not(
            roster,
            new Outcome.Refused<>("There are " + Roster.MAX_USERS + " users already.", Part.ALL));
      }
      User user = new User(name, grant, hash, now);
      return Step.done(roster.with(user), user);
    };
  }

  /** Adds a user with a password that is looked at first. Takes as long as hashing it. */
  public static Change<User> addUser(String name, Secretly password, Grant grant, long now) {
    return checked(name, password.text(), () -> addUser(name, hash(password), grant, now));
  }

  /** Gives a user another password, and ends their sessions. Takes as long as hashing it. */
  public static Change<User> setPassword(String name, Secretly password, Optional<String> keep) {
    return checked(
        name,
        password.text(),
        () -> {
          String hash = hash(password);
          return roster ->
              user(
                  roster,
                  name,
                  user -> {
                    User changed = user.withHash(hash);
                    return Step.done(withoutSessions(roster, name, keep).with(changed), changed);
                  });
        });
  }

  /**
   * A change that somebody else's change may have made impossible: whoever wants it may still do
   * that when its turn comes.
   */
  static <T> Change<T> allowed(Caller by, long now, Change<T> change) {
    return roster ->
        roster
                .grantOf(by, now)
                .map(grant -> new Caller(by.actor(), by.address(), grant, by.proof()))
                .filter(caller -> caller.refusal(Act.MANAGE).isEmpty())
                .isPresent()
            ? change.of(roster)
            : Step.not(roster, new Outcome.Refused<>("You may do that no more.", Part.ALL));
  }

  /** Gives the user of a session another password, if the one that was proved is still theirs. */
  static Change<User> changeOwnPassword(String session, String proved, String hash, long now) {
    return roster -> {
      Optional<LoginSession> own = roster.session(session, now);
      if (own.isEmpty()) {
        return Step.not(roster, new Outcome.Missing<>());
      }
      String name = own.get().user();
      return user(
          roster,
          name,
          user -> {
            if (!user.hash().equals(proved)) {
              return Step.not(roster, new Outcome.Wrong<>());
            }
            User changed = user.withHash(hash);
            return Step.done(
                withoutSessions(roster, name, Optional.of(session)).with(changed), changed);
          });
    };
  }

  /** Makes somebody the first user, an admin, as long as there is none. */
  static Change<User> addFirstUser(String name, Secretly password, long now) {
    Change<User> add = addUser(name, password, Grant.of(Role.ADMIN), now);
    return roster -> roster.isEmpty() ? add.of(roster) : Step.not(roster, new Outcome.Wrong<>());
  }

  /** Gives a user another role or other devices, and ends their sessions. */
  public static Change<User> setGrant(String name, Grant grant) {
    return roster ->
        user(
            roster,
            name,
            user -> {
              if (grant.role() != Role.ADMIN && isLastAdmin(roster, user)) {
                return Step.not(roster, new Outcome.Refused<>(LAST_ADMIN, Part.ALL));
              }
              User changed = user.with(grant);
              return Step.done(
                  withoutSessions(roster, name, Optional.empty()).with(changed), changed);
            });
  }

  /** Removes a user and their sessions. */
  public static Change<User> removeUser(String name) {
    return roster ->
        user(
            roster,
            name,
            user ->
                isLastAdmin(roster, user)
                    ? Step.not(roster, new Outcome.Refused<>(LAST_ADMIN, Part.ALL))
                    : Step.done(roster.withoutUser(name), user));
  }

  /**
   * Adds a token.
   *
   * @param life at most {@link #LONGEST_LIFE}
   */
  public static Change<NewToken> addToken(String name, Grant grant, Duration life, long now) {
    return roster -> {
      if (!User.isName(name)) {
        return Step.not(roster, new Outcome.Refused<>(NAMES, Part.NAME));
      }
      if (roster.users().containsKey(name) || isToken(roster, name)) {
        return Step.not(roster, taken(name));
      }
      if (roster.tokens().size() >= Roster.MAX_TOKENS) {
        return Step.not(
            roster,
            new Outcome.Refused<>("There are " + Roster.MAX_TOKENS + " tokens already.", Part.ALL));
      }
      String secret = Secret.create("ferrule_");
      Token token =
          new Token(Secret.name(), name, grant, Secret.key(secret), now, now + life.toMillis(), 0);
      return Step.done(roster.with(token), new NewToken(token, secret));
    };
  }

  /** Removes a token, by its id or its name. */
  public static Change<Token> removeToken(String which) {
    return roster ->
        roster.tokens().values().stream()
            .filter(token -> token.id().equals(which) || token.name().equals(which))
            .findFirst()
            .map(token -> Step.done(roster.withoutToken(token.key()), token))
            .orElseGet(() -> Step.not(roster, new Outcome.Missing<>()));
  }

  /**
   * Opens a session; where there is no room for it, the one used longest ago ends.
   *
   * @param proved the hash that the password belonged to
   * @param instead key of a session that ends with it
   */
  static Change<LoginSession> addSession(
      LoginSession session, String proved, Optional<String> instead, long now) {
    return before -> {
      Roster swept = before.swept(now);
      Roster roster = instead.map(swept::withoutSession).orElse(swept);
      if (!hasHash(roster, session.user(), proved)) {
        return Step.not(before, new Outcome.Wrong<>());
      }
      List<LoginSession> own =
          roster.sessions().values().stream()
              .filter(other -> other.user().equals(session.user()))
              .toList();
      if (own.size() >= Roster.MAX_SESSIONS_EACH) {
        roster = roster.withoutSession(oldest(own).key());
      } else if (roster.sessions().size() >= Roster.MAX_SESSIONS) {
        roster = roster.withoutSession(oldest(roster.sessions().values()).key());
      }
      return Step.done(roster.with(session), session);
    };
  }

  private static LoginSession oldest(Iterable<LoginSession> sessions) {
    LoginSession oldest = null;
    for (LoginSession session : sessions) {
      if (oldest == null || session.used() < oldest.used()) {
        oldest = session;
      }
    }
    return Objects.requireNonNull(oldest, "there are some");
  }

  /** The password of a session was given again, and belonged to the hash {@code proved}. */
  static Change<LoginSession> prove(String key, String proved, long now) {
    return roster ->
        roster
            .session(key, now)
            .filter(session -> hasHash(roster, session.user(), proved))
            .map(session -> session.provedAt(now))
            .map(session -> Step.done(roster.with(session), session))
            .orElseGet(() -> Step.not(roster, new Outcome.Missing<>()));
  }

  /**
   * Ends a session.
   *
   * @param which its key or its id
   * @param user whose it must be; anybody's when empty
   */
  static Change<LoginSession> endSession(String which, Optional<String> user) {
    return roster ->
        roster.sessions().values().stream()
            .filter(session -> session.key().equals(which) || session.id().equals(which))
            .filter(session -> user.isEmpty() || user.get().equals(session.user()))
            .findFirst()
            .map(session -> Step.done(roster.withoutSession(session.key()), session))
            .orElseGet(() -> Step.not(roster, new Outcome.Missing<>()));
  }

  /** Ends all sessions of a user. */
  static Change<String> endSessionsOf(String user) {
    return roster -> Step.done(roster.withoutSessionsOf(user), user);
  }

  /** Notes what was used, and when. */
  static Change<Integer> use(Map<String, Long> touched) {
    return before -> {
      Roster roster = before;
      for (Map.Entry<String, Long> entry : touched.entrySet()) {
        LoginSession session = roster.sessions().get(entry.getKey());
        Token token = roster.tokens().get(entry.getKey());
        if (session != null) {
          roster = roster.with(session.usedAt(entry.getValue()));
        } else if (token != null) {
          roster = roster.with(token.usedAt(entry.getValue()));
        }
      }
      return Step.done(roster, touched.size());
    };
  }

  /** A token and what opens with it, which is told this once. */
  public record NewToken(Token token, String secret) {
    @Override
    public String toString() {
      return token.toString();
    }
  }

  /** A password on its way, which prints as nothing. */
  public record Secretly(String text) {
    @Override
    public String toString() {
      return "***";
    }
  }

  private static final String NAMES =
      "A name has small letters, digits, _ and -, a letter first, at most 32; not local, not"
          + " gateway.";

  private interface Made<T> {
    Change<T> make();
  }

  private static <T> Change<T> checked(String name, String password, Made<T> change) {
    if (!User.isName(name)) {
      return roster -> Step.not(roster, new Outcome.Refused<>(NAMES, Part.NAME));
    }
    Optional<String> complaint = Password.complaint(name, password);
    return complaint.isPresent()
        ? roster -> Step.not(roster, new Outcome.Refused<>(complaint.get(), Part.PASSWORD))
        : change.make();
  }

  private static String hash(Secretly password) {
    return PasswordHash.of(password.text());
  }

  private static <T> Outcome<T> taken(String name) {
    return new Outcome.Refused<>("The name " + name + " is taken.", Part.NAME);
  }

  private static boolean hasHash(Roster roster, String name, String hash) {
    User user = roster.users().get(name);
    return user != null && user.hash().equals(hash);
  }

  private static boolean isToken(Roster roster, String name) {
    return roster.tokens().values().stream().anyMatch(token -> token.name().equals(name));
  }

  private static boolean isLastAdmin(Roster roster, User user) {
    return user.grant().role() == Role.ADMIN && roster.admins() == 1;
  }

  private interface OfUser {
    Step<User> of(User user);
  }

  private static Step<User> user(Roster roster, String name, OfUser change) {
    User user = roster.users().get(name);
    return user == null ? Step.not(roster, new Outcome.Missing<>()) : change.of(user);
  }

  private static Roster withoutSessions(Roster roster, String user, Optional<String> keep) {
    Optional<LoginSession> kept =
        keep.map(roster.sessions()::get).filter(session -> session.user().equals(user));
    Roster without = roster.withoutSessionsOf(user);
    return kept.map(without::with).orElse(without);
  }
}
