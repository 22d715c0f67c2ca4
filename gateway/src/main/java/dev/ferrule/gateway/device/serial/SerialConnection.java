package dev.ferrule.gateway.device.serial;

import com.fazecast.jSerialComm.SerialPort;
import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.serial.WriteQueue.Message;
import dev.ferrule.gateway.linux.TerminalOutput;
import dev.ferrule.gateway.loop.Loop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
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

  /** What a reason begins with when the port went away. */
  static final String UNPLUGGED = "unplugged: ";

  /** How long bytes that were taken may still go out after the end: the last words to a board. */
  private static final Duration LINGER = Duration.ofMillis(100);

  /** How long after its turn a message may still go out that nobody set a time for. */
  private static final Duration STUCK = Duration.ofSeconds(1);

  private final SerialPort port;
  private final Path node;
  private final SerialSettings settings;
  private final Loop loop;
  private final LineRecorder recorder;
  private final Thread writer;
  private final WriteQueue writeQueue = new WriteQueue();
  private final Intake intake;

  private final Writable writable = new Writable();
  private final WritingThread writing;

  /** Closes the race between a discarding and the closing of the port, whose number others get. */
  private final ReentrantLock discarding = new ReentrantLock();

  /** Under that lock. */
  private boolean closed;

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
    this.writing =
        new WritingThread(
            writable,
            writeQueue,
            loop,
            transmissionNanos(1),
            why -> end(UNPLUGGED + settings.port() + " " + why));
    this.writer =
        Thread.ofPlatform().daemon().name("serial-" + name + "-write").unstarted(writing::run);
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
        end(UNPLUGGED + settings.port() + " went away");
      } else if (!Files.exists(node)) { // nothing to read is normal; no device node is not
        end(UNPLUGGED + node + " vanished");
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
      if (writable.unsent() > 0) {
        writable.discard(); // or closing waits half a minute for the far end
      }
      discarding.lock();
      try {
        closed = true;
      } finally {
        discarding.unlock();
      }
      port.closePort(); // also frees a writer that the far end keeps waiting
    }
    writer.join(LINGER);
  }

  /**
   * Waits until the line has carried what was written: closing a port throws away what the far end
   * has not taken yet.
   */
  private void drain() throws InterruptedException {
    long left = writing.left();
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(Math.min(left, LINGER.toNanos())));
    }
  }

  /** The port as the writing thread sees it. */
  private final class Writable implements WritingThread.Port {

    @Override
    public boolean write(byte[] bytes) {
      recorder.sent(bytes, bytes.length, loop.nanoTime()); // before, or a quick answer comes first
      return port.writeBytes(bytes, bytes.length) == bytes.length;
    }

    @Override
    public int unsent() {
      return Math.max(port.bytesAwaitingWrite(), 0); // below 0 when it is closed: writing will tell
    }

    @Override
    public void discard() {
      discarding.lock();
      try {
        if (!closed) {
          TerminalOutput.descriptor(node).ifPresent(TerminalOutput::discard);
        }
      } finally {
        discarding.unlock();
      }
    }

    @Override
    public void beforeWhatComes(Runnable task) {
      intake.before(task);
    }

    @Override
    public String toString() {
      return settings.port().toString();
    }
  }

  @Override
  public boolean write(byte[] bytes, int offset, int length) {
    byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
    long expected = transmissionNanos(writeQueue.waiting() + length) + Math.max(writing.left(), 0);
    long deadline = loop.nanoTime() + expected + STUCK.toNanos();
    return writeQueue.offer(new Message(copy, deadline, null));
  }

  @Override
  public boolean write(byte[] bytes, long deadline, ByteLink.Passage passage) {
    return writeQueue.offer(new Message(bytes.clone(), deadline, passage));
  }

  @Override
  public long transmissionNanos(int bytes) {
    return (long) bytes * settings.bitsPerCharacter() * 1_000_000_000L / settings.baud();
  }
}
