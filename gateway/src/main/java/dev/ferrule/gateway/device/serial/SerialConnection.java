package dev.ferrule.gateway.device.serial;

import com.fazecast.jSerialComm.SerialPort;
import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.loop.Loop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One open port, from opening to closing.
 *
 * <p>Owner: the line's reading thread, which alone reads and closes the port; the writing thread
 * only writes to it. There is one way to end, {@link #end}, from any thread: the first reason
 * counts, and the reading thread closes.
 */
final class SerialConnection implements ByteLink.Output {

  /**
   * What a pseudo-terminal or a USB adapter gives at once; the library copies the whole array at
   * each read.
   */
  private static final int READ_CHUNK = 4096;

  private static final int WRITE_CHUNK = 512;

  /** How long bytes that were taken may still go out after the end: the last words to a board. */
  private static final Duration LINGER = Duration.ofMillis(100);

  /** How much longer than its bytes a line may take: a USB adapter hands on in steps. */
  private static final Duration GRACE = Duration.ofMillis(20);

  private final SerialPort port;
  private final Path node;
  private final SerialSettings settings;
  private final Loop loop;
  private final LineRecorder recorder;
  private final Thread writer;
  private final WriteQueue writeQueue = new WriteQueue();
  private final Intake intake;

  /** When the line will have carried what was written; the writing thread's, while it lives. */
  private long carriedAt;

  private final AtomicReference<@Nullable String> reason = new AtomicReference<>();

  SerialConnection(
      SerialPort port,
      SerialSettings settings,
      String name,
      Loop loop,
      LineRecorder recorder,
      ByteLink.Listener listener) {
    this.port = port;
    this.node = Path.of(port.getSystemPortPath());
    this.settings = settings;
    this.loop = loop;
    this.recorder = recorder;
    this.intake = new Intake(loop, listener);
    this.writer =
        Thread.ofPlatform().daemon().name("serial-" + name + "-write").unstarted(this::writeOn);
  }

  /** Reads until the end. The reading thread; {@link #close} must follow. Returns why it ended. */
  String serve() throws InterruptedException {
    writer.start();
    byte[] buffer = new byte[READ_CHUNK];
    while (true) {
      @Nullable String ended = reason.get();
      if (ended != null) {
        return ended;
      }
      int length = port.readBytes(buffer, buffer.length);
      if (length > 0) {
        long now = loop.nanoTime();
        recorder.received(buffer, length, now);
        intake.put(buffer, length, now);
      } else if (length < 0) {
        end("unplugged: " + settings.port() + " went away");
      } else if (!Files.exists(node)) { // nothing to read is normal; no device node is not
        end("unplugged: " + node + " vanished");
      }
    }
  }

  /** Ends the connection; the first reason counts. Any thread. */
  void end(String why) {
    if (reason.compareAndSet(null, why)) {
      writeQueue.close();
      intake.close();
    }
  }

  /**
   * Lets the last bytes out and frees the port. The reading thread; at most about 200 ms, and 100
   * ms more when the far end keeps the writing thread waiting.
   */
  void close() throws InterruptedException {
    try {
      end("closed");
      if (writer.join(LINGER)) {
        drain();
      }
    } finally {
      port.closePort(); // also frees a writer that the far end keeps waiting
    }
    writer.join(LINGER);
  }

  /**
   * Waits until the line has carried what was written: closing a port throws away what the far end
   * has not taken yet.
   */
  private void drain() throws InterruptedException {
    long left = carriedAt - loop.nanoTime() + GRACE.toNanos();
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(Math.min(left, LINGER.toNanos())));
    }
  }

  private void writeOn() {
    byte[] chunk = new byte[WRITE_CHUNK];
    carriedAt = loop.nanoTime() - GRACE.toNanos();
    try {
      for (int length = writeQueue.take(chunk); length >= 0; length = writeQueue.take(chunk)) {
        recorder.sent(chunk, length, loop.nanoTime()); // before, or a quick answer comes first
        if (port.writeBytes(chunk, length) != length) {
          end("unplugged: " + settings.port() + " takes no bytes any more");
          return;
        }
        carriedAt = Math.max(carriedAt, loop.nanoTime()) + transmissionNanos(length);
      }
    } catch (InterruptedException e) {
      end("writing was interrupted");
    }
  }

  @Override
  public boolean write(byte[] bytes, int offset, int length) {
    return writeQueue.offer(bytes, offset, length);
  }

  @Override
  public long transmissionNanos(int bytes) {
    return (long) bytes * settings.bitsPerCharacter() * 1_000_000_000L / settings.baud();
  }
}
