package dev.ferrule.gateway.web;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.security.accounts.Accounts;
import dev.ferrule.gateway.security.accounts.Tickets;
import dev.ferrule.gateway.web.access.LoginApi;
import dev.ferrule.gateway.web.access.LoginPage;
import dev.ferrule.gateway.web.access.SessionsApi;
import dev.ferrule.gateway.web.access.TokensApi;
import dev.ferrule.gateway.web.access.UsersApi;
import dev.ferrule.gateway.web.api.Resource;
import java.util.List;

/** Who is let in; the same for all loops that serve. Any thread. */
public sealed interface Access {

  /** What there is at the door itself. */
  List<Resource> resources(Loop loop);

  /** Whoever reaches the server. */
  record Open() implements Access {
    @Override
    public List<Resource> resources(Loop loop) {
      return List.of();
    }
  }

  /**
   * Who shows that they may.
   *
   * @param gateway its name, for those who look for it
   */
  record Guarded(String gateway, Accounts accounts, Tickets tickets) implements Access {
    @Override
    public List<Resource> resources(Loop loop) {
      return List.of(
          new LoginApi(loop, accounts, tickets),
          new UsersApi(loop, accounts),
          new TokensApi(loop, accounts),
          new SessionsApi(loop, accounts),
          LoginPage.login(gateway, loop, accounts),
          LoginPage.setup(gateway, loop, accounts));
    }
  }
}
