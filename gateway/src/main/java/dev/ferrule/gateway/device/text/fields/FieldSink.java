package dev.ferrule.gateway.device.text.fields;

/** Takes what a {@link FieldReader} finds; bytes are valid only during the call. */
public interface FieldSink {

  /** A declared field as text. */
  void text(int field, byte[] bytes, int from, int to);

  /**
   * A declared field whose number begins before or goes on after what the configuration finds of
   * it; the bytes are all of that number. It has no value.
   */
  default void cutNumber(int field, byte[] bytes, int from, int to) {
    number(field, Double.NaN);
  }

  /** A declared field as a number; NaN where the board says that it has none. */
  void number(int field, double value);

  /** The name of a field that nobody declares. */
  void undeclared(byte[] bytes, int from, int to);
}
