package dev.ferrule.gateway.web.access;

import dev.ferrule.gateway.json.Problem;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.security.Act;
import dev.ferrule.gateway.security.accounts.Accounts;
import dev.ferrule.gateway.security.accounts.Accounts.LoggedIn;
import dev.ferrule.gateway.security.accounts.Accounts.Reply;
import dev.ferrule.gateway.security.accounts.Accounts.Where;
import dev.ferrule.gateway.security.accounts.Changes.Secretly;
import dev.ferrule.gateway.security.accounts.Outcome;
import dev.ferrule.gateway.web.api.Address;
import dev.ferrule.gateway.web.api.Body;
import dev.ferrule.gateway.web.api.Callers;
import dev.ferrule.gateway.web.api.Query;
import dev.ferrule.gateway.web.api.Resource;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Logging in and setting up as pages that need neither a script nor a socket: {@code /login}, and
 * {@code /setup} while nobody can log in.
 *
 * <p>Owner: its loop.
 */
public final class LoginPage implements Resource {

  /** A page of this server, and no way to another. */
  private static final Pattern OWN_PAGE = Pattern.compile("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]*");

  private static final int LONGEST = 500;
  private static final String NEXT = "next";
  private static final String START = "./";

  private final String path;
  private final boolean setsUp;
  private final String gateway;
  private final Loop loop;
  private final Accounts accounts;
  private final FormPage page;

  private LoginPage(String path, boolean setsUp, String gateway, Loop loop, Accounts accounts) {
    this.path = path;
    this.setsUp = setsUp;
    this.gateway = gateway;
    this.loop = loop;
    this.accounts = accounts;
    this.page = new FormPage(setsUp ? "setup.html" : "login.html");
  }

  /** The page for those who can log in. */
  public static LoginPage login(String gateway, Loop loop, Accounts accounts) {
    return new LoginPage("/login", false, gateway, loop, accounts);
  }

  /** The page for whoever is the first. */
  public static LoginPage setup(String gateway, Loop loop, Accounts accounts) {
    return new LoginPage("/setup", true, gateway, loop, accounts);
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public void addTo(Router router) {
    new Address(router, "/")
        .get(Act.KNOCK, this::show)
        .post(Act.KNOCK, Body.form(loop), this::send);
  }

  private void show(RoutingContext context) {
    String next = next(Query.values(context.request(), NEXT).stream().findFirst());
    if (accounts.roster().isEmpty() != setsUp) {
      leadTo(context.request(), setsUp ? "login" : "setup");
    } else if (Callers.known(context).isPresent()) {
      leadTo(context.request(), next);
    } else {
      page.answer(context.request(), 200, Map.of("gateway", gateway, NEXT, next));
    }
  }

  private static String next(Optional<String> wanted) {
    return wanted
        .filter(next -> next.length() <= LONGEST && OWN_PAGE.matcher(next).matches())
        .orElse(START);
  }

  private void send(RoutingContext context) {
    MultiMap form = context.request().formAttributes();
    Where where = LoginApi.where(context);
    String name = field(form, "name");
    Secretly password = new Secretly(field(form, "password"));
    Reply<LoggedIn> reply = new Reply<>(loop, outcome -> sent(context, form, outcome));
    if (!setsUp) {
      accounts.logIn(name, password, where, reply);
    } else if (password.text().equals(field(form, "again"))) {
      accounts.setUp(field(form, "code"), name, password, where, reply);
    } else {
      reply
          .to()
          .accept(
              new Outcome.Refused<>("The two passwords are not the same.", Outcome.Part.PASSWORD));
    }
  }

  private static String field(MultiMap form, String name) {
    return Optional.ofNullable(form.get(name)).orElse("");
  }

  private void sent(RoutingContext context, MultiMap form, Outcome<LoggedIn> outcome) {
    HttpServerRequest request = context.request();
    if (request.response().closed()) {
      return;
    }
    if (outcome instanceof Outcome.Done<LoggedIn>(LoggedIn in)) {
      LoginCookie.give(request, Callers.isSecure(context), in.secret());
      leadTo(request, next(Optional.ofNullable(form.get(NEXT))));
      return;
    }
    Problem problem = Outcomes.problem(outcome);
    Outcomes.sayWhen(context, outcome);
    page.answer(
        request,
        problem.status(),
        Map.of(
            "gateway",
            gateway,
            NEXT,
            next(Optional.ofNullable(form.get(NEXT))),
            "name",
            field(form, "name"),
            "code",
            field(form, "code"),
            "message",
            words(outcome, problem)));
  }

  private String words(Outcome<LoggedIn> outcome, Problem problem) {
    if (outcome instanceof Outcome.Wrong<LoggedIn>) {
      return setsUp
          ? "That is not the setup code. It is in the gateway's log, and it is another after each"
              + " start."
          : "Name and password do not belong together.";
    }
    return (problem.detail() + " " + problem.hint()).strip();
  }

  private static void leadTo(HttpServerRequest request, String address) {
    request
        .response()
        .putHeader(HttpHeaders.LOCATION, address)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .setStatusCode(303)
        .end();
  }
}
