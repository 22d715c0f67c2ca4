package dev.ferrule.protocol.link;

import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.WireReader;
import dev.ferrule.protocol.dictionary.ChannelSpec;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.link.LinkMessage.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads type and payload of a frame. PROTOCOL.md, section A2. Owner: its decoder. */
final class MessageReader {
  private final WireReader in = new WireReader();
  private final HelloReader hellos = new HelloReader(in);
  private final ReadingsBuffer readings = new ReadingsBuffer();
  private @Nullable Dictionary dictionary;
  private @Nullable LinkMessage last;

  void dictionary(@Nullable Dictionary next) {
    dictionary = next;
  }

  /**
   * Delivers the message in {@code length} bytes from {@code offset}, type first.
   *
   * @return false when it is malformed; then no message was delivered
   */
  boolean read(boolean reliable, byte[] frame, int offset, int length, LinkSink sink) {
    in.reset(frame, offset, length);
    last = null;
    hellos.reset();
    int type = in.u8();
    if (!LinkFormat.mayTravel(type, reliable)) {
      return false;
    }
    if (dictionary == null && LinkFormat.carriesValuesOfADevice(type)) {
      return true;
    }
    if (type == LinkFormat.READINGS || type == LinkFormat.READINGS_Q) {
      return readings(type == LinkFormat.READINGS_Q, sink);
    }
    LinkMessage message = message(type);
    Refused.Rule refusal = hellos.refusal();
    if (refusal != null) {
      sink.refused(type, refusal);
    }
    if (message == null || !in.isSpent()) {
      return false;
    }
    last = message;
    if (type >= LinkFormat.CRITICAL) {
      sink.unsupported(type);
    } else {
      sink.message(message);
    }
    return true;
  }

  /** What the last call read; nothing when that was readings, or was not to be used. */
  @Nullable LinkMessage last() {
    return last;
  }

  private boolean readings(boolean coded, LinkSink sink) {
    Dictionary known = dictionary;
    if (known == null) {
      return false;
    }
    int index = known.templateIndex(in.varint());
    if (in.failed() || index < 0) {
      return false;
    }
    boolean whole = readings.read(in, known.templates().get(index), index, coded);
    if (whole) {
      sink.readings(readings);
    }
    return whole;
  }

  private @Nullable LinkMessage message(int type) {
    return switch (type) {
      case LinkFormat.ACK -> new LinkMessage.Ack();
      case LinkFormat.HELLO -> hellos.hello();
      case LinkFormat.HELLO_REQ -> hellos.helloRequest();
      case LinkFormat.DICT_GET -> new LinkMessage.DictionaryGet(in.varint());
      case LinkFormat.DICT_DATA -> dictionaryData();
      case LinkFormat.UNSUPPORTED -> new LinkMessage.Unsupported(in.u8());
      case LinkFormat.REFUSED -> new LinkMessage.Refused(in.u8(), in.u8(), in.text(in.remaining()));
      case LinkFormat.EVENT -> event();
      case LinkFormat.TIME_REQ -> new LinkMessage.TimeRequest(in.u8());
      case LinkFormat.TIME_RSP -> new LinkMessage.TimeResponse(in.u8(), in.u32());
      case LinkFormat.CMD, LinkFormat.ARM -> request(type);
      case LinkFormat.CMD_RESULT -> commandResult();
      case LinkFormat.ARM_OK -> armOk();
      case LinkFormat.CONFIRM -> new LinkMessage.Confirm(in.u32(), in.u16());
      case LinkFormat.CMD_QUERY -> new LinkMessage.CommandQuery(in.u32());
      case LinkFormat.REARM -> new LinkMessage.Rearm();
      case LinkFormat.HEARTBEAT -> heartbeat();
      case LinkFormat.LOG -> log();
      case LinkFormat.STATUS -> status();
      default -> new LinkMessage.Other(type, in.bytes(in.remaining()));
    };
  }

