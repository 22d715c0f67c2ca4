package dev.ferrule.protocol.link;

import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.WireWriter;

/** Writes type and payload of each message. PROTOCOL.md, section A2. Owner: its encoder. */
final class MessageWriter {
  private final WireWriter out;

  MessageWriter(WireWriter out) {
    this.out = out;
  }

  void write(LinkMessage message) {
    switch (message) {
      case LinkMessage.Ack _ -> out.u8(LinkFormat.ACK);
      case LinkMessage.Hello hello -> hello(hello);
      case LinkMessage.HelloRequest request -> helloRequest(request);
      case LinkMessage.DictionaryGet(int offset) -> {
        out.u8(LinkFormat.DICT_GET);
        out.varint(offset);
      }
      case LinkMessage.DictionaryData(int offset, int total, Bytes bytes) -> {
        out.u8(LinkFormat.DICT_DATA);
        out.varint(offset);
        out.varint(total);
        out.bytes(bytes);
      }
      case LinkMessage.Unsupported(int type) -> typed(LinkFormat.UNSUPPORTED, type);
      case LinkMessage.Refused(int type, int rule, String text) -> {
        typed(LinkFormat.REFUSED, type);
        out.u8(rule);
        out.text(text);
      }
      case LinkMessage.Readings readings -> readings(readings);
      case LinkMessage.Event event -> event(event);
      case LinkMessage.TimeRequest(int nonce) -> typed(LinkFormat.TIME_REQ, nonce);
      case LinkMessage.TimeResponse(int nonce, int tick) -> {
        typed(LinkFormat.TIME_RSP, nonce);
        out.u32(tick);
      }
      case LinkMessage.Heartbeat(int timeout) -> {
        out.u8(LinkFormat.HEARTBEAT);
        out.u16(timeout);
      }
      case LinkMessage.Log(int level, String text) -> {
        typed(LinkFormat.LOG, level);
        out.text(text);
      }
      case LinkMessage.Status status -> status(status);
      case LinkMessage.Other(int type, Bytes payload) -> {
        out.u8(type);
        out.bytes(payload);
      }
      case LinkMessage.AboutCommands about -> command(about);
    }
  }

  private void helloRequest(LinkMessage.HelloRequest request) {
    out.u8(LinkFormat.HELLO_REQ);
    out.u8(request.major());
    out.u8(request.minor());
    out.u32(request.nonce());
    out.u8(request.maxBody());
    out.u8(0); // flags: nothing is offered
  }

  private void command(LinkMessage.AboutCommands message) {
    switch (message) {
      case LinkMessage.Command(int id, int channel, int deadline, Value value) ->
          request(LinkFormat.CMD, id, channel, deadline, value);
      case LinkMessage.Arm(int id, int channel, int deadline, Value value) ->
          request(LinkFormat.ARM, id, channel, deadline, value);
      case LinkMessage.CommandResult(int id, CommandStatus status, int channel, Value value) -> {
        identified(LinkFormat.CMD_RESULT, id);
        out.u8(status.code());
        out.varint(channel);
        value(value);
      }
      case LinkMessage.ArmOk(int id, int token, int channel, Value value) -> {
        identified(LinkFormat.ARM_OK, id);
        out.u16(token);
        out.varint(channel);
        value(value);
      }
      case LinkMessage.Confirm(int id, int token) -> {
        identified(LinkFormat.CONFIRM, id);
        out.u16(token);
      }
      case LinkMessage.CommandQuery(int id) -> identified(LinkFormat.CMD_QUERY, id);
      case LinkMessage.Rearm _ -> out.u8(LinkFormat.REARM);
    }
  }

  private void event(LinkMessage.Event event) {
    out.u8(LinkFormat.EVENT);
    out.varint(event.channel());
    out.u32(event.tick());
    out.u8(event.quality());
    value(event.value());
  }

  private void request(int type, int id, int channel, int deadline, Value value) {
    identified(type, id);
    out.varint(channel);
    out.u32(deadline);
    value(value);
  }

  private void identified(int type, int id) {
    out.u8(type);
    out.u32(id);
  }

  private void typed(int type, int byteOfPayload) {
    out.u8(type);
    out.u8(byteOfPayload);
  }

  private void hello(LinkMessage.Hello hello) {
    out.u8(LinkFormat.HELLO);
    out.u8(hello.major());
    out.u8(hello.minor());
    out.u32(hello.nonce());
    out.u32(hello.boot());
    out.u32(hello.dictionaryHash());
    out.u16(hello.dictionarySize());
    out.u8(hello.maxBody());
    out.u16(hello.receiveBytes());
    out.u8(hello.window());
    out.u8(0); // flags: nothing was offered
    out.u8(hello.resetCause());
    out.varint(hello.clockHz());
    out.u8(hello.uid().length());
    out.bytes(hello.uid());
    out.text(hello.firmware());
  }

  private void readings(LinkMessage.Readings readings) {
    boolean coded = !readings.qualities().isEmpty();
    out.u8(coded ? LinkFormat.READINGS_Q : LinkFormat.READINGS);
    out.varint(readings.template());
    out.u32(readings.tick());
    for (int i = 0; i < readings.values().size(); i++) {
      if (coded) {
        out.u8(readings.quality(i));
      }
      value(readings.values().get(i));
    }
  }

  private void status(LinkMessage.Status status) {
    typed(LinkFormat.STATUS, (status.failSafe() ? 1 : 0) | (status.neverCommanded() ? 2 : 0));
    out.varint(status.sent());
    out.varint(status.receivedFrames());
    out.varint(status.crcErrors());
    out.varint(status.cobsErrors());
    out.varint(status.overruns());
    out.varint(status.malformed());
    out.varint(status.resent());
    out.varint(status.sendDropped());
    out.varint(status.loopMaxMicros());
  }

  private void value(Value value) {
    value(out, value.kind(), value.raw());
  }

  static void value(WireWriter out, Kind kind, int raw) {
    if (kind == Kind.FLOAT) {
      out.u32(raw);
    } else {
      out.zigzag(raw);
    }
  }
}
