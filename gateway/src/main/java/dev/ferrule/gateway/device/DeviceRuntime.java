package dev.ferrule.gateway.device;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.LinkCounts;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One device at work: its link, its driver, and where they report.
 *
 * <p>Owner: the link's loop. A driver that throws has a defect: it is told of nothing more, its
 * device is down with the reason, and everything else goes on.
 */
public final class DeviceRuntime implements RunningDevice {

  /** A loop that has no time to close its driver within this has other trouble. */
  private static final Duration CLOSE_LIMIT = Duration.ofMillis(200);

  /** How often it tells what came. */
  private static final Duration COUNT_PERIOD = Duration.ofSeconds(1);

  private final String device;
  private final Loop loop;
  private final ByteLink link;
  private final Driver driver;
  private final DeviceEvents events;
  private boolean crashed;
  private boolean stopping;
  private boolean closed;
  private long bytes;
  private long lastBytes;
  private FrameCounts counted = FrameCounts.NONE;
  private LinkCounts lastCounts = LinkCounts.NONE;

  /** A device that is not started; {@code driver} reports to {@code events} by itself. */
  public DeviceRuntime(
      String device, Loop loop, ByteLink link, Driver driver, DeviceEvents events) {
    this.device = device;
    this.loop = loop;
    this.link = link;
    this.driver = driver;
    this.events = events;
  }

  @Override
  public void start() {
    loop.execute(
        () -> {
          guard(driver::start);
          loop.after(COUNT_PERIOD, this::countAgain);
        });
    link.start(
        new ByteLink.Listener() {
          @Override
          public void opened(ByteLink.Output out) {
            guard(() -> driver.linkUp(out));
          }

          @Override
          public void received(byte[] bytes, int offset, int length, long nanoTime) {
            DeviceRuntime.this.bytes += length;
            lastBytes = nanoTime;
            guard(() -> driver.received(bytes, offset, length, nanoTime));
          }

          @Override
          public void closed(String reason) {
            guard(() -> driver.linkDown(reason));
          }
        });
  }

  @Override
  public void sendCommand(DeviceCommand command) {
    loop.run(
        () -> {
          if (stopping) {
            events.command(
                command.id(), new CommandProgress.Refused(Reason.STALE, "The gateway stops."));
          } else {
            guard(() -> driver.sendCommand(command));
          }
        });
  }

  /**
   * Lets the driver put its outputs to their safe values, then closes the link, which still lets
   * the last bytes out. Any thread but the loop's.
   */
  @Override
  public List<String> stop(Duration limit) {
    List<String> unreached = makeSafe(limit);
    closeDriver();
    link.close();
    return unreached;
  }

  private List<String> makeSafe(Duration limit) {
    var done = new CompletableFuture<List<String>>();
    loop.run(
        () -> {
          stopping = true;
          if (crashed) {
            done.complete(List.of("all"));
          } else {
            guard(() -> driver.makeSafe(limit, done::complete));
          }
        });
    try {
      return done.get(limit.plus(CLOSE_LIMIT).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of("all");
    } catch (ExecutionException | TimeoutException e) {
      return List.of("all"); // its loop has other trouble, or the driver threw
    }
  }

  private void closeDriver() {
    var driverClosed = new CountDownLatch(1);
    loop.run(
        () -> {
          closed = true;
          guard(driver::close);
          driverClosed.countDown();
        });
    try {
      driverClosed.await(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void countAgain() {
    if (closed) {
      return;
    }
    guard(() -> tell(driver.counts()));
    loop.after(COUNT_PERIOD, this::countAgain);
  }

  private void tell(FrameCounts counts) {
    long now = loop.currentTimeMillis();
    long heard = bytes == 0 ? 0 : loop.wallMillis(lastBytes);
    if (bytes == lastCounts.bytes() && counts.equals(counted)) {
      return;
    }
    counted = counts;
    lastCounts =
        new LinkCounts(
            bytes,
            counts.frames(),
            counts.ignored(),
            counts.damaged(),
            counts.lost(),
            counts.badValues(),
            bytes == lastCounts.bytes() ? lastCounts.lastBytes() : heard,
            counts.frames() == lastCounts.frames()
                ? lastCounts.lastFrame()
                : bytes == 0 ? now : heard,
            new TreeMap<>(counts.details()));
    events.counts(lastCounts);
  }

  private void guard(Runnable step) {
    if (crashed) {
      return;
    }
    try {
      step.run();
    } catch (RuntimeException defect) {
      crashed = true;
      System.getLogger("dev.ferrule.device." + device)
          .log(Level.ERROR, "driver failed; please report this", defect);
      events.state(new DeviceState.Down(DeviceState.Down.DEFECT));
    }
  }
}
