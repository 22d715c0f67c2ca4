package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.json.CommandForm;
import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.json.JsonFields;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.registry.ChannelPatterns;
import dev.ferrule.gateway.wording.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads what clients say; stateless. Unknown fields are ignored, everything else is checked. */
final class ControlParser {

  /** The types of messages that a client may send. */
  static final List<String> WORDS =
      List.of("subscribe", "unsubscribe", "command", "dictionary", "ping");

  private static final int MAX_PATTERNS = 64;
  private static final double MAX_POSITION = 1L << 49;
  private static final double MIN_RATE = 0.1;
  private static final double MAX_RATE = 1000;

  private ControlParser() {}

  /** Reads one message of a client that acts as {@code actor}. */
  static ControlMessage parse(String text, String actor) {
    String ref = "";
    Optional<String> command = Optional.empty();
    try {
      JsonFields fields = JsonFields.parse(text);
      ref = fields.text("t").orElseThrow(() -> JsonFields.missing("t", "the type of the message"));
      if (ref.equals("command")) {
        command = fields.text("id").filter(id -> Command.ID.matcher(id).matches());
      }
      return switch (ref) {
        case "subscribe" -> subscribe(fields);
        case "unsubscribe" -> new ControlMessage.Unsubscribe();
        case "command" -> new ControlMessage.Submit(command(fields, actor));
        case "dictionary" -> new ControlMessage.AskDictionary();
        case "ping" -> new ControlMessage.Ping(fields.echo("id").orElse(""));
        default ->
            new ControlMessage.Wrong(
                "unknown_type",
                "There is no message \"" + Suggestion.shortened(ref) + "\".",
                Suggestion.of(ref, WORDS),
                Suggestion.shortened(ref),
                command);
      };
    } catch (JsonFault fault) {
      String where = fault.place().isEmpty() ? "" : fault.place() + ": ";
      return new ControlMessage.Wrong(
          "bad_request", where + fault.text(), fault.hint(), Suggestion.shortened(ref), command);
    }
  }

  private static ControlMessage subscribe(JsonFields fields) throws JsonFault {
    List<String> patterns = fields.texts("channels").orElse(List.of("*"));
    if (patterns.isEmpty() || patterns.size() > MAX_PATTERNS) {
      throw new JsonFault(
          "/channels",
          "\"channels\" has " + patterns.size() + " patterns.",
          "It takes 1 to " + MAX_PATTERNS + "; \"*\" is every channel.");
    }
    for (int i = 0; i < patterns.size(); i++) {
      if (!ChannelPatterns.isPattern(patterns.get(i))) {
        throw new JsonFault(
            "/channels/" + i,
            "\"" + Suggestion.shortened(patterns.get(i)) + "\" is no pattern of channel ids.",
            "Write device.channel; * is any run of characters, as in \"boiler.*\".");
      }
    }
    OptionalDouble rate = fields.number("rate");
    if (rate.isPresent() && !(rate.getAsDouble() >= MIN_RATE && rate.getAsDouble() <= MAX_RATE)) {
      throw new JsonFault(
          "/rate", "\"rate\" is out of range.", "It is 0.1 to 1000 messages per second.");
    }
    return new ControlMessage.Subscribe(patterns, rate.orElse(0), resume(fields));
  }

  private static Optional<ControlMessage.Resume> resume(JsonFields fields) throws JsonFault {
    Optional<String> stream = fields.text("stream");
    OptionalDouble position = fields.number("position");
    if (stream.isEmpty() && position.isEmpty()) {
      return Optional.empty();
    }
    if (stream.isEmpty() || position.isEmpty()) {
      throw new JsonFault(
          stream.isEmpty() ? "/stream" : "/position",
          "\"stream\" and \"position\" belong together.",
          "Say both of the last message that you have, or neither.");
    }
    double value = position.getAsDouble();
    if (!(value >= 0 && value < MAX_POSITION && value == Math.rint(value))) {
      throw new JsonFault("/position", "\"position\" is no position.", "");
    }
    return Optional.of(new ControlMessage.Resume(stream.get(), (long) value));
  }

  private static Command command(JsonFields fields, String actor) throws JsonFault {
    String id =
        fields
            .text("id")
            .orElseThrow(() -> JsonFields.missing("id", "made by you, once per command"));
    return CommandForm.read(fields, CommandForm.checkedId(id), actor);
  }
}
