package dev.ferrule.gateway.web.access;

import dev.ferrule.gateway.json.Forms;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.security.Act;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.gateway.security.accounts.Accounts;
import dev.ferrule.gateway.security.accounts.Accounts.Reply;
import dev.ferrule.gateway.security.accounts.LoginSession;
import dev.ferrule.gateway.web.api.Address;
import dev.ferrule.gateway.web.api.Answers;
import dev.ferrule.gateway.web.api.Callers;
import dev.ferrule.gateway.web.api.Resource;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where one is logged in; an admin sees where everybody is.
 *
 * <p>Owner: its loop.
 */
public final class SessionsApi implements Resource {

  private final Loop loop;
  private final Accounts accounts;

  public SessionsApi(Loop loop, Accounts accounts) {
    this.loop = loop;
    this.accounts = accounts;
  }

  @Override
  public String path() {
    return "/api/v1/sessions";
  }

  @Override
  public void addTo(Router router) {
    new Address(router, "/").get(Act.READ, this::list);
    new Address(router, "/{id}").delete(Act.READ, this::end);
  }

  /** Whose sessions a caller deals with: everybody's when empty. */
  private static Optional<String> whose(RoutingContext context) {
    return Callers.may(context, Act.MANAGE)
        ? Optional.empty()
        : Optional.of(Callers.of(context).actor());
  }

  private void list(RoutingContext context) {
    Caller caller = Callers.of(context);
    Optional<String> whose = whose(context);
    long now = System.currentTimeMillis();
    JsonText out = new JsonText().object().list("sessions");
    accounts.roster().sessions().values().stream()
        .filter(session -> session.expires() > now)
        .filter(session -> whose.isEmpty() || whose.get().equals(session.user()))
        .sorted(Comparator.comparing(LoginSession::used).reversed())
        .forEach(session -> form(out, session, caller));
    Answers.json(context.request(), 200, out.endList().endObject().toString());
  }

  private static void form(JsonText out, LoginSession session, Caller caller) {
    out.object()
        .field("id", session.id())
        .field("name", session.user())
        .field("created", Forms.rfc3339(session.created()))
        .field("used", Forms.rfc3339(session.used()))
        .field("expires", Forms.rfc3339(session.expires()))
        .field("from", session.from())
        .field("agent", session.agent())
        .field(
            "own",
            caller.proof() instanceof Caller.Proof.Session(String key) && key.equals(session.key()))
        .endObject();
  }

  private void end(RoutingContext context) {
    accounts.endSession(
        Address.name(context),
        whose(context),
        Callers.of(context).actor(),
        new Reply<>(loop, Outcomes.of(context, _ -> LoginApi.noContent(context))));
  }
}
