package dev.ferrule.gateway.device.firmware;

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

  private final Loop loop;
  private final HostLink link;
  private final Duration timeout;
  private final Runnable silent;
  private final RestartableTimer beatTimer;
  private final RestartableTimer silenceTimer;

  // per session
  private long heardAt;
  private boolean listening;
  private boolean rearmAgain;

  /**
   * Heartbeats that have not begun.
   *
   * @param timeout T
   * @param silent told when no valid frame came for T
   */
  Heartbeats(Loop loop, HostLink link, Duration timeout, Runnable silent) {
    this.loop = loop;
    this.link = link;
    this.timeout = timeout;
    this.silent = silent;
    this.beatTimer = new RestartableTimer(loop, this::beat);
    this.silenceTimer = new RestartableTimer(loop, this::checkSilence);
  }

  /** Waits for the first frame of a new link or session. */
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
          if (listening && quiet() >= timeout.toNanos()) {
            silent.run();
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
    beat();
  }

  /**
   * Lets the board follow commands again. It does so only while heartbeats arrive, so it is told
   * once more after the next one, in case the one before got lost.
   */
  void rearm() {
    rearmAgain = true;
    link.sendReliably(new Rearm());
  }

  private void beat() {
    link.send(new Heartbeat((int) timeout.toMillis()));
    beatTimer.in(timeout.dividedBy(3));
    if (rearmAgain) {
      rearmAgain = false;
      link.sendReliably(new Rearm());
    }
  }

  /** Beats no more. */
  void pause() {
    beatTimer.cancel();
  }

  /** Beats no more and listens no more. */
  void stop() {
    pause();
    listening = false;
    silenceTimer.cancel();
  }
}
