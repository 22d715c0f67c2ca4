package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.json.Forms;
import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.json.WireNumber;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.registry.LatestValues;
import dev.ferrule.gateway.registry.Replica;
import dev.ferrule.gateway.security.Act;
import dev.ferrule.protocol.Quality;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Newest readings over REST.
 *
 * <p>Owner: the loop of its replica.
 */
public final class ReadingsApi implements Resource {

  private final Loop loop;
  private final Replica replica;

  public ReadingsApi(Loop loop, Replica replica) {
    this.loop = loop;
    this.replica = replica;
  }

  @Override
  public String path() {
    return "/api/v1/readings";
  }

  @Override
  public void addTo(Router router) {
    new Address(router, "/").get(Act.READ, this::newest);
  }

  /** The newest reading of each channel that has one. */
  private void newest(RoutingContext context) throws JsonFault {
    Directory directory = replica.directory();
    LatestValues latest = replica.latest();
    JsonText out =
        new JsonText()
            .object()
            .field("time", Forms.rfc3339(loop.currentTimeMillis()))
            .list("readings");
    ChannelSelection.of(context, directory).stream()
        .filter(latest::has)
        .forEach(n -> reading(out, directory.channel(n).orElseThrow(), latest, n));
    Answers.json(context.request(), 200, out.endList().endObject().toString());
  }

  private static void reading(JsonText out, Channel channel, LatestValues latest, int number) {
    int quality = latest.quality(number);
    double value = latest.value(number);
    boolean shown = Double.isFinite(value) && !Quality.isBad(quality);
    if (!shown && !Quality.isBad(quality)) {
      quality = Quality.of(Quality.BAD, Quality.NOT_A_NUMBER);
    }
    out.object()
        .field("channel", channel.id().toString())
        .field("time", Forms.rfc3339(latest.time(number)));
    StringBuilder text = new StringBuilder();
    if (shown) {
      WireNumber.append(text, value, channel.scale());
    } else {
      text.append("null");
    }
    out.fieldRaw("value", text.toString())
        .field("unit", channel.unit())
        .field("quality", Quality.classText(quality))
        .field("reason", Quality.reasonOf(quality) == 0 ? "" : Quality.reasonText(quality))
        .endObject();
  }
}
