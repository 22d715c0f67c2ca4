package dev.ferrule.gateway.cli.client;

import dev.ferrule.gateway.model.Command;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** What a client says to a gateway (PROTOCOL.md B3). */
final class Messages {

  private Messages() {}

  /** Asks for readings; with {@code rate} 0 for every one. */
  static String subscribe(List<String> patterns, double rate) {
    String list = patterns.stream().map(Json::quoted).collect(Collectors.joining(","));
    String limit = rate > 0 ? ",\"rate\":" + number(rate) : "";
    return "{\"t\":\"subscribe\",\"channels\":[" + list + "]" + limit + "}";
  }

  /** Asks for a value; {@code proof} is {@code true}, a text, or empty. */
  static String command(String id, String channel, double value, long ttl, String proof) {
    return "{\"t\":\"command\",\"id\":"
        + Json.quoted(id)
        + ",\"channel\":"
        + Json.quoted(channel)
        + ",\"value\":"
        + number(value)
        + ",\"ttl\":"
        + ttl
        + (proof.isEmpty() ? "}" : ",\"confirm\":" + proof(proof) + "}");
  }

  private static String proof(String proof) {
    return proof.equals(Command.YES) ? "true" : Json.quoted(proof);
  }

  private static String number(double value) {
    return new BigDecimal(Double.toString(value)).toString();
  }
}
