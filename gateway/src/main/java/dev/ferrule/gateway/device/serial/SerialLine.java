package dev.ferrule.gateway.device.serial;

import com.fazecast.jSerialComm.SerialPort;
import dev.ferrule.gateway.device.Backoff;
import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.serial.PortOpener.Opening;
import dev.ferrule.gateway.device.serial.ports.PortInventory;
import dev.ferrule.gateway.device.serial.ports.PortLocator;
import dev.ferrule.gateway.device.serial.ports.PortLocator.Located;
import dev.ferrule.gateway.loop.Loop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A serial port that opens itself again: the byte link of every board on a cable.
 *
 * <p>Owner: its reading thread, which opens, reads and closes one {@link SerialConnection} after
 * another. Others may only ask it to stop, by {@link #close}. After a failure it waits 100 ms, then
 * twice as long each time up to 2 s; a port that appears or is replaced meanwhile is tried within
 * 50 ms.
 */
public final class SerialLine implements ByteLink {

  private static final System.Logger LOG = System.getLogger(SerialLine.class.getName());

  /** A connection that lasted this long was a good one: the next pause is a short one. */
  private static final Duration STABLE = Duration.ofSeconds(1);

  /** How often a line that waits looks whether the port changed; the shortest pause there is. */
  private static final Duration CHECK_PERIOD = Duration.ofMillis(50);

  private static final Duration CLOSE_LIMIT = Duration.ofMillis(500);

  private final SerialSettings settings;
  private final String name;

  /** Of the reading thread. */
  private final PortLocator locator;

  private final Loop loop;
  private final LineRecorder recorder;
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

  /** The open port, for whoever wants it closed; written by the reading thread. */
  private final AtomicReference<@Nullable SerialConnection> current = new AtomicReference<>();

  /** What the port was at the last try; of the reading thread. */
  private Optional<Object> tried = Optional.empty();

  /** The reason last told, empty while open; of the reading thread. */
  private String told = "";

  /**
   * A line that is not open yet.
   *
   * @param settings which port
   * @param name what its threads are called after, such as the device's id
   * @param loop where everything is told
   */
  public SerialLine(SerialSettings settings, String name, Loop loop) {
    this(settings, name, loop, new LineRecorder(settings, RecorderSettings.DEFAULT, loop));
  }

  /** The same with a recorder that gets everything that the line carries. */
  public SerialLine(SerialSettings settings, String name, Loop loop, LineRecorder recorder) {
    this(settings, name, loop, recorder, PortInventory.ofThisMachine());
  }

  /** The same on a machine whose ports are those of {@code inventory}. */
  public SerialLine(SerialSettings settings, String name, Loop loop, PortInventory inventory) {
    this(
        settings,
        name,
        loop,
        new LineRecorder(settings, RecorderSettings.DEFAULT, loop),
        inventory);
  }

  private SerialLine(
      SerialSettings settings,
      String name,
      Loop loop,
      LineRecorder recorder,
      PortInventory inventory) {
    this.locator = new PortLocator(inventory, settings.port());
    this.settings = settings;
    this.name = name;
    this.loop = loop;
    this.recorder = recorder;
  }

  /** Starts the reading thread. Once. */
  @Override
  public void start(Listener listener) {
    Listener told = new UntilStopped(listener);
    Thread reader =
        Thread.ofPlatform().daemon().name("serial-" + name + "-read").unstarted(() -> run(told));
    if (!thread.compareAndSet(null, reader)) {
      throw new IllegalStateException(name + " was started before");
    }
    reader.start();
  }

  /**
   * Closes the port for good; bytes written before still go out, within 100 ms. Nothing is told any
   * more. Waits for the reading thread, so never on a loop.
   */
  @Override
  public void close() {
    stop.countDown();
    SerialConnection open = current.get();
    if (open != null) {
      open.end("closed");
    }
    Thread reader = thread.get();
    if (reader == null) {
      return;
    }
    try {
      if (!reader.join(CLOSE_LIMIT)) {
        LOG.log(System.Logger.Level.WARNING, "{0}: {1} did not close", name, settings.port());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Opening open() {
    return switch (locator.locate()) {
      case Located.At(Path path) -> PortOpener.open(path, settings);
      case Located.Nowhere(String reason) -> new Opening.Failed(reason);
    };
  }

  private void run(Listener listener) {
    try {
      while (!isStopped()) {
        tried = locator.mark();
        switch (open()) {
          case Opening.Failed(String reason) -> tellClosed(listener, reason);
          case Opening.Opened(SerialPort port) -> live(port, listener);
        }
        pause();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // somebody wants the thread gone
    }
  }

  /** The whole life of one connection. */
  private void live(SerialPort port, Listener listener) throws InterruptedException {
    long since = loop.nanoTime();
    OpenPorts.opened();
    var connection = new SerialConnection(port, settings, name, loop, recorder, listener);
    current.set(connection);
    if (isStopped()) {
      connection.end("closed"); // close() may have looked before there was anything to end
    }
    String reason = "closed";
    try {
      told = "";
      recorder.opened();
      loop.execute(() -> listener.opened(connection));
      reason = connection.serve();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, name + ": reading failed", e);
      reason = "internal error: " + e;
    } finally {
      current.set(null);
      tellClosed(listener, reason);
      try {
        connection.close();
      } finally {
        OpenPorts.closed();
        recorder.closed(reason);
      }
      if (loop.nanoTime() - since >= STABLE.toNanos()) {
        backoff.reset();
      }
    }
  }

  private void tellClosed(Listener listener, String reason) {
    if (!reason.equals(told)) {
      told = reason;
      loop.execute(() -> listener.closed(reason));
    }
  }

  /** Waits for the next try: the pause of the back-off, or until the port is another. */
  private void pause() throws InterruptedException {
    long end = System.nanoTime() + backoff.next().toNanos();
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      if (stop.await(Math.min(left, CHECK_PERIOD.toNanos()), TimeUnit.NANOSECONDS)) {
        return;
      }
      Optional<Object> now = locator.mark();
      if (now.isEmpty()) {
        tried = now; // whatever appears is new, even under the same name and number
      } else if (!now.equals(tried)) {
        backoff.reset();
        return;
      }
    }
  }

  private boolean isStopped() {
    return stop.getCount() == 0;
  }

  /**
   * Keeps silent after {@link #close}: what is still on its way to the loop is of no interest to
   * anyone.
   */
  private final class UntilStopped implements Listener {
    private final Listener listener;

    UntilStopped(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void opened(Output out) {
      if (!isStopped()) {
        listener.opened(out);
      }
    }

    @Override
    public void received(byte[] bytes, int offset, int length, long nanoTime) {
      if (!isStopped()) {
        listener.received(bytes, offset, length, nanoTime);
      }
    }

    @Override
    public void closed(String reason) {
      if (!isStopped()) {
        listener.closed(reason);
      }
    }
  }
}
