package dev.ferrule.protocol.dictionary;

import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.WireWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes a dictionary record by record, in the order of the calls. What is written is read back, so
 * that {@link #build} finds every broken rule. Not thread-safe.
 */
public final class DictionaryBuilder {
  static final int CHANNEL = 1;
  static final int TEMPLATE = 2;
  static final int ENUMERATION = 3;
  static final int DEVICE = 4;

  // Past the limit, so that the rule about the size is the parser's to name.
  private final WireWriter out = new WireWriter(256, 4 * Dictionary.MAX_BYTES);
  private final Map<Integer, ChannelSpec> channels = new LinkedHashMap<>();

  DictionaryBuilder() {}

  /** Says what the device is; an empty text is left out. */
  public DictionaryBuilder device(String model, String vendor) {
    var body = new WireWriter(64, Dictionary.MAX_BYTES);
    if (!model.isEmpty()) {
      field(body, 1, w -> w.text(model));
    }
    if (!vendor.isEmpty()) {
      field(body, 2, w -> w.text(vendor));
    }
    return record(DEVICE, body);
  }

  /** Adds a channel. */
  public DictionaryBuilder channel(ChannelSpec channel) {
    channels.put(channel.id(), channel);
    return record(CHANNEL, ChannelFields.write(channel));
  }

  /** Adds a channel. */
  public DictionaryBuilder channel(ChannelSpec.Builder channel) {
    return channel(channel.build());
  }

  /** Adds a template of channels, by their ids. */
  public DictionaryBuilder template(int id, int... channelIds) {
    var body = new WireWriter(64, Dictionary.MAX_BYTES);
    body.varint(id);
    for (int channel : channelIds) {
      body.varint(channel);
    }
    return record(TEMPLATE, body);
  }

  /** Adds a table of labels by value, in the order of the map. */
  public DictionaryBuilder enumeration(int id, Map<Integer, String> labels) {
    var body = new WireWriter(64, Dictionary.MAX_BYTES);
    body.varint(id);
    labels.forEach(
        (value, label) -> {
          body.zigzag(value);
          var text = new WireWriter(64, Dictionary.MAX_BYTES);
          text.text(label);
          body.varint(text.size());
          body.bytes(text.array(), 0, text.size());
        });
    return record(ENUMERATION, body);
  }

  /** Reads back what was written. */
  public DictionaryResult build() {
    return Dictionary.read(out.toBytes());
  }

  private DictionaryBuilder record(int tag, WireWriter body) {
    out.varint(tag);
    out.varint(body.size());
    out.bytes(body.array(), 0, body.size());
    return this;
  }

  static void field(WireWriter body, int tag, Consumer<WireWriter> content) {
    var value = new WireWriter(64, Dictionary.MAX_BYTES);
    content.accept(value);
    body.varint(tag);
    body.varint(value.size());
    body.bytes(value.array(), 0, value.size());
  }

  static void value(WireWriter out, Kind kind, int raw) {
    if (kind == Kind.FLOAT) {
      out.u32(raw);
    } else {
      out.zigzag(raw);
    }
  }
}
