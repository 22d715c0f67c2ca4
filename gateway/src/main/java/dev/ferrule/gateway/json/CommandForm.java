package dev.ferrule.gateway.json;

import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.wording.Suggestion;
import java.time.Duration;
import java.util.List;

/**
 * Reads a command that came as JSON; the stream and the REST interface take the same fields.
 * Stateless.
 */
public final class CommandForm {

  /** The fields that a command may have. */
  public static final List<String> FIELDS = List.of("id", "channel", "value", "ttl", "confirm");

  private static final int MAX_PROOF = 64;

  private CommandForm() {}

  /**
   * The command that the fields describe.
   *
   * @param id its id, checked already or made here
   * @param actor who asks
   * @throws JsonFault when a field is missing or out of its range
   */
  public static Command read(JsonFields fields, String id, String actor) throws JsonFault {
    ChannelId channel = channel(fields);
    double ttl = fields.number("ttl").orElse((double) Command.DEFAULT_TTL.toMillis());
    return read(fields, channel, id, ttl, actor);
  }

  /**
   * The command for a channel that is known from elsewhere; it must say its id and its time to
   * live.
   *
   * @param actor who asks
   * @throws JsonFault when a field is missing or out of its range
   */
  public static Command read(JsonFields fields, ChannelId channel, String actor) throws JsonFault {
    String id = fields.text("id").orElseThrow(() -> JsonFields.missing("id", "a text"));
    double ttl = fields.number("ttl").orElseThrow(() -> JsonFields.missing("ttl", "milliseconds"));
    return read(fields, channel, checkedId(id), ttl, actor);
  }

  private static Command read(
      JsonFields fields, ChannelId channel, String id, double ttl, String actor) throws JsonFault {
    double value =
        fields.number("value").orElseThrow(() -> JsonFields.missing("value", "a number"));
    if (!(ttl >= Command.MIN_TTL.toMillis() && ttl <= Command.MAX_TTL.toMillis())) {
      throw new JsonFault("/ttl", "\"ttl\" is out of range.", "It is 100 to 60000 ms.");
    }
    Duration life = Duration.ofMillis((long) ttl);
    return new Command(id, channel, value, life, proof(fields), actor);
  }

  /**
   * Checks an id that a client made.
   *
   * @throws JsonFault when it is none
   */
  public static String checkedId(String id) throws JsonFault {
    if (!Command.ID.matcher(id).matches()) {
      throw new JsonFault(
          "/id", "The id of the command is no id.", "It is 8 to 64 letters, digits, _ or -.");
    }
    return id;
  }

  private static String proof(JsonFields fields) throws JsonFault {
    if (!fields.isText("confirm")) {
      return fields.flag("confirm").orElse(false) ? Command.YES : "";
    }
    String proof = fields.text("confirm").orElse("");
    if (proof.length() > MAX_PROOF) {
      throw new JsonFault(
          "/confirm", "\"confirm\" is too long.", "It is at most " + MAX_PROOF + " characters.");
    }
    return proof;
  }

  private static ChannelId channel(JsonFields fields) throws JsonFault {
    String text =
        fields
            .text("channel")
            .orElseThrow(() -> JsonFields.missing("channel", "the id of a channel"));
    return ChannelId.parse(text)
        .orElseThrow(
            () ->
                new JsonFault(
                    "/channel",
                    "\"" + Suggestion.shortened(text) + "\" is no channel id.",
                    "Write device.channel, as in \"boiler.pump\"."));
  }
}
