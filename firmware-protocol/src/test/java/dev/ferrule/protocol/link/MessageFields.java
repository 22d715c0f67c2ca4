package dev.ferrule.protocol.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferrule.protocol.Kind;
import java.util.LinkedHashMap;
import java.util.Map;

/** A message as the vectors tell it: the name of its type, and its fields in the page's words. */
record MessageFields(String type, Map<String, Object> fields) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static MessageFields of(LinkMessage message) {
    return switch (message) {
      case LinkMessage.Ack _ -> told("ACK");
      case LinkMessage.Hello hello -> new MessageFields("HELLO", hello(hello));
      case LinkMessage.HelloRequest m ->
          told(
              "HELLO_REQ",
              "major",
              m.major(),
              "minor",
              m.minor(),
              "nonce",
              u32(m.nonce()),
              "max_body",
              m.maxBody());
      case LinkMessage.DictionaryGet m -> told("DICT_GET", "offset", u32(m.offset()));
      case LinkMessage.DictionaryData m ->
          told("DICT_DATA", "offset", m.offset(), "total", m.total(), "bytes", m.bytes().toHex());
      case LinkMessage.Unsupported m -> told("UNSUPPORTED", "type", m.type());
      case LinkMessage.Refused m ->
          told("REFUSED", "type", m.type(), "rule", m.rule(), "text", m.text());
      case LinkMessage.Readings m -> readings(m);
      case LinkMessage.Event m ->
          told(
              "EVENT",
              "channel",
              m.channel(),
              "tick",
              u32(m.tick()),
              "quality",
              m.quality(),
              "value",
              value(m.value()));
      case LinkMessage.TimeRequest m -> told("TIME_REQ", "nonce", m.nonce());
      case LinkMessage.TimeResponse m ->
          told("TIME_RSP", "nonce", m.nonce(), "tick", u32(m.tick()));
      case LinkMessage.Heartbeat m -> told("HEARTBEAT", "timeout", m.timeoutMillis());
      case LinkMessage.Log m -> told("LOG", "level", m.level(), "text", m.text());
      case LinkMessage.Status m -> status(m);
      case LinkMessage.Other m -> told("%02X".formatted(m.type()), "payload", m.payload().toHex());
      case LinkMessage.AboutCommands m -> command(m);
    };
  }

  private static MessageFields command(LinkMessage.AboutCommands message) {
    return switch (message) {
      case LinkMessage.Command m -> request("CMD", m.id(), m.channel(), m.deadline(), m.value());
      case LinkMessage.Arm m -> request("ARM", m.id(), m.channel(), m.deadline(), m.value());
      case LinkMessage.CommandResult m ->
          told(
              "CMD_RESULT",
              "id",
              u32(m.id()),
              "status",
              m.status().code(),
              "channel",
              m.channel(),
              "value",
              value(m.value()));
      case LinkMessage.ArmOk m ->
          told(
              "ARM_OK",
              "id",
              u32(m.id()),
              "token",
              m.token(),
              "channel",
              m.channel(),
              "value",
              value(m.value()));
      case LinkMessage.Confirm m -> told("CONFIRM", "id", u32(m.id()), "token", m.token());
      case LinkMessage.CommandQuery m -> told("CMD_QUERY", "id", u32(m.id()));
      case LinkMessage.Rearm _ -> told("REARM");
    };
  }

  private static MessageFields request(String type, int id, int channel, int deadline, Value v) {
    return told(
        type, "id", u32(id), "channel", channel, "deadline", u32(deadline), "value", value(v));
  }

  private static Map<String, Object> hello(LinkMessage.Hello m) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("major", m.major());
    fields.put("minor", m.minor());
    if (m.major() != LinkFormat.MAJOR) {
      return fields;
    }
    fields.put("nonce", u32(m.nonce()));
    fields.put("boot", u32(m.boot()));
    fields.put("dict_hash", u32(m.dictionaryHash()));
    fields.put("dict_size", m.dictionarySize());
    fields.put("max_body", m.maxBody());
    fields.put("rx_bytes", m.receiveBytes());
    fields.put("window", m.window());
    fields.put("reset_cause", m.resetCause());
    fields.put("clock_hz", m.clockHz());
    fields.put("uid", m.uid().toHex());
    fields.put("firmware", m.firmware());
    return fields;
  }

  private static MessageFields readings(LinkMessage.Readings m) {
    var values = m.values().stream().map(MessageFields::value).toList();
    return m.qualities().isEmpty()
        ? told("READINGS", "template", m.template(), "tick", u32(m.tick()), "values", values)
        : told(
            "READINGS_Q",
            "template",
            m.template(),
            "tick",
            u32(m.tick()),
            "values",
            values,
            "qualities",
            m.qualities());
  }

  private static MessageFields status(LinkMessage.Status m) {
    return told(
        "STATUS",
        "flags",
        (m.failSafe() ? 1 : 0) | (m.neverCommanded() ? 2 : 0),
        "sent",
        u32(m.sent()),
        "rx_frames",
        u32(m.receivedFrames()),
        "crc_errors",
        u32(m.crcErrors()),
        "cobs_errors",
        u32(m.cobsErrors()),
        "overruns",
        u32(m.overruns()),
        "malformed",
        u32(m.malformed()),
        "resent",
        u32(m.resent()),
        "tx_dropped",
        u32(m.sendDropped()),
        "loop_max_us",
        u32(m.loopMaxMicros()));
  }

  private static MessageFields told(String type, Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return new MessageFields(type, fields);
  }

  private static long u32(int bits) {
    return Integer.toUnsignedLong(bits);
  }

  private static Object value(Value value) {
    return value.kind() == Kind.FLOAT
        ? (Object) (double) Float.intBitsToFloat(value.raw())
        : (Object) value.raw();
  }

  /** Type and fields as JSON; fields stand in the order of the page. */
  String text() {
    return text(type, JSON.valueToTree(fields));
  }

  static String text(String type, JsonNode fields) {
    try {
      return type + " " + JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
