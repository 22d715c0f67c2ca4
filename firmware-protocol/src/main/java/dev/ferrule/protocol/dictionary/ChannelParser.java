package dev.ferrule.protocol.dictionary;

import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.WireReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one channel record. Fields may come in any order, so values of the channel's
 * kind (min, max, safe) are kept as readers until the kind is known. Used once.
 */
final class ChannelParser {
  private int id = -1;
  private String key = "";
  private String name = "";
  private String unit = "1";
  private Kind kind = Kind.NUMBER;
  private @Nullable Scale scale;
  private @Nullable WireReader min;
  private @Nullable WireReader max;
  private @Nullable WireReader safe;
  private int period = ChannelFields.DEFAULT_PERIOD_MS;
  private int access = ChannelFields.READABLE;
  private int flags;
  private int enumeration;
  private int seen;
  private @Nullable DictionaryRule broken;

  /** The first rule that the record breaks, or null. */
  @Nullable DictionaryRule brokenRule() {
    return broken;
  }

  /** What to call the channel in a report: the best of key and id that was read. */
  String label() {
    return key.isEmpty() ? (id < 0 ? "" : "channel " + id) : key;
  }

  private void breaks(DictionaryRule rule) {
    if (broken == null) {
      broken = rule;
    }
  }

  /** The channel, or null when a rule is broken. */
  @Nullable ChannelSpec parse(WireReader body) {
    while (broken == null && body.remaining() > 0) {
      int tag = body.varint();
      WireReader field = body.nested(body.varint());
      if (body.failed()) {
        breaks(DictionaryParser.ruleOf(body.fault()));
        return null;
      }
      if (tag < 1 || tag > ChannelFields.ENUMERATION) {
        continue;
      }
      if ((seen & 1 << tag) != 0) {
        breaks(DictionaryRule.FIELD_TWICE);
      }
      seen |= 1 << tag;
      field(tag, field);
    }
    if (broken == null && id < 0) {
      breaks(DictionaryRule.ID_MISSING);
    }
    if (broken == null && key.isEmpty()) {
      breaks(DictionaryRule.KEY_MISSING);
    }
    return broken == null ? build() : null;
  }

  private boolean has(int tag) {
    return (seen & 1 << tag) != 0;
  }

  private void field(int tag, WireReader field) {
    switch (tag) {
      case ChannelFields.KEY -> key(field.text(field.remaining()));
      case ChannelFields.NAME -> name(field);
      case ChannelFields.UNIT -> unit(field);
      case ChannelFields.MIN -> min = field;
      case ChannelFields.MAX -> max = field;
      case ChannelFields.SAFE -> safe = field;
      default -> {
        number(tag, field);
        if (!field.failed() && field.remaining() > 0) {
          breaks(DictionaryRule.LEFT_OVER);
        }
      }
    }
    if (field.failed()) {
      broken = DictionaryParser.ruleOf(field.fault());
    }
  }

  private void number(int tag, WireReader field) {
    switch (tag) {
      case ChannelFields.ID -> {
        id = field.varint();
        if (id < 0 || id > Dictionary.MAX_ID) {
          breaks(DictionaryRule.ID_RANGE);
        }
      }
      case ChannelFields.KIND ->
          Kind.of(field.u8())
              .ifPresentOrElse(k -> kind = k, () -> breaks(DictionaryRule.KIND_UNKNOWN));
      case ChannelFields.DECIMALS -> decimals(field.u8());
      case ChannelFields.SCALE -> ratio(field.varint(), field.varint());
      case ChannelFields.PERIOD -> period = field.varint();
      case ChannelFields.ACCESS -> access = checked(field.u8(), 3, DictionaryRule.ACCESS_FORM);
      case ChannelFields.FLAGS -> flags = checked(field.u8(), 1, DictionaryRule.FLAGS_FORM);
      case ChannelFields.ENUMERATION -> enumeration = field.varint();
      default -> throw new IllegalArgumentException("field " + tag);
    }
  }

  private int checked(int bits, int allowed, DictionaryRule rule) {
    if ((bits & ~allowed) != 0) {
      breaks(rule);
    }
    return bits;
  }

  private void decimals(int digits) {
    if (digits > 9) {
      breaks(DictionaryRule.DECIMALS_RANGE);
    } else if (has(ChannelFields.SCALE)) {
      breaks(DictionaryRule.SCALE_FORM);
    } else {
      scale = new Scale.Decimals(digits);
    }
  }

  private void ratio(int num, int den) {
    if (num == 0 || den == 0 || has(ChannelFields.DECIMALS)) {
      breaks(DictionaryRule.SCALE_FORM);
    } else {
      scale = new Scale.Ratio(Integer.toUnsignedLong(num), Integer.toUnsignedLong(den));
    }
  }

  private void key(String text) {
    key = text;
    if (!text.matches("[a-z][a-z0-9_]{0,31}")) {
      breaks(DictionaryRule.KEY_FORM);
    }
  }

  private void name(WireReader field) {
    int length = field.remaining();
    name = field.text(length);
    if (length < 1 || length > 64) {
      breaks(DictionaryRule.NAME_LENGTH);
    }
  }

  private void unit(WireReader field) {
    String text = field.text(field.remaining());
    unit = text.isEmpty() ? "1" : text;
    if (!text.matches("[\\x20-\\x7E]{0,16}")) {
      breaks(DictionaryRule.UNIT_FORM);
    }
  }

  private int value(@Nullable WireReader field, int absent) {
    if (field == null) {
      return absent;
    }
    int raw = kind == Kind.FLOAT ? field.u32() : field.zigzag();
    if (!field.isSpent() || (kind == Kind.FLOAT && Float.isNaN(Float.intBitsToFloat(raw)))) {
      breaks(DictionaryRule.VALUE_FORM);
    }
    return raw;
  }

  private @Nullable ChannelSpec build() {
    int rawMin = value(min, ChannelSpec.lowest(kind));
    int rawMax = value(max, ChannelSpec.highest(kind));
    boolean writable = (access & ChannelFields.WRITABLE) != 0;
    int rawSafe = writable ? value(safe, 0) : 0;
    boolean ordered =
        kind == Kind.FLOAT
            ? Float.intBitsToFloat(rawMin) <= Float.intBitsToFloat(rawMax)
            : rawMin <= rawMax;
    if (!ordered) {
      breaks(DictionaryRule.MIN_OVER_MAX);
    }
    if (writable && safe == null) {
      breaks(DictionaryRule.SAFE_MISSING);
    }
    if (kind == Kind.ENUMERATION && !has(ChannelFields.ENUMERATION)) {
      breaks(DictionaryRule.ENUMERATION_MISSING);
    }
    var channel =
        new ChannelSpec(
            id,
            key,
            name.isEmpty() ? key : name,
            unit,
            kind,
            scale == null ? new Scale.Decimals(0) : scale,
            rawMin,
            rawMax,
            Integer.toUnsignedLong(period),
            (access & ChannelFields.READABLE) != 0,
            writable,
            (flags & ChannelFields.DANGEROUS) != 0,
            rawSafe,
            kind == Kind.ENUMERATION ? enumeration : 0);
    if (writable && broken == null && !channel.inRange(rawSafe)) {
      breaks(DictionaryRule.SAFE_RANGE);
    }
    return broken == null ? channel : null;
  }
}
