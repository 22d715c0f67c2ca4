package dev.ferrule.gateway.web.access;

import dev.ferrule.gateway.json.Forms;
import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.json.JsonFields;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.security.Act;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.gateway.security.Grant;
import dev.ferrule.gateway.security.Role;
import dev.ferrule.gateway.security.accounts.Accounts;
import dev.ferrule.gateway.security.accounts.Accounts.Reply;
import dev.ferrule.gateway.security.accounts.Change;
import dev.ferrule.gateway.security.accounts.Changes;
import dev.ferrule.gateway.security.accounts.Changes.Secretly;
import dev.ferrule.gateway.security.accounts.User;
import dev.ferrule.gateway.web.api.Address;
import dev.ferrule.gateway.web.api.Answers;
import dev.ferrule.gateway.web.api.Body;
import dev.ferrule.gateway.web.api.Callers;
import dev.ferrule.gateway.web.api.Resource;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who can log in.
 *
 * <p>Owner: its loop.
 */
public final class UsersApi implements Resource {

  private final Loop loop;
  private final Accounts accounts;

  public UsersApi(Loop loop, Accounts accounts) {
    this.loop = loop;
    this.accounts = accounts;
  }

  @Override
  public String path() {
    return "/api/v1/users";
  }

  @Override
  public void addTo(Router router) {
    Body body = Body.json(loop);
    new Address(router, "/").get(Act.MANAGE, this::list).post(Act.MANAGE, body, this::add);
    new Address(router, "/{name}")
        .patch(Act.MANAGE, body, this::change)
        .delete(Act.MANAGE, this::remove);
  }

  private void list(RoutingContext context) {
    JsonText out = new JsonText().object().list("users");
    accounts.roster().users().values().stream()
        .sorted(Comparator.comparing(User::name))
        .forEach(user -> form(out.object(), user).endObject());
    Answers.json(context.request(), 200, out.endList().endObject().toString());
  }

  private static JsonText form(JsonText out, User user) {
    out.field("name", user.name());
    user.grant().writeTo(out);
    return out.field("created", Forms.rfc3339(user.created()));
  }

  private void add(RoutingContext context) throws JsonFault {
    JsonFields fields =
        LoginApi.fields(context, List.of("name", "password", GrantForm.ROLE, GrantForm.DEVICES));
    String name = LoginApi.required(fields, "name", "what the user logs in with");
    Secretly password = new Secretly(LoginApi.required(fields, "password", "the password"));
    Grant grant = GrantForm.read(fields, Optional.of(Grant.of(Role.VIEWER)));
    long now = System.currentTimeMillis();
    change(
        context,
        201,
        "User " + name + " was added as " + grant.role().word(),
        () -> Changes.addUser(name, password, grant, now));
  }

  private void change(RoutingContext context) throws JsonFault {
    String name = Address.name(context);
    JsonFields fields =
        LoginApi.fields(context, List.of("password", GrantForm.ROLE, GrantForm.DEVICES));
    Optional<String> password = fields.text("password");
    boolean regrants = fields.has(GrantForm.ROLE) || fields.has(GrantForm.DEVICES);
    if (password.isPresent() == regrants) {
      throw new JsonFault(
          "", "Change either the password, or the role and devices.", "Send one of them.");
    }
    if (password.isPresent()) {
      Secretly next = new Secretly(password.get());
      change(
          context,
          200,
          "A new password for " + name,
          () -> Changes.setPassword(name, next, own(context, name)));
      return;
    }
    Optional<Grant> present =
        Optional.ofNullable(accounts.roster().users().get(name)).map(User::grant);
    Grant grant = GrantForm.read(fields, present);
    accounts.manage(
        Callers.of(context),
        "User " + name + " is now " + GrantForm.words(grant),
        Changes.setGrant(name, grant),
        answer(context, 200));
  }

  /** The session that asks, when it is the user's own. */
  private static Optional<String> own(RoutingContext context, String name) {
    Caller caller = Callers.of(context);
    return caller.actor().equals(name) && caller.proof() instanceof Caller.Proof.Session(String key)
        ? Optional.of(key)
        : Optional.empty();
  }

  private void remove(RoutingContext context) {
    String name = Address.name(context);
    accounts.manage(
        Callers.of(context),
        "User " + name + " was removed",
        Changes.removeUser(name),
        new Reply<>(loop, Outcomes.of(context, _ -> LoginApi.noContent(context))));
  }

  private void change(
      RoutingContext context, int status, String words, Supplier<Change<User>> change) {
    accounts.manageHashing(Callers.of(context), words, change, answer(context, status));
  }

  private Reply<User> answer(RoutingContext context, int status) {
    return new Reply<>(
        loop,
        Outcomes.of(
            context,
            user ->
                Answers.json(
                    context.request(),
                    status,
                    form(new JsonText().object(), user).endObject().toString())));
  }
}
