package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.json.Forms;
import dev.ferrule.gateway.json.Forms.Times;
import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.json.Problem;
import dev.ferrule.gateway.json.WireNumber;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.registry.ChannelPatterns;
import dev.ferrule.gateway.registry.DeviceInfo;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.registry.LatestValues;
import dev.ferrule.gateway.registry.Replica;
import dev.ferrule.gateway.wording.Suggestion;
import dev.ferrule.protocol.Quality;
import java.util.BitSet;
import java.util.List;

/**
 * Devices, channels and newest readings over REST, and health.
 *
 * <p>Owner: the loop of its replica.
 */
public final class ReadingsApi {

  private static final int MAX_PATTERNS = 64;

  private final Loop loop;
  private final Replica replica;

  public ReadingsApi(Loop loop, Replica replica) {
    this.loop = loop;
    this.replica = replica;
  }

  /** {@code GET /api/v1/devices}. */
  public void devices(Exchange exchange) {
    try {
      Query.of(exchange.request(), List.of());
      JsonText out = new JsonText().object().list("devices");
      for (DeviceInfo device : replica.directory().devices()) {
        Forms.device(out, device, replica.counts(device.id()), Times.RFC_3339);
      }
      exchange.json(200, out.endList().endObject().toString());
    } catch (JsonFault fault) {
      exchange.problem(Problem.badRequest(fault));
    }
  }

  /** {@code GET /api/v1/channels}. */
  public void channels(Exchange exchange) {
    try {
      Directory directory = replica.directory();
      JsonText out = new JsonText().object().list("channels");
      selected(exchange, directory).stream()
          .forEach(n -> Forms.channel(out, n, directory.channel(n).orElseThrow()));
      exchange.json(200, out.endList().endObject().toString());
    } catch (JsonFault fault) {
      exchange.problem(Problem.badRequest(fault));
    }
  }

  /** {@code GET /api/v1/readings}: the newest reading of each channel that has one. */
  public void readings(Exchange exchange) {
    try {
      Directory directory = replica.directory();
      LatestValues latest = replica.latest();
      JsonText out =
          new JsonText()
              .object()
              .field("time", Forms.rfc3339(loop.currentTimeMillis()))
              .list("readings");
      selected(exchange, directory).stream()
          .filter(latest::has)
          .forEach(n -> reading(out, directory.channel(n).orElseThrow(), latest, n));
      exchange.json(200, out.endList().endObject().toString());
    } catch (JsonFault fault) {
      exchange.problem(Problem.badRequest(fault));
    }
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

  private static BitSet selected(Exchange exchange, Directory directory) throws JsonFault {
    List<String> patterns =
        Query.of(exchange.request(), List.of("channels")).list("channels").orElse(List.of("*"));
    for (String pattern : patterns) {
      if (!ChannelPatterns.isPattern(pattern) || patterns.size() > MAX_PATTERNS) {
        throw new JsonFault(
            "?channels",
            "\""
                + Suggestion.shortened(pattern)
                + "\" is no pattern of channel ids, or one too many.",
            "Write up to 64 patterns with commas between them, as in boiler.*,tank.level.");
      }
    }
    return ChannelPatterns.matching(patterns, directory);
  }

  /** {@code GET /health/live}: that the process answers. */
  public void live(Exchange exchange) {
    exchange.json(200, "{\"status\":\"ok\"}");
  }

  /** {@code GET /health/ready}: that it serves, and how many of its devices are there. */
  public void ready(Exchange exchange) {
    List<DeviceInfo> devices = replica.directory().devices();
    long up = devices.stream().filter(d -> d.state() instanceof DeviceState.Up).count();
    exchange.json(
        200,
        new JsonText()
            .object()
            .field("status", "ok")
            .object("devices")
            .field("total", devices.size())
            .field("up", up)
            .endObject()
            .endObject()
            .toString());
  }
}