  private @Nullable LinkMessage dictionaryData() {
    int offset = in.varint();
    int total = in.varint();
    int count = in.remaining();
    boolean sound =
        count >= 1
            && total >= 0
            && total <= Dictionary.MAX_BYTES
            && offset >= 0
            && offset <= total - count;
    return sound ? new LinkMessage.DictionaryData(offset, total, in.bytes(count)) : null;
  }

  private @Nullable LinkMessage event() {
    int channel = in.varint();
    int tick = in.u32();
    int quality = in.u8();
    Value value = value(channel);
    return value == null || !Quality.isValid(quality)
        ? null
        : new LinkMessage.Event(channel, tick, quality, value);
  }

  private @Nullable LinkMessage request(int type) {
    int id = in.u32();
    int channel = in.varint();
    int deadline = in.u32();
    Value known = valueOfAny(channel);
    Value value = known == null ? anyValue() : known;
    return type == LinkFormat.CMD
        ? new LinkMessage.Command(id, channel, deadline, value)
        : new LinkMessage.Arm(id, channel, deadline, value);
  }

  /**
   * A command to a channel that does not exist is answered with NO_CHANNEL, so its value must not
   * make it malformed.
   */
  private Value anyValue() {
    in.skip(in.remaining());
    return Value.NONE;
  }

  private @Nullable LinkMessage commandResult() {
    int id = in.u32();
    Optional<CommandStatus> status = CommandStatus.of(in.u8());
    int channel = in.varint();
    if (status.isEmpty()) {
      return null;
    }
    boolean told =
        status.get() != CommandStatus.NO_CHANNEL
            && status.get() != CommandStatus.NOT_FOUND
            && isKnown(channel);
    Value value = told ? value(channel) : in.zigzag() == 0 ? Value.NONE : null;
    return value == null ? null : new LinkMessage.CommandResult(id, status.get(), channel, value);
  }

  private boolean isKnown(int channel) {
    return dictionary != null && dictionary.channel(channel).isPresent();
  }

  private @Nullable LinkMessage armOk() {
    int id = in.u32();
    int token = in.u16();
    int channel = in.varint();
    Value value = value(channel);
    return value == null ? null : new LinkMessage.ArmOk(id, token, channel, value);
  }

  private @Nullable LinkMessage heartbeat() {
    int timeout = in.u16();
    return timeout < 200 || timeout > 60_000 ? null : new LinkMessage.Heartbeat(timeout);
  }

  private @Nullable LinkMessage log() {
    int level = in.u8();
    String text = in.text(in.remaining());
    return level > 3 ? null : new LinkMessage.Log(level, text);
  }

  private @Nullable LinkMessage status() {
    int flags = in.u8();
    List<Integer> counts = new ArrayList<>(9);
    for (int i = 0; i < 9; i++) {
      counts.add(in.varint());
    }
    return (flags & ~3) != 0
        ? null
        : new LinkMessage.Status(
            (flags & 1) != 0,
            (flags & 2) != 0,
            counts.get(0),
            counts.get(1),
            counts.get(2),
            counts.get(3),
            counts.get(4),
            counts.get(5),
            counts.get(6),
            counts.get(7),
            counts.get(8));
  }

  /** What a device tells: a switch is 0 or 1. */
  private @Nullable Value value(int channel) {
    Value value = valueOfAny(channel);
    return value == null || value.isOfItsKind() ? value : null;
  }

  /** What a host asks for: a switch of 2 is for the device to answer with RANGE. */
  private @Nullable Value valueOfAny(int channel) {
    Dictionary known = dictionary;
    Optional<ChannelSpec> spec = known == null ? Optional.empty() : known.channel(channel);
    if (spec.isEmpty()) {
      return null;
    }
    Kind kind = spec.get().kind();
    return new Value(kind, kind == Kind.FLOAT ? in.u32() : in.zigzag());
  }
}
