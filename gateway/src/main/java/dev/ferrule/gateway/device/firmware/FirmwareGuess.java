package dev.ferrule.gateway.device.firmware;

import dev.ferrule.protocol.link.LinkCounters;
import dev.ferrule.protocol.link.LinkDecoder;
import dev.ferrule.protocol.link.LinkEnd;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.LinkSink;
import dev.ferrule.protocol.link.ReadingsCursor;
import java.util.Optional;

/**
 * What is known of a board that was listened to and speaks the link protocol. It tells its channels
 * itself when the gateway asks.
 *
 * @param frames with a right check
 * @param firmware what it says of itself, {@code name version}; empty when it did not say
 */
public record FirmwareGuess(long frames, String firmware) {

  /** A check of 32 bits is right by chance once in four billion frames; two are sure. */
  private static final int LEAST = 2;

  /** A board, when most of what was heard is frames. */
  public static Optional<FirmwareGuess> of(byte[] heard) {
    var decoder = new LinkDecoder(LinkEnd.HOST);
    var listener = new Listener();
    decoder.offer(heard, 0, heard.length, listener);
    LinkCounters counters = decoder.counters();
    long damaged = counters.cobsErrors() + counters.crcErrors() + counters.overruns();
    return counters.frames() >= LEAST && counters.frames() > damaged
        ? Optional.of(new FirmwareGuess(counters.frames(), listener.firmware))
        : Optional.empty();
  }

  /** What it is, in words. */
  public String words() {
    return "the Ferrule link protocol: "
        + frames
        + " frames with a right check"
        + (firmware.isEmpty() ? "" : " from firmware " + firmware);
  }

  /** What a configuration says of it, with the line that it is on; indented as below its id. */
  public String yaml(String line) {
    return "    driver: firmware # it describes its channels itself\n" + line;
  }

  private static final class Listener implements LinkSink {
    private String firmware = "";

    @Override
    public boolean frame(boolean reliable, int seq, int ack) {
      return true;
    }

    @Override
    public void readings(ReadingsCursor readings) {}

    @Override
    public void message(LinkMessage message) {
      if (message instanceof LinkMessage.Hello hello) {
        firmware = hello.firmware();
      }
    }

    @Override
    public void unsupported(int type) {}
  }
}
