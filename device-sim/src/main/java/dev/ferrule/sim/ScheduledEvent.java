package dev.ferrule.sim;

import dev.ferrule.protocol.Quality;
import dev.ferrule.sim.board.Board;
import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.scenario.EventPlan;
import dev.ferrule.sim.scenario.EventPlan.Action;

/** Lets an event of the scenario begin and end, once or again and again. On the loop's thread. */
final class ScheduledEvent {

  private final EventLoop loop;
  private final EventPlan plan;
  private final Board board;

  ScheduledEvent(EventLoop loop, EventPlan plan, Board board) {
    this.loop = loop;
    this.plan = plan;
    this.board = board;
  }

  /** Counts its times from now. */
  void schedule() {
    begins(loop.now() + plan.at().toNanos());
  }

  private void begins(long at) {
    loop.at(
        at,
        () -> {
          begin();
          if (!plan.lasting().isZero()) {
            loop.at(at + plan.lasting().toNanos(), this::end);
          }
          plan.every().ifPresent(every -> begins(at + every.toNanos()));
        });
  }

  private void begin() {
    switch (plan.action()) {
      case Action.Reset reset -> board.reset(reset.cause());
      case Action.Unplug _ -> board.unplug();
      case Action.Silence _ -> board.line().cutToHost(true);
      case Action.Deafness _ -> board.line().cutToDevice(true);
      case Action.IgnoreHeartbeats _ -> board.ignoreHeartbeats(true);
      case Action.WithholdAcks _ -> board.withholdAcks(true);
      case Action.SensorFault fault -> board.sensorFault(fault.channel(), fault.quality());
      case Action.Damage damage -> board.damageLine(damage.toDevice(), damage.toHost());
    }
  }

  private void end() {
    switch (plan.action()) {
      case Action.Reset _ -> {}
      case Action.Unplug _ -> board.plug();
      case Action.Silence _ -> board.line().cutToHost(false);
      case Action.Deafness _ -> board.line().cutToDevice(false);
      case Action.IgnoreHeartbeats _ -> board.ignoreHeartbeats(false);
      case Action.WithholdAcks _ -> board.withholdAcks(false);
      case Action.SensorFault fault -> board.sensorFault(fault.channel(), Quality.GOOD);
      case Action.Damage _ -> board.mendLine();
    }
  }
}
