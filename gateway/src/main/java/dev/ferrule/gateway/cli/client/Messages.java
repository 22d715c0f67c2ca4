package dev.ferrule.gateway.cli.client;

import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.model.Command;
import java.util.List;

/** What a client says to a gateway (PROTOCOL.md B3). */
final class Messages {

  private Messages() {}

  /** Asks for readings; with {@code rate} 0 for every one. */
  static String subscribe(List<String> patterns, double rate) {
    JsonText out = open("subscribe").list("channels");
    patterns.forEach(out::item);
    out.endList();
    if (rate > 0) {
      out.field("rate", rate);
    }
    return out.endObject().toString();
  }

  /** Asks for a value; {@code proof} is {@link Command#YES}, a text, or empty. */
  static String command(String id, String channel, double value, long ttl, String proof) {
    JsonText out =
        open("command")
            .field("id", id)
            .field("channel", channel)
            .field("value", value)
            .field("ttl", ttl);
    if (proof.equals(Command.YES)) {
      out.field("confirm", true);
    } else if (!proof.isEmpty()) {
      out.field("confirm", proof);
    }
    return out.endObject().toString();
  }

  private static JsonText open(String type) {
    return new JsonText().object().field("t", type);
  }
}
