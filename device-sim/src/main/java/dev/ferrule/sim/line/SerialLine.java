package dev.ferrule.sim.line;

import dev.ferrule.protocol.program.UnusableFile;
import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.loop.Port;
import dev.ferrule.sim.pty.Pty;
import dev.ferrule.sim.pty.PtyException;
import dev.ferrule.sim.pty.StableLink;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The line between one board and the gateway: a pseudo-terminal behind a stable link, and a wire
 * for each way. Owner: the loop's thread.
 */
public final class SerialLine implements Port {

  /** What is plugged into the board's end. */
  public interface Device {

    /** Bytes from the gateway, valid during the call. */
    void received(byte[] bytes, int offset, int length);

    /** Somebody opened the line. */
    void opened();

    /** Nobody has the line open any more. */
    void closed();
  }

  /** Bytes toward the device that wait before the gateway's writes are held back. */
  private static final int TO_DEVICE_LIMIT = 4096;

  private static final int OUT_CAPACITY = Pty.CHUNK;

  private final StableLink link;
  private final int sendBuffer;
  private final Wire toDevice;
  private final Wire toHost;
  private final Device device;
  private @Nullable Pty pty;
  private boolean listened;

  /** What arrived at the host's end in this turn, written at its end in one call. */
  private final byte[] out = new byte[OUT_CAPACITY];

  private int outLength;

  /**
   * A line that is not plugged in.
   *
   * @param link the name by which the gateway opens it
   * @param baud bits per second, 0 for no limit
   * @param sendBuffer bytes that the board may have waiting, see {@link #room}
   * @param delimiter last byte of each frame
   * @param random of all chance on this line
   * @param device at the other end
   */
  public SerialLine(
      EventLoop loop,
      Path link,
      int baud,
      int sendBuffer,
      byte delimiter,
      SplittableRandom random,
      Device device) {
    this.link = new StableLink(link);
    this.sendBuffer = sendBuffer;
    this.device = device;
    this.toDevice = new Wire(loop, baud, delimiter, random.split(), device::received);
    this.toHost = new Wire(loop, baud, delimiter, random.split(), this::collect);
  }

  /** The stable name; it exists while the line is plugged in. */
  public Path link() {
    return link.path();
  }

  public boolean isPlugged() {
    return pty != null;
  }

  /** Whether somebody has the line open. */
  public boolean isListened() {
    return listened;
  }

  /**
   * Makes a new pseudo-terminal and lets the link name it; without effect when there is one.
   *
   * @throws PtyException when the system has no pseudo-terminal
   * @throws UnusableFile when the link cannot be made
   */
  public void plug() {
    if (pty != null) {
      return;
    }
    Pty fresh = Pty.open();
    try {
      link.pointTo(fresh.path());
    } catch (UnusableFile e) {
      fresh.close();
      throw e;
    }
    pty = fresh;
  }

  /** Removes the link and ends the pseudo-terminal, with all that is on the way. */
  public void unplug() {
    Pty old = pty;
    if (old == null) {
      return;
    }
    pty = null;
    outLength = 0;
    toDevice.clear();
    toHost.clear();
    try {
      link.removeFrom(old.path());
    } finally {
      old.close();
      if (listened) {
        listened = false;
        device.closed();
      }
    }
  }

  /** Sends bytes of the board; what does not fit the kernel's buffer is lost and counted. */
  public void send(byte[] bytes, int offset, int length) {
    toHost.send(bytes, offset, length);
  }

  /** How many bytes the board can send now without waiting for the line, 0 or more. */
  public int room() {
    return Math.max(0, sendBuffer - toHost.pending());
  }

  /** Sets how bad each way is from now on. */
  public void faults(LineFaults onWayToDevice, LineFaults onWayToHost) {
    toDevice.faults(onWayToDevice);
    toHost.faults(onWayToHost);
  }

  /** Cuts or mends the way to the host. */
  public void cutToHost(boolean cut) {
    toHost.cut(cut);
  }

  /** Cuts or mends the way to the device. */
  public void cutToDevice(boolean cut) {
    toDevice.cut(cut);
  }

  public WireCounts toHostCounts() {
    return toHost.counts();
  }

  public WireCounts toDeviceCounts() {
    return toDevice.counts();
  }

  @Override
  public Optional<Pty> line() {
    return Optional.ofNullable(pty);
  }

  @Override
  public boolean takesInput() {
    return toDevice.pending() < TO_DEVICE_LIMIT;
  }

  @Override
  public void received(byte[] bytes, int length) {
    toDevice.send(bytes, 0, length);
  }

  @Override
  public void opened() {
    listened = true;
    device.opened();
  }

  @Override
  public void closed() {
    listened = false;
    device.closed();
  }

  @Override
  public void turnEnds() {
    int length = outLength;
    outLength = 0;
    Pty line = pty;
    if (length == 0) {
      return;
    }
    if (line == null || !listened) {
      toHost.unheard += length;
      return;
    }
    toHost.overrun += length - line.write(out, 0, length);
  }

  @Override
  public void loopEnds() {
    unplug();
  }

  private void collect(byte[] bytes, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (outLength == OUT_CAPACITY) {
        turnEnds();
      }
      int n = Math.min(left, OUT_CAPACITY - outLength);
      System.arraycopy(bytes, from, out, outLength, n);
      outLength += n;
      from += n;
      left -= n;
    }
  }
}
