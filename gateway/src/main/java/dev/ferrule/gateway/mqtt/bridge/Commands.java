package dev.ferrule.gateway.mqtt.bridge;

import dev.ferrule.gateway.command.CommandPort;
import dev.ferrule.gateway.json.CommandForm;
import dev.ferrule.gateway.json.Forms;
import dev.ferrule.gateway.json.Forms.Times;
import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.json.JsonFields;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.loop.TokenBucket;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.mqtt.Arrival;
import dev.ferrule.gateway.mqtt.Topics;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.gateway.wording.Printable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Commands that come through a broker. What a broker says is not trusted: a message that was kept,
 * is too late, too large, of a form of its own or not for an allowed channel does not reach the
 * desk; what does is judged there like every other command. Each refusal is logged, and answered
 * where an answer can be given.
 *
 * <p>An answer is the end of the command, told once for each time it was asked for.
 *
 * <p>Owner: the bridge's loop.
 */
final class Commands {

  /** Largest message, bytes. */
  static final int MAX_BYTES = 4096;

  /** Commands whose end is waited for; more are refused as busy. */
  static final int MOST_WAITING = 64;

  private static final int PER_SECOND = 20;
  private static final int BURST = 40;
  private static final List<String> FIELDS = List.of("id", "value", "ttl", "confirm");

  private final Loop loop;
  private final BridgeSettings settings;
  private final CommandPort desk;
  private final Caller caller;
  private final Consumer<Answers.Answer> answer;
  private final TokenBucket rate;
  private final Logger log;
  private final Map<String, List<Answers.Address>> waiting = new HashMap<>();
  private Map<String, ChannelId> channels = Map.of();

  /** Takes commands once it is told of channels; {@code answer} gets what is to be told. */
  Commands(Loop loop, BridgeSettings settings, CommandPort desk, Consumer<Answers.Answer> answer) {
    this.loop = loop;
    this.settings = settings;
    this.desk = desk;
    this.answer = answer;
    this.rate = new TokenBucket(PER_SECOND, BURST, loop.nanoTime());
    this.log = System.getLogger("dev.ferrule.mqtt." + settings.broker().name());
    this.caller = Caller.broker(settings.broker().name(), devices(settings.commands()));
    desk.listen(loop, this::step);
  }

  /** The devices whose channels may be commanded. */
  private static List<String> devices(List<String> patterns) {
    return patterns.stream()
        .map(pattern -> pattern.indexOf('.') < 0 ? "*" : pattern.substring(0, pattern.indexOf('.')))
        .distinct()
        .toList();
  }

  /** Takes the channels that there are now. */
  void directory(Directory directory) {
    Map<String, ChannelId> now = new HashMap<>();
    directory
        .channels()
        .values()
        .forEach(channel -> now.put(settings.topics().commands(channel.id()), channel.id()));
    channels = now;
  }

  /** A message to a topic of commands; others were not asked for and are not heard. */
  void arrived(Arrival message) {
    if (!message.topic().endsWith(Topics.COMMANDS)) {
      return;
    }
    Answers.Address to = Answers.addressOf(message, settings);
    ChannelId channel = channels.get(message.topic());
    if (!rate.take(loop.nanoTime())) {
      refuse(to, "", Reason.RATE, "Too many commands came through the broker.", message);
    } else if (message.retained()) {
      refuse(
          to, "", Reason.BAD_REQUEST, "A retained command may be an old one: send it so.", message);
    } else if (message.payload().length > MAX_BYTES) {
      refuse(
          to,
          "",
          Reason.BAD_REQUEST,
          "It is " + message.payload().length + " bytes; a command has up to " + MAX_BYTES + ".",
          message);
    } else if (channel == null) {
      refuse(to, "", Reason.NO_CHANNEL, "There is no channel at this topic.", message);
    } else if (!settings.allows(channel)) {
      refuse(
          to,
          "",
          Reason.NOT_PERMITTED,
          channel
              + " may not be commanded through this broker: mqtt."
              + settings.broker().name()
              + ".commands",
          message);
    } else {
      read(message, channel, to);
    }
  }

  private void read(Arrival message, ChannelId channel, Answers.Address to) {
    String id = "";
    try {
      JsonFields fields = JsonFields.parse(text(message.payload()));
      id = fields.text("id").filter(one -> Command.ID.matcher(one).matches()).orElse("");
      fields.refuseOthersThan(FIELDS);
      Command whole = CommandForm.read(fields, channel, caller.actor());
      long left = message.expiry().orElse(Command.MAX_TTL.toSeconds()) * 1000;
      if (left < Command.MIN_TTL.toMillis()) {
        refuse(to, id, Reason.STALE, "Its time was over before it came.", message);
        return;
      }
      submit(within(whole, left), to, message);
    } catch (JsonFault fault) {
      String hint = fault.hint().isEmpty() ? "" : " " + fault.hint();
      refuse(to, id, Reason.BAD_REQUEST, fault.text() + hint, message);
    } catch (CharacterCodingException e) {
      refuse(to, id, Reason.BAD_REQUEST, "It is not text in UTF-8.", message);
    }
  }

  private static String text(byte[] payload) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
  }

  /** The broker may have kept it for a part of its life. */
  private static Command within(Command command, long leftMs) {
    Duration ttl = command.ttl();
    Duration left = Duration.ofMillis(leftMs);
    return new Command(
        command.id(),
        command.channel(),
        command.value(),
        left.compareTo(ttl) < 0 ? left : ttl,
        command.proof(),
        command.actor());
  }

  private void submit(Command command, Answers.Address to, Arrival message) {
    if (waiting.size() >= MOST_WAITING && !waiting.containsKey(command.id())) {
      refuse(to, command.id(), Reason.BUSY, "Too many commands wait already.", message);
      return;
    }
    desk.submit(command, caller, loop, record -> submitted(command, record, to, message));
  }

  private void submitted(
      Command command, CommandRecord record, Answers.Address to, Arrival message) {
    Command known = record.command();
    if (!known.channel().equals(command.channel()) || known.value() != command.value()) {
      refuse(
          to,
          command.id(),
          Reason.BAD_REQUEST,
          "Its id asked for something else before: make a new one for each command.",
          message);
    } else if (record.state() instanceof CommandState.Ended) {
      tell(record, to);
    } else {
      List<Answers.Address> asked = waiting.computeIfAbsent(command.id(), _ -> new ArrayList<>(1));
      if (asked.size() < MOST_WAITING) {
        asked.add(to);
      }
    }
  }

  private void step(CommandRecord record) {
    if (record.state() instanceof CommandState.Ended) {
      List<Answers.Address> asked = waiting.remove(record.command().id());
      if (asked != null) {
        asked.forEach(to -> tell(record, to));
      }
    }
  }

  private void tell(CommandRecord record, Answers.Address to) {
    JsonText out = new JsonText().object();
    Forms.command(out, record, Times.MILLISECONDS);
    answer.accept(new Answers.Answer(to, out.endObject().toString()));
  }

  private void refuse(Answers.Address to, String id, Reason reason, String text, Arrival message) {
    log.log(
        Level.WARNING,
        "A command from the broker was refused ({0}): {1} Topic {2}",
        reason.word(),
        text,
        Printable.quoted(message.topic()));
    JsonText out = new JsonText().object();
    if (!id.isEmpty()) {
      out.field("id", id);
    }
    String json =
        out.field("state", "rejected")
            .field("reason", reason.word())
            .field("text", text)
            .field("actor", caller.actor())
            .field("time", loop.currentTimeMillis())
            .endObject()
            .toString();
    answer.accept(new Answers.Answer(to, json));
  }
}
