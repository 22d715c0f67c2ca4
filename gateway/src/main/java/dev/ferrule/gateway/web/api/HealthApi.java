package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.ledger.LedgerView;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.registry.DeviceInfo;
import dev.ferrule.gateway.registry.Replica;
import dev.ferrule.gateway.security.Act;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * Whether the gateway lives and serves.
 *
 * <p>Owner: the loop of its replica.
 */
public final class HealthApi implements Resource {

  private final Replica replica;
  private final String encryption;
  private final LedgerView ledger;

  /** Health as {@code replica} sees it; {@code encryption} says what keeps others out. */
  public HealthApi(Replica replica, String encryption, LedgerView ledger) {
    this.replica = replica;
    this.encryption = encryption;
    this.ledger = ledger;
  }

  @Override
  public String path() {
    return "/health";
  }

  @Override
  public void addTo(Router router) {
    new Address(router, "/live").get(Act.KNOCK, HealthApi::live);
    new Address(router, "/ready").get(Act.READ, this::ready);
  }

  /** That the process answers. */
  private static void live(RoutingContext context) {
    Answers.json(context.request(), 200, "{\"status\":\"ok\"}");
  }

  /** That it serves, how many of its devices are there, and whether it can record commands. */
  private void ready(RoutingContext context) {
    Optional<String> trouble = ledger.trouble();
    List<DeviceInfo> devices = replica.directory().devices();
    long up = devices.stream().filter(d -> d.state() instanceof DeviceState.Up).count();
    Answers.json(
        context.request(),
        200,
        new JsonText()
            .object()
            .field("status", "ok")
            .field("encryption", encryption)
            .object("devices")
            .field("total", devices.size())
            .field("up", up)
            .endObject()
            .object("ledger")
            .field("state", trouble.isEmpty() ? "open" : "shut")
            .field("text", trouble.orElse(""))
            .endObject()
            .endObject()
            .toString());
  }
}
