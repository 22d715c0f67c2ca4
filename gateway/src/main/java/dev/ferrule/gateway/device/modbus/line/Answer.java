package dev.ferrule.gateway.device.modbus.line;

/** What became of a request. */
public sealed interface Answer {

  /**
   * The unit did it. {@code data} follows the byte count of a read, the function code of a write.
   */
  @SuppressWarnings("ArrayRecordComponent") // made for one reader, which does not keep it
  record Data(byte[] data) implements Answer {}

  /** The unit refused with an exception. */
  record Refused(ExceptionName exception) implements Answer {}

  /** No answer of the unit came, in time or at all; whether it heard the request is unknown. */
  sealed interface Missed extends Answer {}

  /** A right answer to a read, but with {@code bytes} of data, which is not what was asked for. */
  record OtherLength(int bytes) implements Answer {}

  /**
   * Nothing came within the timeout.
   *
   * @param echoed whether the request itself came back
   */
  record Nothing(boolean echoed) implements Missed {}

  /** Bytes came that are no answer. */
  record Damaged() implements Missed {}

  /** Another unit answered. */
  record OtherUnit(int unit) implements Missed {}

  /** The line went down after the request was written. */
  record Lost(String reason) implements Answer {}

  /** It was never written: its time was up, or the line is down. */
  record NotSent(boolean expired, String reason) implements Answer {}
}
