package dev.ferrule.gateway.device.serial;

import com.fazecast.jSerialComm.SerialPort;
import dev.ferrule.gateway.device.Backoff;
import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.serial.PortOpener.Opening;
import dev.ferrule.gateway.device.serial.WaitingLines.Look;
import dev.ferrule.gateway.device.serial.ports.DirectoryWatch;
import dev.ferrule.gateway.device.serial.ports.PortInventory;
import dev.ferrule.gateway.device.serial.ports.PortLocator;
import dev.ferrule.gateway.device.serial.ports.PortLocator.Located;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.DeviceState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A serial port that opens itself again: the byte link of every board on a cable.
 *
 * <p>Owner: the thread of {@link WaitingLines} while the port is not here or rests, else a reading
 * thread, which opens the port, serves one {@link SerialConnection}, closes it, hands the line back
 * and ends. Others may only ask it to stop, by {@link #close}; the lock closes the race between
 * that and the start of a reading thread.
 *
 * <p>After a failure it rests for 100 ms, then twice as long each time up to 2 s; a port that
 * appears or is replaced meanwhile is tried within 50 ms.
 */
public final class SerialLine implements ByteLink {

  private static final System.Logger LOG = System.getLogger(SerialLine.class.getName());

  /** A connection that lasted this long was a good one: the next pause is a short one. */
  private static final Duration STABLE = Duration.ofSeconds(1);

  private static final Duration CLOSE_LIMIT = Duration.ofMillis(500);

  private final SerialSettings settings;
  private final String name;
  private final PortLocator locator;
  private final Loop loop;
  private final LineRecorder recorder;
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private final AtomicReference<@Nullable Listener> listener = new AtomicReference<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** Written under the lock. */
  private volatile boolean stopped;

  /** Under the lock: the latest reading thread. */
  private @Nullable Thread reader;

  /** The open port, for whoever wants it closed; written by the reading thread. */
  private final AtomicReference<@Nullable SerialConnection> current = new AtomicReference<>();

  /** What the port was at the last try; of the owner. */
  private Optional<Object> tried = Optional.empty();

  /** Until when a port that failed is left alone; of the owner. */
  private long restsUntil;

  /** The reason last told, empty while open; of the owner. */
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

  /** Starts to look for the port. Once. */
  @Override
  public void start(Listener listener) {
    if (!this.listener.compareAndSet(null, new UntilStopped(listener))) {
      throw new IllegalStateException(name + " was started before");
    }
    WaitingLines.OF_THIS_PROCESS.add(this, Duration.ZERO);
  }

  /**
   * Closes the port for good; bytes written before still go out, within 100 ms. Nothing is told any
   * more. Waits for the reading thread, so never on a loop.
   */
  @Override
  public void close() {
    @Nullable Thread reading;
    lock.lock();
    try {
      stopped = true;
      reading = reader;
    } finally {
      lock.unlock();
    }
    WaitingLines.OF_THIS_PROCESS.remove(this);
    SerialConnection open = current.get();
    if (open != null) {
      open.end("closed");
    }
    try {
      if (reading != null && !reading.join(CLOSE_LIMIT)) {
        LOG.log(System.Logger.Level.WARNING, "{0}: {1} did not close", name, settings.port());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Watches the directories where the port may appear; whether that is possible. */
  boolean watch(DirectoryWatch watch) {
    return watch.watch(locator);
  }

  /** Looks whether to try the port now, and has a reading thread try it. The waiting thread. */
  Look look() {
    return switch (locator.locate()) {
      case Located.At(Path path) -> look(path);
      case Located.Nowhere(String reason) -> away(reason);
    };
  }

  private Look look(Path path) {
    Optional<Object> now = PortLocator.mark(path);
    if (now.isEmpty()) {
      return away(PortOpener.missing(path));
    }
    if (!now.equals(tried)) {
      backoff.reset();
    } else if (System.nanoTime() - restsUntil < 0) {
      return Look.RESTING;
    }
    tried = now;
    begin(path);
    return Look.BEGUN;
  }

  /** That it was unplugged says more than that it is not here. */
  private Look away(String reason) {
    tried = Optional.empty(); // whatever appears is new, even under the same name and number
    if (!told.startsWith(SerialConnection.UNPLUGGED)) {
      tellClosed(listener(), reason);
    }
    return Look.AWAY;
  }

  private void begin(Path path) {
    lock.lock();
    try {
      if (!stopped) {
        reader =
            Thread.ofPlatform()
                .daemon()
                .name("serial-" + name + "-read")
                .start(() -> tryToOpen(path));
      }
    } finally {
      lock.unlock();
    }
  }

  private Listener listener() {
    return Objects.requireNonNull(listener.get());
  }

  /** One try, and what follows; then the line waits again. */
  private void tryToOpen(Path path) {
    try {
      switch (PortOpener.open(path, settings)) {
        case Opening.Failed(String reason) -> tellClosed(listener(), reason);
        case Opening.Opened(SerialPort port) when isStillAt(path) -> live(port, listener());
        case Opening.Opened(SerialPort port) -> port.closePort();
      }
      Duration pause = backoff.next();
      restsUntil = System.nanoTime() + pause.toNanos();
      if (!stopped) {
        WaitingLines.OF_THIS_PROCESS.add(this, pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // somebody wants the thread gone
    }
  }

  /** Another port may have taken the place of the one that was looked at. */
  private boolean isStillAt(Path path) {
    return locator.locate() instanceof Located.At(Path now)
        && now.equals(path)
        && PortLocator.mark(path).equals(tried);
  }

  /** The whole life of one connection. */
  private void live(SerialPort port, Listener listener) throws InterruptedException {
    long since = loop.nanoTime();
    OpenPorts.opened();
    var connection = new SerialConnection(port, settings, name, loop, recorder, listener);
    current.set(connection);
    if (stopped) {
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
      reason = DeviceState.Down.DEFECT;
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
      if (!stopped) {
        listener.opened(out);
      }
    }

    @Override
    public void received(byte[] bytes, int offset, int length, long nanoTime) {
      if (!stopped) {
        listener.received(bytes, offset, length, nanoTime);
      }
    }

    @Override
    public void closed(String reason) {
      if (!stopped) {
        listener.closed(reason);
      }
    }
  }
}
