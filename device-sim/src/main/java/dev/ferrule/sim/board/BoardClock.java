package dev.ferrule.sim.board;

import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.scenario.BoardPlan.Clock;

/** A board's tick counter: it starts with each boot and runs a little wrong. Loop's thread. */
public final class BoardClock {

  private static final double NANOS = 1e9;

  private final EventLoop loop;
  private final Clock plan;
  private final double ticksPerNano;
  private long bootedAt;
  private long boot;

  BoardClock(EventLoop loop, Clock plan) {
    this.loop = loop;
    this.plan = plan;
    this.ticksPerNano = plan.hz() * (1 + plan.driftPpm() / 1e6) / NANOS;
  }

  /** Starts again. */
  void reset() {
    bootedAt = loop.now();
    boot++;
  }

  /** Which boot this is, from 1. */
  public long boot() {
    return boot;
  }

  /** The counter now, 0 to 2^32 - 1. */
  public long tick() {
    return plan.start() + (long) ((loop.now() - bootedAt) * ticksPerNano) & 0xFFFF_FFFFL;
  }
}
