package dev.ferrule.gateway.device.gpio.chip;

import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeEvent;

/** An edge that knows when it happened, not only when it was heard of. */
public final class TimedEdge extends DigitalStateChangeEvent<DigitalInput> {

  private final long nanoTime;
  private final long sequence;

  /**
   * An edge.
   *
   * @param source the input
   * @param state its level after the edge
   * @param nanoTime when, on the clock of {@link System#nanoTime} (Linux: CLOCK_MONOTONIC)
   * @param sequence number of this edge on its line, from 1 on, modulo 2^32; a gap is edges that
   *     were lost on the way
   */
  public TimedEdge(DigitalInput source, DigitalState state, long nanoTime, long sequence) {
    super(source, state);
    this.nanoTime = nanoTime;
    this.sequence = sequence;
  }

  /** When it happened, on the clock of {@link System#nanoTime}. */
  public long nanoTime() {
    return nanoTime;
  }

  /** Its number on its line, from 1 on, modulo 2^32. */
  public long sequence() {
    return sequence;
  }
}
