package dev.ferrule.gateway.device.firmware;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.DeviceRuntime;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.serial.SerialLine;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.loop.ThreadLoop;
import dev.ferrule.sim.SimBoard;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.line.LineFaults;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a simulated board on a real pseudo-terminal sent, beside what the gateway has of it and what
 * it says is lost.
 */
@Timeout(300)
class LostRowsIT {

  /** A board tells its own count every 5 s. */
  private static final long STATUS_MS = 6_000;

  /** Lost frames that are no rows: answers, acknowledgments, counts. */
  private static final long OTHERS = 100;

  @TempDir private Path directory;

  private final ThreadLoop loop = new ThreadLoop();
  private final RecordedEvents events = new RecordedEvents();
  private Simulation simulation;
  private SimBoard board;
  private FirmwareDriver driver;
  private DeviceRuntime device;

  /** Rows since the start: what the board sent, what the gateway has, what it says is lost. */
  private record Account(long sent, long sentAtMost, long got, long lost) {}

  @BeforeEach
  void connect() throws Exception {
    simulation =
        Simulation.start(
            Scenario.parse(
                """
                boards:
                  - name: bed
                    channels:
                      - {key: temp, unit: Cel, decimals: 1, period: 2ms, wave: 21.5}
                """),
            directory,
            SimClock.system());
    board = simulation.board("bed");
    var line = new SerialLine(new SerialSettings(board.link().toString()), "bed", loop);
    driver = new FirmwareDriver("bed", FirmwareSettings.DEFAULT, loop, events);
    device = new DeviceRuntime("bed", loop, line, driver, events);
    device.start();
    loop.await(() -> driver.statistics().sessions() == 1);
  }

  @AfterEach
  void stop() {
    device.close();
    loop.close();
    simulation.close();
  }

  @Test
  void areCountedThroughCutsDamageAndNewSessions() throws Exception {
    Account before = account();
    for (int cut = 0; cut < 3; cut++) {
      board.silence(true);
      TimeUnit.MILLISECONDS.sleep(900);
      board.silence(false);
      TimeUnit.MILLISECONDS.sleep(300);
    }
    LineFaults bad = LineFaults.NONE.flipping(0.002).losing(0.001).droppingFrames(0.02);
    board.faults(bad, bad);
    TimeUnit.MILLISECONDS.sleep(3_000);
    board.faults(LineFaults.NONE, LineFaults.NONE);
    long sessions = loop.call(() -> driver.statistics().sessions());
    board.silence(true);
    TimeUnit.MILLISECONDS.sleep(3_000); // longer than T
    board.silence(false);
    loop.await(() -> driver.statistics().sessions() > sessions);
    TimeUnit.MILLISECONDS.sleep(STATUS_MS);

    Account after = account();
    long lost = after.lost - before.lost;
    long got = after.got - before.got;
    long least = after.sent - before.sentAtMost - got;
    long most = after.sentAtMost - before.sent - got + OTHERS;
    System.out.printf("rows got %d, lost %d to %d, counted %d%n", got, least, most, lost);
    assertTrue(least > 2_000, "the faults leave nothing to test: " + least);
    assertTrue(lost >= least, "lost " + least + ", counted " + lost);
    assertTrue(lost <= most, "lost " + most + " with all others, counted " + lost);
  }

  /** A cut at the moment of counting, so that nothing is on its way. */
  private Account account() throws Exception {
    long sent = board.counts().rows();
    board.silence(true);
    long sentAtMost = board.counts().rows();
    TimeUnit.MILLISECONDS.sleep(200);
    Account account =
        loop.call(
            () ->
                new Account(
                    sent,
                    sentAtMost,
                    events.values(0).size(),
                    driver.counts().details().getOrDefault("lost", 0L)));
    board.silence(false);
    return account;
  }
}
