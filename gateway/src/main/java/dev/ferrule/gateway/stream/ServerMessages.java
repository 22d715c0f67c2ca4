package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.frames.Message;
import dev.ferrule.gateway.json.Forms;
import dev.ferrule.gateway.json.Forms.Times;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.registry.DeviceInfo;
import dev.ferrule.gateway.security.Caller;

/** The control messages of the server as text (PROTOCOL.md B3); stateless. */
final class ServerMessages {

  private ServerMessages() {}

  static Payload hello(
      ServerName name, StreamSettings settings, Caller caller, String session, long time) {
    JsonText out = open("hello");
    caller.grant().writeTo(out.object("caller").field("name", caller.actor())).endObject();
    return text(
        out.field("version", 1)
            .field("gateway", name.gateway())
            .field("build", name.build())
            .field("session", session)
            .field("stream", name.stream())
            .field("time", time)
            .field("tick", settings.tick().toMillis())
            .list("caps")
            .item("command")
            .item("rate")
            .item("position")
            .item("resume")
            .endList()
            .object("limits")
            .field("message", StreamSettings.MAX_CLIENT_MESSAGE)
            .field("rate", settings.messages())
            .endObject());
  }

  static Payload subscribed(Group.Subscription subscription, long position) {
    JsonText out = open("subscribed").list("channels");
    subscription.channels().numbers().stream().forEach(out::item);
    out.endList();
    if (subscription.isRated()) {
      out.field("rate", subscription.rate());
    }
    return text(out.field("position", position));
  }

  /** What of a hole follows: everything from one position to another, or a part of it. */
  static Payload resumed(boolean whole, long from, long to) {
    return text(open("resumed").field("whole", whole).field("from", from).field("to", to));
  }

  static Payload device(DeviceInfo device) {
    JsonText out = open("device").field("id", device.id());
    Forms.deviceState(out, device, Times.MILLISECONDS);
    return text(out);
  }

  static Payload command(CommandRecord record) {
    JsonText out = open("command");
    Forms.command(out, record, Times.MILLISECONDS);
    return text(out);
  }

  /** A command that could not be read further than its id. */
  static Payload commandRefused(String id, String why, long time) {
    return text(
        open("command")
            .field("id", id)
            .field("state", "rejected")
            .field("reason", "bad_request")
            .field("text", why)
            .field("time", time));
  }

  static Payload merged(int count) {
    return text(open("merged").field("count", count));
  }

  static Payload time(long time) {
    return text(open("time").field("time", time));
  }

  /** The answer to a ping; {@code id} is JSON text or empty. */
  static Payload pong(String id, long time) {
    JsonText out = open("pong");
    if (!id.isEmpty()) {
      out.fieldRaw("id", id);
    }
    return text(out.field("time", time));
  }

  static Payload error(String code, String text, String hint, String ref) {
    JsonText out = open("error").field("code", code).field("text", text).field("hint", hint);
    if (!ref.isEmpty()) {
      out.field("ref", ref);
    }
    return text(out);
  }

  private static JsonText open(String type) {
    return new JsonText().object().field("t", type);
  }

  private static Payload text(JsonText out) {
    return Payload.of(new Message.Text(out.endObject().toString()));
  }
}
