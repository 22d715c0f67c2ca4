package dev.ferrule.protocol.dictionary;

/** The rules of PROTOCOL.md, section A8, each named by what breaks it. */
public enum DictionaryRule {
  TOO_LARGE("the dictionary is larger than 4096 bytes"),
  CUT_SHORT("a record or a field runs past its end"),
  BAD_VARINT("a varint is overlong or too large"),
  NOT_TEXT("a text is not UTF-8 or has a control character"),
  LEFT_OVER("bytes are left over after a field"),
  FIELD_TWICE("a field of a channel or of the device comes twice"),
  TOO_MANY_CHANNELS("more than 128 channels"),
  TOO_MANY_TEMPLATES("more than 32 templates"),
  TOO_MANY_ENUMERATIONS("more than 16 enumerations"),
  ID_MISSING("a channel has no id"),
  ID_RANGE("a channel id is above 1023"),
  ID_TWICE("two channels have one id"),
  KEY_MISSING("a channel has no key"),
  KEY_FORM("a key is not [a-z][a-z0-9_]*, 1 to 32 characters"),
  KEY_TWICE("two channels have one key"),
  NAME_LENGTH("a name is not 1 to 64 bytes"),
  UNIT_FORM("a unit is not 0 to 16 printable ASCII characters"),
  KIND_UNKNOWN("a kind is above 4"),
  DECIMALS_RANGE("decimals are above 9"),
  SCALE_FORM("a scale has a zero, or stands beside decimals"),
  VALUE_FORM("a min, max or safe value is not one of its kind"),
  MIN_OVER_MAX("min is not at most max"),
  ACCESS_FORM("access has a bit above 1"),
  FLAGS_FORM("flags has a bit above 0"),
  SAFE_MISSING("a writable channel has no safe value"),
  SAFE_RANGE("a safe value is not allowed by the channel"),
  ENUMERATION_MISSING("a channel of kind enumeration names no table"),
  ENUMERATION_UNKNOWN("a channel names a table that is not there"),
  ENUMERATION_TWICE("two tables have one id, or one table a value twice"),
  TEMPLATE_SIZE("a template has not 1 to 32 channels"),
  TEMPLATE_TWICE("two templates have one id, or one template a channel twice"),
  TEMPLATE_CHANNEL("a template names a channel that is not there"),
  NOT_IN_TEMPLATE("a readable channel is in no template");

  private final String text;

  DictionaryRule(String text) {
    this.text = text;
  }

  /** What is wrong, in words. */
  public String text() {
    return text;
  }
}
