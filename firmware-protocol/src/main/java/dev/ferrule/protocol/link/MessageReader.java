package dev.ferrule.protocol.link;

import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.WireReader;
import dev.ferrule.protocol.dictionary.ChannelSpec;
import dev.ferrule.protocol.dictionary.Dictionary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads type and payload of a frame. PROTOCOL.md, section A2. Owner: its decoder. */
final class MessageReader {
  private final WireReader in = new WireReader();
  private final ReadingsBuffer readings = new ReadingsBuffer();
  private @Nullable Dictionary dictionary;
  private @Nullable LinkMessage last;

  void dictionary(@Nullable Dictionary next) {
    dictionary = next;
  }

  /**
   * Delivers the message in {@code length} bytes from {@code offset}, type first.
   *
   * @return false when it is malformed; then nothing was delivered
   */
  boolean read(boolean reliable, byte[] frame, int offset, int length, LinkSink sink) {
    in.reset(frame, offset, length);
    last = null;
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
      case LinkFormat.HELLO -> hello();
      case LinkFormat.HELLO_REQ -> helloRequest();
      case LinkFormat.DICT_GET -> new LinkMessage.DictionaryGet(in.varint());
      case LinkFormat.DICT_DATA -> dictionaryData();
      case LinkFormat.UNSUPPORTED -> new LinkMessage.Unsupported(in.u8());
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

  private @Nullable LinkMessage hello() {
    int major = in.u8();
    int minor = in.u8();
    if (major != LinkFormat.MAJOR && !in.failed()) {
      in.skip(in.remaining());
      return new LinkMessage.Hello(major, minor, 0, 0, 0, 0, 0, 0, 0, 0, 0, Bytes.EMPTY, "");
    }
    int nonce = in.u32();
    int boot = in.u32();
    int hash = in.u32();
    int size = in.u16();
    int maxBody = in.u8();
    int receiveBytes = in.u16();
    int window = in.u8();
    int flags = in.u8();
    int resetCause = in.u8();
    int clockHz = in.varint();
    int uidLength = in.u8();
    Bytes uid = in.bytes(Math.min(uidLength, 17));
    int nameLength = in.remaining();
    String firmware = in.text(nameLength);
    boolean sound = flags == 0 && uidLength <= 16 && nameLength >= 1 && nameLength <= 32;
    var hello =
        new LinkMessage.Hello(
            major,
            minor,
            nonce,
            boot,
            hash,
            size,
            maxBody,
            receiveBytes,
            window,
            resetCause,
            clockHz,
            uid,
            firmware);
    return sound && isWithinLimits(hello) ? hello : null;
  }

  private static boolean isWithinLimits(LinkMessage.Hello hello) {
    return hello.dictionarySize() <= Dictionary.MAX_BYTES
        && hello.maxBody() >= 32
        && hello.maxBody() <= LinkFormat.MAX_BODY
        && hello.receiveBytes() >= 64
        && hello.window() >= 1
        && hello.window() <= 7
        && hello.clockHz() >= 100
        && hello.clockHz() <= 20_000;
  }

  private @Nullable LinkMessage helloRequest() {
    var request = new LinkMessage.HelloRequest(in.u8(), in.u8(), in.u32(), in.u8());
    boolean sound =
        request.nonce() != 0 && request.maxBody() >= 32 && request.maxBody() <= LinkFormat.MAX_BODY;
    return sound ? request : null;
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
    boolean noChannel =
        status.get() == CommandStatus.NO_CHANNEL || status.get() == CommandStatus.NOT_FOUND;
    Value value = noChannel ? new Value(Kind.NUMBER, in.zigzag()) : value(channel);
    return value == null ? null : new LinkMessage.CommandResult(id, status.get(), channel, value);
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
