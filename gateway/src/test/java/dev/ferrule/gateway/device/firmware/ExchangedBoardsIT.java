package dev.ferrule.gateway.device.firmware;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.DeviceRuntime;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.serial.SerialLine;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.loop.ThreadLoop;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two simulated boards on real pseudo-terminals, exchanged as behind radio modems: the ports stay
 * open, the boards keep their power, and each is in a session.
 */
@Timeout(300)
class ExchangedBoardsIT {

  @TempDir private Path directory;

  private final ThreadLoop loop = new ThreadLoop();

  /** Owner: the loop. */
  private boolean crossed;

  @Test
  void areRefusedWithinHalfAMinuteAndTakenBack() throws Exception {
    String channels = "channels: [{key: level, decimals: 0, period: 100ms, wave: 10}]";
    var scenario =
        Scenario.parse(
            """
            boards:
              - {name: bed, firmware: bed 1.0, %1$s}
              - {name: tank, firmware: tank 1.0, %1$s}
            """
                .formatted(channels));
    try (var _ = Simulation.start(scenario, directory, SimClock.system())) {
      var bed = new End("bed");
      var tank = new End("tank");
      bed.other = tank;
      tank.other = bed;
      try (var _ = bed.connect();
          var _ = tank.connect()) {
        bothAre("up", bed, tank);
        exchange();
        bothAre("refused", bed, tank);
        exchange();
        bothAre("up", bed, tank);
      }
    } finally {
      loop.close();
    }
  }

  private void exchange() throws Exception {
    loop.call(() -> crossed = !crossed);
  }

  private void bothAre(String word, End... ends) throws Exception {
    long limit = System.nanoTime() + Duration.ofSeconds(45).toNanos();
    while (!loop.call(() -> List.of(ends).stream().allMatch(end -> end.is(word)))) {
      if (System.nanoTime() > limit) {
        throw new AssertionError("not " + word);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** A modem at the gateway, whose far side may be the other's. Owner of its fields: the loop. */
  private final class End implements ByteLink, ByteLink.Output {
    private final String board;
    private final SerialLine line;
    private final RecordedEvents events = new RecordedEvents();
    private @Nullable End other;
    private @Nullable Listener listener;
    private @Nullable Output out;

    End(String board) {
      this.board = board;
      this.line =
          new SerialLine(new SerialSettings(directory.resolve(board).toString()), board, loop);
    }

    DeviceRuntime connect() {
      var expected = new ExpectedBoard(Optional.empty(), Optional.of(board));
      var settings = new FirmwareSettings(Duration.ofSeconds(2), expected);
      var driver = new FirmwareDriver(board, settings, loop, events);
      var device = new DeviceRuntime(board, loop, this, driver, events);
      device.start();
      return device;
    }

    boolean is(String word) {
      return !events.states.isEmpty() && events.states.getLast().word().equals(word);
    }

    private End partner() {
      End crossing = other;
      return crossed && crossing != null ? crossing : this;
    }

    @Override
    public void start(Listener told) {
      listener = told;
      line.start(
          new Listener() {
            @Override
            public void opened(Output opened) {
              out = opened;
              told.opened(End.this);
            }

            @Override
            public void received(byte[] bytes, int offset, int length, long nanoTime) {
              Listener partner = partner().listener;
              if (partner != null) {
                partner.received(bytes, offset, length, nanoTime);
              }
            }

            @Override
            public void closed(String reason) {
              told.closed(reason);
            }
          });
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
      Output partner = partner().out;
      return partner != null && partner.write(bytes, offset, length);
    }

    @Override
    public long transmissionNanos(int bytes) {
      Output own = out;
      return own == null ? 0 : own.transmissionNanos(bytes);
    }

    @Override
    public void close() {
      line.close();
    }
  }
}
