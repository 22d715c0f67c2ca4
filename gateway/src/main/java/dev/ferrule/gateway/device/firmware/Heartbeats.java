package dev.ferrule.gateway.device.firmware;

import dev.ferrule.gateway.device.RestartableTimer;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.protocol.link.LinkMessage.Heartbeat;
import dev.ferrule.protocol.link.LinkMessage.Rearm;
import java.time.Duration;

/**
 * Keeps a board's outputs from falling back to their safe values, and notices when the board falls
 * silent (PROTOCOL.md A4).
 *
 * <p>Owner: the driver.
 */
final class Heartbeats {

  /** What they lead to. */
  interface Outcome {
    /** No valid frame came for T. */
    void silent();

    /** No heartbeat left for T, because the gateway stood still. */
    void lapsed();
  }

  private final Loop loop;
  private final HostLink link;
  private final Duration timeout;
  private final Outcome outcome;
  private final RestartableTimer beatTimer;
  private final RestartableTimer silenceTimer;

  // per session
  private long heardAt;
  private long beatAt;
  private boolean beating;
  private boolean listening;
  private boolean rearmAgain;

  /**
   * Heartbeats that have not begun.
   *
   * @param timeout T
   */
  Heartbeats(Loop loop, HostLink link, Duration timeout, Outcome outcome) {
    this.loop = loop;
    this.link = link;
    this.timeout = timeout;
    this.outcome = outcome;
    this.beatTimer = new RestartableTimer(loop, this::beatAgain);
    this.silenceTimer = new RestartableTimer(loop, this::checkSilence);
  }

  /** Notices from now on when nothing comes. */
  void listen() {
    listening = true;
    heardAt = loop.nanoTime();
    silenceTimer.in(timeout);
  }

  /** A valid frame came. */
  void heard() {
    heardAt = loop.nanoTime();
  }

  private void checkSilence() {
    if (quiet() < timeout.toNanos()) {
      silenceTimer.at(heardAt + timeout.toNanos());
      return;
    }
    // If the loop itself stood still, frames may wait behind this task: let them in first.
    loop.execute(
        () -> {
          if (listening && haveLapsed()) {
            outcome.lapsed();
          } else if (listening && quiet() >= timeout.toNanos()) {
            outcome.silent();
          } else if (listening) {
            silenceTimer.at(heardAt + timeout.toNanos());
          }
        });
  }

  private long quiet() {
    return loop.nanoTime() - heardAt;
  }

  /** Starts to beat. */
  void begin() {
    rearmAgain = false;
    beating = true;
    beat();
  }

  /**
   * Whether no heartbeat left for T: this loop stood still, and the board has let go of its
   * outputs. What it said since may lie somewhere half, or for that long.
   */
  boolean haveLapsed() {
    return beating && loop.nanoTime() - beatAt > timeout.toNanos();
  }

  /**
   * Lets the board follow commands again. It does so only while heartbeats arrive, so it is told
   * once more after the next one, in case the one before got lost.
   */
  void rearm() {
    rearmAgain = true;
    link.sendReliably(new Rearm());
  }

  private void beatAgain() {
    if (haveLapsed()) {
      outcome.lapsed();
    } else {
      beat();
    }
  }

  private void beat() {
    beatAt = loop.nanoTime();
    link.send(new Heartbeat((int) timeout.toMillis()));
    beatTimer.in(timeout.dividedBy(3));
    if (rearmAgain) {
      rearmAgain = false;
      link.sendReliably(new Rearm());
    }
  }

  /** Beats no more and listens no more. */
  void stop() {
    beating = false;
    beatTimer.cancel();
    listening = false;
    silenceTimer.cancel();
  }
}
