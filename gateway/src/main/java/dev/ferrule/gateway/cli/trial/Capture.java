package dev.ferrule.gateway.cli.trial;

import dev.ferrule.gateway.device.text.trial.Recording;
import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.capture.CaptureEvent;
import dev.ferrule.protocol.capture.CaptureEvent.Direction;
import dev.ferrule.protocol.capture.CaptureHead;
import dev.ferrule.protocol.capture.CaptureReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of what was heard: what {@code ferrule capture} wrote, or plain bytes without times.
 *
 * @param heard what the device said, the first {@value Recording#MAX} bytes
 * @param head where a capture comes from; empty for plain bytes
 */
public record Capture(Recording heard, Optional<CaptureHead> head) {

  /**
   * Reads a file of either kind.
   *
   * @throws IOException when it cannot be read, or begins as a capture and is none; the message
   *     says where
   */
  public static Capture of(Path file) throws IOException {
    if (!CaptureReader.isCapture(file)) {
      return new Capture(Recording.ofFile(file), Optional.empty());
    }
    var heard = new Recording();
    try (var reader = CaptureReader.open(file)) {
      Optional<CaptureEvent> next = reader.next();
      for (; next.isPresent(); next = reader.next()) {
        add(next.get(), heard);
      }
      return new Capture(heard, Optional.of(reader.head()));
    }
  }

  private static void add(CaptureEvent event, Recording heard) {
    switch (event) {
      case CaptureEvent.Opened(long micros) -> heard.opened(micros * 1000);
      case CaptureEvent.Data(long micros, Direction way, Bytes bytes) -> {
        if (way == Direction.FROM_DEVICE) {
          heard.add(new Recording.Piece(bytes.toArray(), 0, bytes.length(), micros * 1000));
        }
      }
      case CaptureEvent.Closed _, CaptureEvent.Lost _ -> {}
    }
    heard.until(event.micros() * 1000);
  }

  /** What kind of file it is, in words. */
  public String words() {
    return head.map(
            h ->
                "a capture of %s at %d baud: %d bytes from the device in %.1f s"
                    .formatted(h.port(), h.baud(), heard.size(), heard.length().toMillis() / 1e3))
        .orElse("plain bytes without times: " + heard.size());
  }
}
