package dev.ferrule.protocol.dictionary;

import static dev.ferrule.protocol.dictionary.DictionaryBuilder.field;
import static dev.ferrule.protocol.dictionary.DictionaryBuilder.value;

import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.WireWriter;

/** The fields of a channel record: their tags, and writing them. PROTOCOL.md, section A8. */
final class ChannelFields {
  static final int ID = 1;
  static final int KEY = 2;
  static final int NAME = 3;
  static final int UNIT = 4;
  static final int KIND = 5;
  static final int DECIMALS = 6;
  static final int SCALE = 7;
  static final int MIN = 8;
  static final int MAX = 9;
  static final int PERIOD = 10;
  static final int ACCESS = 11;
  static final int FLAGS = 12;
  static final int SAFE = 13;
  static final int ENUMERATION = 14;

  static final int READABLE = 1;
  static final int WRITABLE = 2;
  static final int DANGEROUS = 1;
  static final int DEFAULT_PERIOD_MS = 1000;

  private ChannelFields() {}

  /** The body of a channel record; a field that has its default is left out. */
  static WireWriter write(ChannelSpec channel) {
    var body = new WireWriter(64, 4 * Dictionary.MAX_BYTES);
    field(body, ID, w -> w.varint(channel.id()));
    field(body, KEY, w -> w.text(channel.key()));
    if (!channel.name().equals(channel.key())) {
      field(body, NAME, w -> w.text(channel.name()));
    }
    if (!channel.unit().equals("1")) {
      field(body, UNIT, w -> w.text(channel.unit()));
    }
    if (channel.kind() != Kind.NUMBER) {
      field(body, KIND, w -> w.u8(channel.kind().code()));
    }
    writeScale(body, channel.scale());
    if (channel.hasMin()) {
      field(body, MIN, w -> value(w, channel.kind(), channel.min()));
    }
    if (channel.hasMax()) {
      field(body, MAX, w -> value(w, channel.kind(), channel.max()));
    }
    if (channel.periodMs() != DEFAULT_PERIOD_MS) {
      field(body, PERIOD, w -> w.varint((int) channel.periodMs()));
    }
    writeAccess(body, channel);
    if (channel.kind() == Kind.ENUMERATION) {
      field(body, ENUMERATION, w -> w.varint(channel.enumeration()));
    }
    return body;
  }

  private static void writeScale(WireWriter body, Scale scale) {
    switch (scale) {
      case Scale.Decimals(int digits) -> {
        if (digits != 0) {
          field(body, DECIMALS, w -> w.u8(digits));
        }
      }
      case Scale.Ratio(long num, long den) ->
          field(
              body,
              SCALE,
              w -> {
                w.varint((int) num);
                w.varint((int) den);
              });
    }
  }

  private static void writeAccess(WireWriter body, ChannelSpec channel) {
    int access = (channel.readable() ? READABLE : 0) | (channel.writable() ? WRITABLE : 0);
    if (access != READABLE) {
      field(body, ACCESS, w -> w.u8(access));
    }
    if (channel.dangerous()) {
      field(body, FLAGS, w -> w.u8(DANGEROUS));
    }
    if (channel.writable()) {
      field(body, SAFE, w -> value(w, channel.kind(), channel.safe()));
    }
  }
}
