package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.json.Forms;
import dev.ferrule.gateway.json.Forms.Times;
import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.registry.DeviceInfo;
import dev.ferrule.gateway.registry.Replica;
import dev.ferrule.gateway.security.Act;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * Devices over REST.
 *
 * <p>Owner: the loop of its replica.
 */
public final class DevicesApi implements Resource {

  private final Replica replica;

  public DevicesApi(Replica replica) {
    this.replica = replica;
  }

  @Override
  public String path() {
    return "/api/v1/devices";
  }

  @Override
  public void addTo(Router router) {
    new Address(router, "/").get(Act.READ, this::list);
  }

  private void list(RoutingContext context) throws JsonFault {
    Optional<String> only = Query.of(context, List.of("device")).text("device");
    JsonText out = new JsonText().object().list("devices");
    for (DeviceInfo device : replica.directory().devices()) {
      if (only.isEmpty() || only.get().equals(device.id())) {
        Forms.device(out, device, replica.counts(device.id()), Times.RFC_3339);
      }
    }
    Answers.json(context.request(), 200, out.endList().endObject().toString());
  }
}
