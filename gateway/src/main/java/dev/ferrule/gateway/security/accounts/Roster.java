package dev.ferrule.gateway.security.accounts;

import dev.ferrule.gateway.security.Caller;
import dev.ferrule.gateway.security.Grant;
import dev.ferrule.gateway.security.Role;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Everybody who is let in, at one moment. Immutable; any thread.
 *
 * @param users by name
 * @param tokens by key
 * @param sessions by key
 */
public record Roster(
    Map<String, User> users, Map<String, Token> tokens, Map<String, LoginSession> sessions) {

  static final int MAX_USERS = 100;
  static final int MAX_TOKENS = 100;
  static final int MAX_SESSIONS = 500;

  /** Sessions of one user; the one that was used longest ago makes room. */
  static final int MAX_SESSIONS_EACH = 20;

  /** Nobody. */
  static final Roster EMPTY = new Roster(Map.of(), Map.of(), Map.of());

  public Roster {
    users = Map.copyOf(users);
    tokens = Map.copyOf(tokens);
    sessions = Map.copyOf(sessions);
  }

  static Roster of(
      Collection<User> users, Collection<Token> tokens, Collection<LoginSession> sessions) {
    return new Roster(
        byKey(users, User::name), byKey(tokens, Token::key), byKey(sessions, LoginSession::key));
  }

  private static <V> Map<String, V> byKey(Collection<V> values, Function<V, String> key) {
    Map<String, V> map = new LinkedHashMap<>();
    for (V value : values) {
      if (map.put(key.apply(value), value) != null) {
        throw new IllegalArgumentException(value + " is there twice");
      }
    }
    return map;
  }

  /** Whether nobody can log in yet. */
  public boolean isEmpty() {
    return users.isEmpty();
  }

  /** Whoever shows a secret from an address, if it opens anything now. */
  public Optional<Caller> byToken(String secret, String address, long now) {
    return Optional.ofNullable(tokens.get(Secret.key(secret)))
        .filter(token -> token.isValidAt(now))
        .map(
            token ->
                new Caller(
                    token.name(), address, token.grant(), new Caller.Proof.Token(token.id())));
  }

  /** Whoever has the cookie of a session, if it opens anything now. */
  public Optional<Caller> bySession(String secret, String address, long now) {
    return session(Secret.key(secret), now).flatMap(session -> caller(session, address));
  }

  /** A session by its key, if it is valid now. */
  public Optional<LoginSession> session(String key, long now) {
    return Optional.ofNullable(sessions.get(key)).filter(session -> session.isValidAt(now));
  }

  private Optional<Caller> caller(LoginSession session, String address) {
    return Optional.ofNullable(users.get(session.user()))
        .map(
            user ->
                new Caller(
                    user.name(), address, user.grant(), new Caller.Proof.Session(session.key())));
  }

  /** What a caller who came in earlier may do now; nothing when they would not be let in. */
  public Optional<Grant> grantOf(Caller caller, long now) {
    return switch (caller.proof()) {
      case Caller.Proof.None _, Caller.Proof.Broker _ -> Optional.of(caller.grant());
      case Caller.Proof.Session(String key) ->
          session(key, now).flatMap(s -> caller(s, caller.address())).map(Caller::grant);
      case Caller.Proof.Token(String id) ->
          token(id).filter(token -> token.isValidAt(now)).map(Token::grant);
    };
  }

  /** A token by its id. */
  Optional<Token> token(String id) {
    return tokens.values().stream().filter(token -> token.id().equals(id)).findFirst();
  }

  /** Whether everybody in it was let in by another, too, and could do the same. */
  boolean isWithin(Roster other) {
    return other.users.entrySet().containsAll(users.entrySet())
        && other.tokens.entrySet().containsAll(tokens.entrySet())
        && other.sessions.entrySet().containsAll(sessions.entrySet());
  }

  /** Users who may manage users. */
  long admins() {
    return users.values().stream().filter(user -> user.grant().role() == Role.ADMIN).count();
  }

  Roster with(User user) {
    return new Roster(put(users, user.name(), user), tokens, sessions);
  }

  Roster with(Token token) {
    return new Roster(users, put(tokens, token.key(), token), sessions);
  }

  Roster with(LoginSession session) {
    return new Roster(users, tokens, put(sessions, session.key(), session));
  }

  /** Without a user and all that they are logged in with. */
  Roster withoutUser(String name) {
    return new Roster(without(users, name), tokens, sessions).withoutSessionsOf(name);
  }

  Roster withoutToken(String key) {
    return new Roster(users, without(tokens, key), sessions);
  }

  Roster withoutSession(String key) {
    return new Roster(users, tokens, without(sessions, key));
  }

  Roster withoutSessionsOf(String user) {
    return changed(map -> map.values().removeIf(session -> session.user().equals(user)));
  }

  /** Without what is worth nothing any more. */
  Roster swept(long now) {
    return changed(map -> map.values().removeIf(session -> !session.isValidAt(now)));
  }

  private Roster changed(Consumer<Map<String, LoginSession>> change) {
    Map<String, LoginSession> map = new LinkedHashMap<>(sessions);
    change.accept(map);
    return new Roster(users, tokens, map);
  }

  private static <V> Map<String, V> put(Map<String, V> map, String key, V value) {
    Map<String, V> next = new LinkedHashMap<>(map);
    next.put(key, value);
    return next;
  }

  private static <V> Map<String, V> without(Map<String, V> map, String key) {
    Map<String, V> next = new LinkedHashMap<>(map);
    next.remove(key);
    return next;
  }
}
