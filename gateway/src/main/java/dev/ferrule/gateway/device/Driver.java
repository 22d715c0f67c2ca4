package dev.ferrule.gateway.device;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Turns the bytes of one link into readings, and commands into bytes. One driver serves one device
 * over one link for as long as the gateway runs; the link comes and goes below it.
 *
 * <p>A driver has a {@link Standing} and reports every change of it, from the opening of the link
 * to its end.
 *
 * <p>Owner: the link's loop; every method is called on it. A driver never blocks and never throws
 * for what a device sends.
 */
public interface Driver {

  /**
   * Called once, before anything else: a driver that knows its channels without the device
   * announces them here, so that they are to be seen before the link ever opens.
   */
  default void start() {}

  /** The link is open: start talking through {@code out}. Called after every reconnect. */
  void linkUp(ByteLink.Output out);

  /**
   * Bytes came in.
   *
   * @param bytes valid only during the call
   * @param offset first byte
   * @param length number of bytes, at least 1
   * @param nanoTime when they were read, on the loop's monotonic clock
   */
  void received(byte[] bytes, int offset, int length, long nanoTime);

  /** The link is gone; commands that wait for an answer end or wait as PROTOCOL.md B5 says. */
  void linkDown(String reason);

  /**
   * Carries out an admitted command. Its fate is reported to {@link DeviceEvents#command}, exactly
   * one final {@link CommandProgress} per command.
   */
  void sendCommand(DeviceCommand command);

  /** What was made of the bytes until now. */
  default FrameCounts counts() {
    return FrameCounts.NONE;
  }

  /**
   * The gateway stops: takes back what waits, and puts outputs to their safe values where only the
   * gateway can do it. No command comes after this; {@link #close} does.
   *
   * @param limit how long it may take
   * @param done told once, within the limit, which outputs were not reached, by their keys
   */
  default void makeSafe(Duration limit, Consumer<List<String>> done) {
    done.accept(List.of());
  }

  /** Falls silent. */
  void close();
}
