package dev.ferrule.sim.replay;

import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.capture.CaptureEvent;
import dev.ferrule.protocol.capture.CaptureEvent.Direction;
import dev.ferrule.protocol.capture.CaptureReader;
import dev.ferrule.protocol.program.UnusableFile;
import dev.ferrule.sim.line.SerialLine;
import dev.ferrule.sim.line.WireCounts;
import dev.ferrule.sim.loop.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Says what the device of a capture said, each time at its time. Owner: the loop's thread. */
final class Player implements SerialLine.Device {

  /** Between the opening of the line and the first byte: nobody is to take it for one cut short. */
  private static final Duration SETTLE = Duration.ofMillis(200);

  /** Between the last byte and the end: what was written is to be read before the line is gone. */
  private static final Duration GRACE = Duration.ofMillis(500);

  /** Between the end and the beginning when it repeats. */
  private static final Duration REST = Duration.ofSeconds(1);

  private static final int SEND_BUFFER = 64 * 1024;

  private final EventLoop loop;
  private final ReplayPlan plan;
  private final SerialLine line;
  private @Nullable CaptureReader reader;

  /** When {@link #origin} is, on the loop's clock. */
  private long base;

  /** Time of the capture from which on it runs without a wait, microseconds. */
  private long origin;

  /** What is played when somebody opens the line. */
  private Optional<CaptureEvent> awaitsOpening = Optional.empty();

  private boolean ended;

  Player(EventLoop loop, ReplayPlan plan) {
    this.loop = loop;
    this.plan = plan;
    this.line =
        new SerialLine(
            loop, plan.link(), 0, SEND_BUFFER, (byte) '\n', new SplittableRandom(0), this);
  }

  void start() {
    line.plug();
    loop.attach(line);
    begin();
  }

  WireCounts counts() {
    return line.toHostCounts();
  }

  boolean hasEnded() {
    return ended;
  }

  private void begin() {
    try {
      var from = CaptureReader.open(plan.file());
      reader = from;
      from.next().ifPresent(first -> awaitOpening(first.micros(), first));
    } catch (IOException e) {
      throw UnusableFile.reading(plan.file(), e);
    }
  }

  /** Goes on with an event when somebody listens, as if {@code micros} of the capture were then. */
  private void awaitOpening(long micros, CaptureEvent event) {
    origin = micros;
    if (line.isListened()) {
      goOn(event);
    } else {
      awaitsOpening = Optional.of(event);
    }
  }

  private void goOn(CaptureEvent event) {
    awaitsOpening = Optional.empty();
    base = loop.now() + SETTLE.toNanos();
    schedule(event);
  }

  private void schedule(CaptureEvent event) {
    long since = (long) ((event.micros() - origin) * 1000 / plan.speed());
    loop.at(base + since, () -> play(event));
  }

  private void play(CaptureEvent event) {
    switch (event) {
      case CaptureEvent.Data(_, Direction way, Bytes bytes) -> {
        if (way == Direction.FROM_DEVICE) {
          line.plug();
          line.send(bytes.toArray(), 0, bytes.length());
        }
      }
      case CaptureEvent.Opened _ -> line.plug();
      case CaptureEvent.Closed(_, String reason) -> {
        if (reason.startsWith("unplugged")) {
          line.unplug();
        }
      }
      case CaptureEvent.Lost _ -> {}
    }
    next(event);
  }

  private void next(CaptureEvent played) {
    CaptureReader from = reader;
    if (from == null) {
      return;
    }
    try {
      Optional<CaptureEvent> next = from.next();
      if (next.isEmpty()) {
        stop();
        end();
      } else if (played instanceof CaptureEvent.Opened(long micros) && !line.isListened()) {
        awaitOpening(micros, next.get());
      } else {
        schedule(next.get());
      }
    } catch (IOException e) {
      throw UnusableFile.reading(plan.file(), e);
    }
  }

  /** Lets go of the file. */
  void stop() {
    CaptureReader open = reader;
    reader = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw UnusableFile.reading(plan.file(), e);
      }
    }
  }

  private void end() {
    if (plan.repeats()) {
      loop.at(
          loop.now() + REST.toNanos(),
          () -> {
            line.plug();
            begin();
          });
    } else {
      loop.at(loop.now() + GRACE.toNanos(), () -> ended = true);
    }
  }

  @Override
  public void received(byte[] bytes, int offset, int length) {
    // The capture does not answer.
  }

  @Override
  public void opened() {
    awaitsOpening.ifPresent(this::goOn);
  }

  @Override
  public void closed() {
    // Goes on: what a device says while nobody listens is lost.
  }
}
