package dev.ferrule.gateway.web;

import dev.ferrule.gateway.json.Problem;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.gateway.security.accounts.Accounts;
import dev.ferrule.gateway.security.accounts.Roster;
import dev.ferrule.gateway.web.access.LoginCookie;
import dev.ferrule.gateway.web.api.Callers.Visitor;
import dev.ferrule.gateway.web.api.Query;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Says who a request is: by a token in its {@code Authorization} header, by a ticket in the query
 * of a WebSocket, or by the cookie of a session. Where there is no login, it is whoever reaches the
 * server.
 *
 * <p>A cookie comes with whatever a browser sends, so it counts only with an {@code Origin} that
 * was found good, unless nothing is changed by the request. Owner: a loop.
 */
final class Door {

  private static final System.Logger LOG = System.getLogger("dev.ferrule.access");

  private static final String TICKET = "ticket";
  private static final String BEARER = "bearer ";
  private static final Set<HttpMethod> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final Access access;
  private final Transport transport;

  Door(Access access, Transport transport) {
    this.access = access;
    this.transport = transport;
  }

  private Whence whence(HttpServerRequest request) {
    return Whence.of(request, transport);
  }

  /** Who asks over HTTP. */
  Visitor visitor(HttpServerRequest request) {
    Whence whence = whence(request);
    Supplier<Optional<Caller>> caller =
        switch (access) {
          case Access.Open _ -> () -> Optional.of(Caller.local(whence.address()));
          case Access.Guarded guarded ->
              () -> known(guarded.accounts(), request, whence, HARMLESS.contains(request.method()));
        };
    return new Visitor(whence.address(), whence.isSecure(), caller, stranger(), this::isElevated);
  }

  /** Who wants to open a WebSocket; nobody when the request shows nothing that opens. */
  Optional<Caller> opener(HttpServerRequest request) {
    Whence whence = whence(request);
    return switch (access) {
      case Access.Open _ -> Optional.of(Caller.local(whence.address()));
      case Access.Guarded guarded -> {
        List<String> shown = Query.values(request, TICKET);
        yield shown.size() == 1
            ? guarded
                .tickets()
                .take(shown.getFirst())
                .flatMap(caller -> still(guarded.accounts(), caller, whence.address()))
            : known(guarded.accounts(), request, whence, false);
      }
    };
  }

  private boolean isElevated(Caller caller) {
    return switch (access) {
      case Access.Open _ -> true;
      case Access.Guarded guarded -> {
        long now = System.currentTimeMillis();
        yield caller.proof() instanceof Caller.Proof.Session(String key)
            && guarded
                .accounts()
                .roster()
                .session(key, now)
                .filter(session -> now < session.elevatedUntil())
                .isPresent();
      }
    };
  }

  /** A ticket may be younger than what its owner may do. */
  private static Optional<Caller> still(Accounts accounts, Caller caller, String address) {
    return accounts
        .roster()
        .grantOf(caller, System.currentTimeMillis())
        .map(grant -> new Caller(caller.actor(), address, grant, caller.proof()));
  }

  private static Optional<Caller> known(
      Accounts accounts, HttpServerRequest request, Whence whence, boolean harmless) {
    Roster roster = accounts.roster();
    String address = whence.address();
    long now = System.currentTimeMillis();
    List<String> authorization = request.headers().getAll(HttpHeaders.AUTHORIZATION);
    Optional<Caller> caller;
    List<String> bearers =
        authorization.stream()
            .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
            .map(value -> value.substring(BEARER.length()).strip())
            .toList();
    if (!bearers.isEmpty()) { // of other schemes a proxy makes use
      caller =
          bearers.size() == 1 ? roster.byToken(bearers.getFirst(), address, now) : Optional.empty();
      if (caller.isEmpty()) {
        LOG.log(Level.WARNING, "A token that is wrong or expired came from {0}", address);
      }
    } else if (harmless || request.headers().contains(HttpHeaders.ORIGIN)) {
      caller =
          LoginCookie.read(request, whence.isSecure())
              .flatMap(secret -> roster.bySession(secret, address, now));
    } else {
      caller = Optional.empty();
    }
    caller.ifPresent(accounts::touch);
    return caller;
  }

  /** What a request is told that nobody can be made of. */
  Problem stranger() {
    boolean nobody =
        access instanceof Access.Guarded guarded && guarded.accounts().roster().isEmpty();
    return nobody
        ? Problem.of(
            401,
            "setup-needed",
            "Setup needed",
            "Nobody can log in yet.",
            "Open /setup and type the setup code; it is in the gateway's log, or run ferrule"
                + " setup-code.")
        : Problem.of(
            401,
            "login-needed",
            "Login needed",
            "The request shows neither a token nor the cookie of a session.",
            "Log in at /login, or send Authorization: Bearer with a token.");
  }
}
