package dev.ferrule.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.link.CommandStatus;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.ReliableSender;
import dev.ferrule.protocol.link.Value;
import dev.ferrule.sim.board.Effect;
import dev.ferrule.sim.line.LineFaults;
import dev.ferrule.sim.loop.ManualClock;
import dev.ferrule.sim.scenario.EventPlan.ResetCause;
import dev.ferrule.sim.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands over a line that drops, repeats, delays and damages, to a board that boots now and then.
 */
class BadLineTest {

  private static final int COMMANDS = 300;
  private static final int TTL_TICKS = 400;
  private static final Duration STEP = Duration.ofMillis(5);
  private static final LineFaults BAD =
      LineFaults.NONE
          .droppingFrames(0.08)
          .repeatingFrames(0.08)
          .delayingFrames(0.05, Duration.ofMillis(500))
          .flipping(0.001)
          .losing(0.0005)
          .inserting(0.0005);

  private final ManualClock clock = new ManualClock();
  @TempDir private Path directory;
  private int nonce = 100;
  private boolean up;

  @Test
  void noCommandActsTwiceOrLate() {
    Scenario scenario =
        Scenario.parse(
            """
            seed: 77
            boards:
              - name: rig
                channels: [{key: out, access: rw, period: 50ms}]
            """);
    try (var simulation = Simulation.start(scenario, directory, clock)) {
      SimBoard board = simulation.board("rig");
      try (Host host = Host.open(board)) {
        host.arm(1, 60_000);
        board.faults(BAD, BAD);
        Map<Integer, CommandStatus> results = new HashMap<>();
        var sender = new ReliableSender(host::sendReliably, 0);
        host.onAck(ack -> sender.acknowledged(ack, clock.nanos()));
        reconnect(host, sender);
        for (int id = 1; id <= COMMANDS; id++) {
          ask(host, board, sender, id, results);
          if (id % 50 == 0) {
            board.reset(ResetCause.WATCHDOG);
          }
        }
        verify(board, results);
      }
    }
  }

  private void ask(
      Host host,
      SimBoard board,
      ReliableSender sender,
      int id,
      Map<Integer, CommandStatus> results) {
    int deadline = (int) board.tick() + TTL_TICKS;
    sender.offer(new LinkMessage.Command(id, 0, deadline, new Value(Kind.NUMBER, id)));
    for (int i = 0; i < 200 && !results.containsKey(id); i++) {
      if (i % 50 == 0 && !up) {
        host.ask(nonce);
      }
      if (!sender.pump(clock.nanos())) {
        reconnect(host, sender);
      }
      clock.advance(STEP);
      for (LinkMessage message : host.take()) {
        take(message, host, sender, results);
      }
    }
  }

  private void take(
      LinkMessage message, Host host, ReliableSender sender, Map<Integer, CommandStatus> results) {
    if (message instanceof LinkMessage.CommandResult result) {
      results.putIfAbsent(result.id(), result.status());
    } else if (message instanceof LinkMessage.Hello hello) {
      if (hello.nonce() == nonce && !up) {
        up = true;
        sender.reset(hello.window(), hello.receiveBytes());
        host.send(new LinkMessage.Heartbeat(60_000));
        sender.offer(new LinkMessage.Rearm());
      } else if (hello.nonce() != nonce) {
        reconnect(host, sender);
      }
    }
  }

  private void reconnect(Host host, ReliableSender sender) {
    nonce++;
    up = false;
    sender.reset(1, 64);
    host.ask(nonce);
  }

  private static void verify(SimBoard board, Map<Integer, CommandStatus> results) {
    Set<Long> acted = new HashSet<>();
    for (Effect effect : board.effects()) {
      assertTrue(!effect.isLate(), () -> "late: " + effect);
      effect.command().ifPresent(id -> assertTrue(acted.add(id), () -> "twice: " + effect));
    }
    results.forEach(
        (id, status) ->
            assertEquals(
                status == CommandStatus.DONE,
                acted.contains((long) id),
                () -> "the board answered " + status + " to " + id));
    List<Long> counts =
        List.of(
            board.toDeviceCounts().framesDropped(),
            board.toDeviceCounts().framesDelayed(),
            board.toHostCounts().framesRepeated(),
            board.toHostCounts().flipped());
    assertTrue(counts.stream().allMatch(count -> count > 0), counts::toString);
    assertTrue(acted.size() > COMMANDS / 3, () -> acted.size() + " acted");
    assertTrue(results.containsValue(CommandStatus.DONE));
  }
}
