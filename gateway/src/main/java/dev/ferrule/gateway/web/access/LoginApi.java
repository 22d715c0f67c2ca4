package dev.ferrule.gateway.web.access;

import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.json.JsonFields;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.security.Act;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.gateway.security.accounts.Accounts;
import dev.ferrule.gateway.security.accounts.Accounts.LoggedIn;
import dev.ferrule.gateway.security.accounts.Accounts.Reply;
import dev.ferrule.gateway.security.accounts.Accounts.Where;
import dev.ferrule.gateway.security.accounts.Changes.Secretly;
import dev.ferrule.gateway.security.accounts.LoginSession;
import dev.ferrule.gateway.security.accounts.Tickets;
import dev.ferrule.gateway.web.api.Address;
import dev.ferrule.gateway.web.api.Answers;
import dev.ferrule.gateway.web.api.Body;
import dev.ferrule.gateway.web.api.Callers;
import dev.ferrule.gateway.web.api.JsonBody;
import dev.ferrule.gateway.web.api.Query;
import dev.ferrule.gateway.web.api.Resource;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Logging in and out, who one is, and the first admin.
 *
 * <p>Owner: its loop.
 */
public final class LoginApi implements Resource {

  private static final String ROOT = "/api/v1/login";

  private final Loop loop;
  private final Accounts accounts;
  private final Tickets tickets;

  public LoginApi(Loop loop, Accounts accounts, Tickets tickets) {
    this.loop = loop;
    this.accounts = accounts;
    this.tickets = tickets;
  }

  @Override
  public String path() {
    return ROOT;
  }

  @Override
  public void addTo(Router router) {
    Body body = Body.json(loop);
    new Address(router, "/")
        .get(Act.READ, this::show)
        .post(Act.KNOCK, body, this::logIn)
        .delete(Act.READ, this::logOut);
    new Address(router, "/password")
        .post(Act.READ, body, this::prove)
        .patch(Act.READ, body, this::changePassword);
    new Address(router, "/setup").get(Act.KNOCK, this::isSetUp).post(Act.KNOCK, body, this::setUp);
    new Address(router, "/ticket").post(Act.READ, this::ticket);
  }

  private void show(RoutingContext context) {
    Answers.json(context.request(), 200, form(Callers.of(context)));
  }

  private String form(Caller caller) {
    JsonText out = new JsonText().object().field("name", caller.actor());
    caller.grant().writeTo(out);
    session(caller)
        .ifPresent(
            session ->
                out.field("session", session.id())
                    .field("expires", session.expires())
                    .field("elevated_until", session.elevatedUntil()));
    return out.endObject().toString();
  }

  private Optional<LoginSession> session(Caller caller) {
    return caller.proof() instanceof Caller.Proof.Session(String key)
        ? accounts.roster().session(key, System.currentTimeMillis())
        : Optional.empty();
  }

  private void logIn(RoutingContext context) throws JsonFault {
    JsonFields fields = fields(context, List.of("name", "password"));
    accounts.logIn(
        required(fields, "name", "who you are"),
        password(fields),
        where(context),
        loggedIn(context, 200));
  }

  private void isSetUp(RoutingContext context) {
    String text =
        new JsonText().object().field("needed", accounts.roster().isEmpty()).endObject().toString();
    Answers.json(context.request(), 200, text);
  }

  private void setUp(RoutingContext context) throws JsonFault {
    JsonFields fields = fields(context, List.of("code", "name", "password"));
    accounts.setUp(
        required(fields, "code", "the setup code out of the gateway's log"),
        required(fields, "name", "a name for the first admin"),
        password(fields),
        where(context),
        loggedIn(context, 201));
  }

  private Reply<LoggedIn> loggedIn(RoutingContext context, int status) {
    return reply(
        context,
        in -> {
          if (context.response().closed()) {
            return; // nobody is there to keep it; it ends by itself
          }
          LoginCookie.give(context.request(), Callers.isSecure(context), in.secret());
          accounts
              .roster()
              .bySession(in.secret(), Callers.address(context), System.currentTimeMillis())
              .ifPresent(caller -> Answers.json(context.request(), status, form(caller)));
        });
  }

  private void logOut(RoutingContext context) throws JsonFault {
    boolean all = Query.of(context, List.of("all")).list("all").isPresent();
    Caller caller = Callers.of(context);
    if (all) {
      accounts.endSessionsOf(caller.actor(), reply(context, _ -> loggedOut(context)));
    } else if (caller.proof() instanceof Caller.Proof.Session(String key)) {
      accounts.endSession(
          key, Optional.empty(), caller.actor(), reply(context, _ -> loggedOut(context)));
    } else {
      loggedOut(context);
    }
  }

  private static void loggedOut(RoutingContext context) {
    if (!context.response().closed()) {
      LoginCookie.take(context.request(), Callers.isSecure(context));
      // Whatever pages the browser keeps to go back to.
      context.response().putHeader("Clear-Site-Data", "\"cache\"");
      noContent(context);
    }
  }

  private void prove(RoutingContext context) throws JsonFault {
    JsonFields fields = fields(context, List.of("password"));
    accounts.prove(
        key(context),
        password(fields),
        where(context),
        reply(context, _ -> Answers.json(context.request(), 200, form(Callers.of(context)))));
  }

  /** One's own; other sessions end. */
  private void changePassword(RoutingContext context) throws JsonFault {
    JsonFields fields = fields(context, List.of("password", "new"));
    Secretly next = new Secretly(required(fields, "new", "the new password"));
    accounts.changePassword(
        key(context),
        password(fields),
        next,
        where(context),
        reply(context, _ -> noContent(context)));
  }

  private void ticket(RoutingContext context) {
    String text =
        new JsonText()
            .object()
            .field("ticket", tickets.issue(Callers.of(context)))
            .field("expires_in", Tickets.LIFE.toMillis())
            .endObject()
            .toString();
    Answers.json(context.request(), 201, text);
  }

  private static String key(RoutingContext context) throws JsonFault {
    if (Callers.of(context).proof() instanceof Caller.Proof.Session(String key)) {
      return key;
    }
    throw new JsonFault("", "This is for those who logged in with a password.", "");
  }

  static void noContent(RoutingContext context) {
    if (!context.response().closed()) {
      context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store").setStatusCode(204).end();
    }
  }

  static Where where(RoutingContext context) {
    String agent = context.request().getHeader(HttpHeaders.USER_AGENT);
    Optional<String> session =
        Callers.known(context)
            .flatMap(
                caller ->
                    caller.proof() instanceof Caller.Proof.Session(String key)
                        ? Optional.of(key)
                        : Optional.empty());
    return new Where(Callers.address(context), agent == null ? "" : agent, session);
  }

  private <T> Reply<T> reply(RoutingContext context, Consumer<T> done) {
    return new Reply<>(loop, Outcomes.of(context, done));
  }

  static JsonFields fields(RoutingContext context, List<String> known) throws JsonFault {
    JsonFields fields = JsonFields.parse(JsonBody.text(context));
    fields.refuseOthersThan(known);
    return fields;
  }

  static String required(JsonFields fields, String name, String what) throws JsonFault {
    return fields.text(name).orElseThrow(() -> JsonFields.missing(name, what));
  }

  private static Secretly password(JsonFields fields) throws JsonFault {
    return new Secretly(required(fields, "password", "the password"));
  }
}
