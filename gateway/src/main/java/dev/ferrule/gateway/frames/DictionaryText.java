package dev.ferrule.gateway.frames;

import dev.ferrule.gateway.json.Forms;
import dev.ferrule.gateway.json.Forms.Times;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.registry.DeviceInfo;
import dev.ferrule.gateway.registry.Directory;

/** The dictionary as text (PROTOCOL.md B3): what makes binary messages readable. Stateless. */
public final class DictionaryText {

  private DictionaryText() {}

  /** The message {@code dictionary}. */
  public static Message.Text of(Directory directory) {
    JsonText out =
        new JsonText()
            .object()
            .field("t", "dictionary")
            .field("gen", directory.generation() & 0xF)
            .field("t0", Directory.EPOCH)
            .list("devices");
    for (DeviceInfo device : directory.devices()) {
      Forms.device(out, device, Times.MILLISECONDS);
    }
    out.endList().list("channels");
    directory.channels().forEach((number, channel) -> Forms.channel(out, number, channel));
    return new Message.Text(out.endList().endObject().toString());
  }
}
