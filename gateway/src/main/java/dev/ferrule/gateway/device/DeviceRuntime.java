package dev.ferrule.gateway.device;

import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.Loop;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One device at work: its link, its driver, and where they report.
 *
 * <p>Owner: the link's loop. A driver that throws has a defect: it is told of nothing more, its
 * device is down with the reason, and everything else goes on.
 */
public final class DeviceRuntime implements RunningDevice {

  /** A loop that has no time for a goodbye within this has other trouble. */
  private static final Duration GOODBYE = Duration.ofMillis(200);

  private final String device;
  private final Loop loop;
  private final ByteLink link;
  private final Driver driver;
  private final DeviceEvents events;
  private boolean crashed;

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
    loop.execute(() -> guard(driver::start));
    link.start(
        new ByteLink.Listener() {
          @Override
          public void opened(ByteLink.Output out) {
            guard(
                () -> {
                  events.state(new DeviceState.Connecting());
                  driver.linkUp(out);
                });
          }

          @Override
          public void received(byte[] bytes, int offset, int length, long nanoTime) {
            guard(() -> driver.received(bytes, offset, length, nanoTime));
          }

          @Override
          public void closed(String reason) {
            guard(
                () -> {
                  driver.linkDown(reason);
                  events.state(new DeviceState.Down(reason));
                });
          }
        });
  }

  @Override
  public void command(DeviceCommand command) {
    loop.run(() -> guard(() -> driver.command(command)));
  }

  /**
   * Lets the driver say goodbye, then closes the link, which still lets the last bytes out. Any
   * thread but the loop's; takes at most 700 ms, of which the loop may use 200.
   */
  @Override
  public void close() {
    var said = new CountDownLatch(1);
    loop.run(
        () -> {
          guard(driver::close);
          said.countDown();
        });
    try {
      said.await(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    link.close();
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
      events.state(new DeviceState.Down("driver failed: " + defect));
    }
  }
}
