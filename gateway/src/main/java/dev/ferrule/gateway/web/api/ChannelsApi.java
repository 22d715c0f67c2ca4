package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.json.Forms;
import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.registry.Replica;
import dev.ferrule.gateway.security.Act;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Channels over REST.
 *
 * <p>Owner: the loop of its replica.
 */
public final class ChannelsApi implements Resource {

  private final Replica replica;

  public ChannelsApi(Replica replica) {
    this.replica = replica;
  }

  @Override
  public String path() {
    return "/api/v1/channels";
  }

  @Override
  public void addTo(Router router) {
    new Address(router, "/").get(Act.READ, this::list);
  }

  private void list(RoutingContext context) throws JsonFault {
    Directory directory = replica.directory();
    JsonText out = new JsonText().object().list("channels");
    ChannelSelection.of(context, directory).stream()
        .forEach(n -> Forms.channel(out, n, directory.channel(n).orElseThrow()));
    Answers.json(context.request(), 200, out.endList().endObject().toString());
  }
}
