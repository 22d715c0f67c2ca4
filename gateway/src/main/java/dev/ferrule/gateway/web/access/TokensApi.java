package dev.ferrule.gateway.web.access;

import dev.ferrule.gateway.json.Forms;
import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.json.JsonFields;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.security.Act;
import dev.ferrule.gateway.security.Grant;
import dev.ferrule.gateway.security.accounts.Accounts;
import dev.ferrule.gateway.security.accounts.Accounts.Reply;
import dev.ferrule.gateway.security.accounts.Changes;
import dev.ferrule.gateway.security.accounts.Changes.NewToken;
import dev.ferrule.gateway.security.accounts.Token;
import dev.ferrule.gateway.web.api.Address;
import dev.ferrule.gateway.web.api.Answers;
import dev.ferrule.gateway.web.api.Body;
import dev.ferrule.gateway.web.api.Callers;
import dev.ferrule.gateway.web.api.Resource;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What programs show instead of logging in.
 *
 * <p>Owner: its loop.
 */
public final class TokensApi implements Resource {

  private static final String DAYS = "days";
  private static final int USUAL_DAYS = 90;

  private final Loop loop;
  private final Accounts accounts;

  public TokensApi(Loop loop, Accounts accounts) {
    this.loop = loop;
    this.accounts = accounts;
  }

  @Override
  public String path() {
    return "/api/v1/tokens";
  }

  @Override
  public void addTo(Router router) {
    new Address(router, "/")
        .get(Act.MANAGE, this::list)
        .post(Act.MANAGE, Body.json(loop), this::add);
    new Address(router, "/{id}").delete(Act.MANAGE, this::remove);
  }

  private void list(RoutingContext context) {
    JsonText out = new JsonText().object().list("tokens");
    accounts.roster().tokens().values().stream()
        .sorted(Comparator.comparing(Token::name))
        .forEach(token -> form(out.object(), token).endObject());
    Answers.json(context.request(), 200, out.endList().endObject().toString());
  }

  private static JsonText form(JsonText out, Token token) {
    out.field("id", token.id()).field("name", token.name());
    token.grant().writeTo(out);
    out.field("created", Forms.rfc3339(token.created()))
        .field("expires", Forms.rfc3339(token.expires()));
    return token.used() == 0 ? out : out.field("used", Forms.rfc3339(token.used()));
  }

  private void add(RoutingContext context) throws JsonFault {
    JsonFields fields =
        LoginApi.fields(context, List.of("name", DAYS, GrantForm.ROLE, GrantForm.DEVICES));
    String name = LoginApi.required(fields, "name", "what the token is for");
    Grant grant = GrantForm.read(fields, Optional.empty());
    double days = fields.number(DAYS).orElse(USUAL_DAYS);
    if (!(days >= 1 && days <= Changes.LONGEST_LIFE.toDays()) || days != Math.rint(days)) {
      throw new JsonFault(
          "/" + DAYS,
          "\"days\" is how long the token lives.",
          "It is a whole number from 1 to " + Changes.LONGEST_LIFE.toDays() + ".");
    }
    long now = System.currentTimeMillis();
    accounts.manage(
        Callers.of(context),
        "Token " + name + " was added as " + GrantForm.words(grant),
        Changes.addToken(name, grant, Duration.ofDays((long) days), now),
        new Reply<>(loop, Outcomes.of(context, made -> added(context, made))));
  }

  private static void added(RoutingContext context, NewToken made) {
    JsonText out = new JsonText().object();
    form(out, made.token());
    Answers.json(context.request(), 201, out.field("token", made.secret()).endObject().toString());
  }

  private void remove(RoutingContext context) {
    String which = Address.name(context);
    accounts.manage(
        Callers.of(context),
        "Token " + which + " was removed",
        Changes.removeToken(which),
        new Reply<>(loop, Outcomes.of(context, _ -> LoginApi.noContent(context))));
  }
}
