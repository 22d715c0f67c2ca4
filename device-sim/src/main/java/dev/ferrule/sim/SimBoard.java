package dev.ferrule.sim;

import dev.ferrule.protocol.link.CommandStatus;
import dev.ferrule.sim.board.Board;
import dev.ferrule.sim.board.BoardCounts;
import dev.ferrule.sim.board.BoardState;
import dev.ferrule.sim.board.Effect;
import dev.ferrule.sim.line.LineFaults;
import dev.ferrule.sim.line.WireCounts;
import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.pty.PtyException;
import dev.ferrule.sim.scenario.BoardPlan;
import dev.ferrule.sim.scenario.EventPlan.ResetCause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * A test's hand on one board. From any thread; each call is done when it returns, and throws {@link
 * IllegalStateException} when the simulation has ended.
 */
public final class SimBoard {

  private final EventLoop loop;
  private final Board board;

  SimBoard(EventLoop loop, Board board) {
    this.loop = loop;
    this.board = board;
  }

  public String name() {
    return board.plan().name();
  }

  public BoardPlan plan() {
    return board.plan();
  }

  /** The name by which the gateway opens the line; it exists while the board is plugged in. */
  public Path link() {
    return board.line().link();
  }

  /** Whether somebody has the line open; noticed within 20 ms. */
  public boolean isOpened() {
    return loop.call(() -> board.line().isListened());
  }

  /**
   * The true value of a channel now, in its unit, without the noise of a sensor.
   *
   * @throws IllegalArgumentException when there is no such channel
   */
  public double value(String key) {
    return loop.call(() -> board.value(key));
  }

  /** The board's tick counter now, 0 to 2^32 - 1; it starts again with each boot. */
  public long tick() {
    return loop.call(board::tick);
  }

  public BoardState state() {
    return loop.call(() -> board.counts().state());
  }

  /** Every time that an output was moved since the simulation started, oldest first. */
  public List<Effect> effects() {
    return loop.call(board::effects);
  }

  public BoardCounts counts() {
    return loop.call(board::counts);
  }

  /** What happened on the way to the gateway. */
  public WireCounts toHostCounts() {
    return loop.call(() -> board.line().toHostCounts());
  }

  /** What happened on the way to the board. */
  public WireCounts toDeviceCounts() {
    return loop.call(() -> board.line().toDeviceCounts());
  }

  /** Makes the line this bad from now on; {@link LineFaults#NONE} mends it. */
  public void faults(LineFaults toDevice, LineFaults toHost) {
    loop.run(() -> board.damageLine(toDevice, toHost));
  }

  /** Boots the board: outputs go to their safe values, stored results are gone. */
  public void reset(ResetCause cause) {
    loop.run(() -> board.reset(cause));
  }

  /** Pulls the cable: the link vanishes and whoever has the line open reads its end. */
  public void unplug() {
    loop.run(board::unplug);
  }

  /**
   * Puts the cable back; the link exists again when this returns.
   *
   * @throws PtyException when the system has no pseudo-terminal left
   */
  public void replug() {
    loop.run(board::plug);
  }

  /** Lets nothing that the board sends arrive, or mends that. */
  public void silence(boolean silent) {
    loop.run(() -> board.line().cutToHost(silent));
  }

  /** Lets nothing arrive at the board, or mends that. */
  public void deafness(boolean deaf) {
    loop.run(() -> board.line().cutToDevice(deaf));
  }

  /** Lets the board overlook heartbeats, or mends that. */
  public void ignoreHeartbeats(boolean ignore) {
    loop.run(() -> board.ignoreHeartbeats(ignore));
  }

  /** Lets the board acknowledge nothing, or mends that. */
  public void withholdAcks(boolean withhold) {
    loop.run(() -> board.withholdAcks(withhold));
  }

  /**
   * Lets commands to a channel end with a status such as {@code BUSY}, {@code FAILED} or {@code
   * INTERLOCK} and without effect; {@link CommandStatus#DONE} ends that. A text board has none.
   */
  public void refuse(String key, CommandStatus status) {
    loop.run(() -> board.refuseCommands(key, status));
  }

  /**
   * Gives the readings of a channel a quality until it is called again with {@code Quality.GOOD}.
   *
   * @param quality a code of {@code dev.ferrule.protocol.Quality}
   */
  public void sensorFault(String key, int quality) {
    loop.run(() -> board.sensorFault(key, quality));
  }

  /**
   * Waits, in real time, until something is so.
   *
   * @param limit after which it gives up
   * @return whether it became so
   */
  public boolean await(Predicate<SimBoard> condition, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.test(this)) {
      if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
        return condition.test(this);
      }
      LockSupport.parkNanos(2_000_000);
    }
    return true;
  }

  Board board() {
    return board;
  }
}
