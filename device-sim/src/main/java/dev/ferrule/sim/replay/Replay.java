package dev.ferrule.sim.replay;

import dev.ferrule.protocol.capture.CaptureEvent;
import dev.ferrule.protocol.capture.CaptureEvent.Direction;
import dev.ferrule.protocol.capture.CaptureHead;
import dev.ferrule.protocol.capture.CaptureReader;
import dev.ferrule.protocol.program.UnusableFile;
import dev.ferrule.sim.line.WireCounts;
import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.loop.SimClock;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A capture being played back. Any thread; each call is done when it returns.
 *
 * <p>It begins when somebody opens the line, and waits again where the capture was opened anew.
 * Where the cable was pulled the link vanishes, until the capture goes on.
 */
public final class Replay implements AutoCloseable {

  private final ReplayPlan plan;
  private final Content content;
  private final EventLoop loop;
  private final Player player;

  /**
   * What a capture holds.
   *
   * @param head where it comes from
   * @param bytes that the device said
   * @param length from the first event to the last
   */
  public record Content(CaptureHead head, long bytes, Duration length) {}

  private Replay(ReplayPlan plan, Content content, SimClock clock) {
    this.plan = plan;
    this.content = content;
    this.loop = new EventLoop("ferrule-replay", clock);
    this.player = new Player(loop, plan);
  }

  /**
   * Reads the whole capture once, so that a bad one is refused before anything is heard of it, and
   * makes the link.
   *
   * @throws IOException when the file cannot be read or is no capture; the message says where
   * @throws dev.ferrule.sim.pty.PtyException when the system has no pseudo-terminal
   * @throws UnusableFile when the link cannot be made, or the device says nothing in the capture
   */
  public static Replay start(ReplayPlan plan, SimClock clock) throws IOException {
    Content content = contentOf(plan);
    if (content.bytes() == 0) {
      throw new UnusableFile(plan.file(), "the device says nothing in it");
    }
    var replay = new Replay(plan, content, clock);
    try {
      replay.loop.run(replay.player::start);
    } catch (RuntimeException e) {
      replay.close();
      throw e;
    }
    return replay;
  }

  private static Content contentOf(ReplayPlan plan) throws IOException {
    try (var reader = CaptureReader.open(plan.file())) {
      long bytes = 0;
      long first = -1;
      long last = 0;
      Optional<CaptureEvent> next = reader.next();
      for (; next.isPresent(); next = reader.next()) {
        CaptureEvent event = next.get();
        first = first < 0 ? event.micros() : first;
        last = event.micros();
        if (event instanceof CaptureEvent.Data(_, Direction way, var said)) {
          bytes += way == Direction.FROM_DEVICE ? said.length() : 0;
        }
      }
      Duration length = Duration.of(last - Math.max(0, first), ChronoUnit.MICROS);
      return new Content(reader.head(), bytes, length);
    }
  }

  /** What is played. */
  public ReplayPlan plan() {
    return plan;
  }

  /** What the capture holds. */
  public Content content() {
    return content;
  }

  /** What became of the bytes so far. */
  public WireCounts counts() {
    return loop.call(player::counts);
  }

  /** Whether all of it was played. */
  public boolean hasEnded() {
    return loop.call(player::hasEnded);
  }

  /** Removes the link and ends the thread; within milliseconds. */
  @Override
  public void close() {
    try {
      loop.run(player::stop);
    } catch (IllegalStateException e) {
      // It ended by itself; who asked it since was told.
    }
    loop.close();
  }
}
