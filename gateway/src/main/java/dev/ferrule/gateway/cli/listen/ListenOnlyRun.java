package dev.ferrule.gateway.cli.listen;

import dev.ferrule.gateway.app.DeviceFactory;
import dev.ferrule.gateway.app.EventLoops;
import dev.ferrule.gateway.app.VertxLoop;
import dev.ferrule.gateway.cli.doctor.Heard;
import dev.ferrule.gateway.cli.doctor.LineListener;
import dev.ferrule.gateway.clock.WallClock;
import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.RunningDevice;
import dev.ferrule.gateway.device.serial.SerialLine;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.LinkCounts;
import dev.ferrule.gateway.model.ReadingBatch;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs the drivers of devices for a moment as a gateway would, but nothing that they write leaves.
 * Owner: the thread that made it; what the devices tell crosses in {@link DeviceReport}.
 */
public final class ListenOnlyRun implements LineListener, AutoCloseable {

  private static final Duration LISTENING = Duration.ofSeconds(3);

  private final Vertx vertx = EventLoops.start(1);
  private final Map<String, DeviceReport> reports = new ConcurrentHashMap<>();
  private final List<RunningDevice> running = new ArrayList<>();

  @Override
  public boolean isEpoll() {
    return vertx.isNativeTransportEnabled();
  }

  @Override
  public Map<String, Heard> hear(List<DeviceConfiguration> devices) throws InterruptedException {
    WallClock clock = WallClock.ofThisMachine();
    Promise<VertxLoop> here = Promise.promise();
    vertx.runOnContext(_ -> here.complete(VertxLoop.current(clock)));
    VertxLoop loop = here.future().await();
    var factory =
        new DeviceFactory(
            loop,
            clock,
            (serial, device) -> new ListenOnlyLink(new SerialLine(serial, device, loop)));
    for (DeviceConfiguration device : devices) {
      start(factory, device);
    }
    Thread.sleep(LISTENING);
    Map<String, Heard> heard = new HashMap<>();
    reports.forEach((id, report) -> heard.put(id, report.heard()));
    return heard;
  }

  private void start(DeviceFactory factory, DeviceConfiguration device) {
    String id = device.id();
    if (device.serial().isEmpty()) {
      throw new IllegalArgumentException(id + " has no line to listen to");
    }
    var report = new DeviceReport();
    RunningDevice made = factory.make(device, report);
    reports.put(id, report);
    running.add(made);
    made.start();
  }

  @Override
  public void close() {
    running.forEach(RunningDevice::close);
    vertx.close();
  }

  /** A line on which nothing is said: what is written is taken and dropped. */
  private record ListenOnlyLink(ByteLink line) implements ByteLink {
    @Override
    public void start(Listener listener) {
      line.start(
          new Listener() {
            @Override
            public void opened(Output out) {
              listener.opened(new ListenOnlyOutput(out));
            }

            @Override
            public void received(byte[] bytes, int offset, int length, long nanoTime) {
              listener.received(bytes, offset, length, nanoTime);
            }

            @Override
            public void closed(String reason) {
              listener.closed(reason);
            }
          });
    }

    @Override
    public void close() {
      line.close();
    }
  }

  /** The way out of such a line. */
  private record ListenOnlyOutput(ByteLink.Output real) implements ByteLink.Output {
    @Override
    public boolean write(byte[] bytes, int offset, int length) {
      return true;
    }

    @Override
    public long transmissionNanos(int bytes) {
      return real.transmissionNanos(bytes);
    }
  }

  /** The latest of what a device reports; written by the loop, read by the owner. */
  private static final class DeviceReport implements DeviceEvents {
    private volatile DeviceState state = new DeviceState.Down("not opened");
    private volatile LinkCounts counts = LinkCounts.NONE;

    Heard heard() {
      return new Heard(counts, state.word(), state.reason());
    }

    @Override
    public void state(DeviceState now) {
      state = now;
    }

    @Override
    public void counts(LinkCounts now) {
      counts = now;
    }

    @Override
    public void channels(List<Channel> channels) {}

    @Override
    public void readings(ReadingBatch batch) {}

    @Override
    public void command(String id, CommandProgress progress) {}

    @Override
    public void note(System.Logger.Level level, String text) {}
  }
}
