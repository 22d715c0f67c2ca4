package dev.ferrule.protocol.capture;

import dev.ferrule.protocol.Bytes;

/** What happened on a line at one moment: one line of a capture. */
public sealed interface CaptureEvent {

  /** Most bytes of one {@link Data}. */
  int MAX_BYTES = 4096;

  /** When, in microseconds since the start of the capture; never less than in the event before. */
  long micros();

  /** Which way bytes went. */
  enum Direction {
    FROM_DEVICE,
    TO_DEVICE
  }

  /** Bytes that arrived, or were handed to the line, together: 1 to {@value #MAX_BYTES}. */
  record Data(long micros, Direction direction, Bytes bytes) implements CaptureEvent {
    public Data {
      if (bytes.length() < 1 || bytes.length() > MAX_BYTES) {
        throw new IllegalArgumentException(bytes.length() + " bytes in one event");
      }
    }
  }

  /** The port was opened. */
  record Opened(long micros) implements CaptureEvent {}

  /** The port was closed. */
  record Closed(long micros, String reason) implements CaptureEvent {}

  /** Here {@code events} are missing: whoever wrote the capture could not keep up. */
  record Lost(long micros, long events) implements CaptureEvent {}
}
