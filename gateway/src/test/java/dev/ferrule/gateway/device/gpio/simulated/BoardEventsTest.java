package dev.ferrule.gateway.device.gpio.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.loop.ManualClock;
import dev.ferrule.sim.scenario.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines as they come over the wire, one by one. */
class BoardEventsTest {

  private static final long MICROSECOND = 1000;

  @TempDir private Path directory;
  private final List<String> told = new ArrayList<>();
  private Simulation simulation;
  private BoardLine line;
  private BoardEvents events;

  @BeforeEach
  void open() {
    simulation =
        Simulation.start(
            Scenario.parse("boards: [{name: pi, driver: gpio, channels: [{key: a, line: 17}]}]"),
            directory,
            new ManualClock());
    line = BoardLine.open(simulation.board("pi").link());
    events =
        new BoardEvents(
            line,
            new BoardEvents.Rest() {
              @Override
              public void answer(String text) {
                told.add(text);
              }

              @Override
              public void lost(String reason) {
                told.add(reason);
              }
            });
    events.add(17, (high, nanoTime, sequence) -> told.add(sequence + "=" + high + "@" + nanoTime));
  }

  @AfterEach
  void close() {
    line.close();
    simulation.close();
  }

  @Test
  void edgesOfWhoeverHadTheBoardBeforeAreNotBelieved() {
    events.received("edge 17 345 0 0", 0);
    events.expect("1");
    events.tell();
    events.received("edge 17 1 1 0", 7);

    assertEquals(List.of("1=true@7"), told);
  }

  @Test
  void edgesWaitUntilSomebodyListens() {
    events.expect("1");
    events.received("edge 17 1 0 0", 5);
    assertEquals(List.of(), told);

    events.tell();
    events.received("edge 17 2 1 0", 6);
    assertEquals(List.of("1=false@5", "2=true@6"), told);
  }

  @Test
  void edgeHasTheTimeAtWhichItWasAndNoneIsBeforeAnother() {
    events.expect("1");
    events.tell();
    events.received("edge 17 1 1 3", 10 * MICROSECOND);
    events.received("edge 17 2 0 5", 11 * MICROSECOND);

    assertEquals(List.of("1=true@7000", "2=false@7000"), told);
  }

  @Test
  void lineThatCameTwiceIsOneEdgeAndALookTellsWhatIsMissing() {
    events.expect("1");
    events.tell();
    events.received("edge 17 1 1 0", 1);
    events.received("edge 17 1 1 0", 2);
    events.received("lines 1 17:1:1", 3);
    events.received("lines 1 17:4:0", 4);

    assertEquals(List.of("1=true@1", "4=false@4"), told);
    assertEquals("{late edges=1, lost edges=2}", events.counts().details().toString());
  }

  @Test
  void anotherBootIsTheEndAndAllElseAnAnswer() {
    events.expect("1");
    events.received("7 ok 1", 0);
    events.received("lines 2", 0);

    assertEquals(List.of("7 ok 1", "the board behind " + line + " started again"), told);
  }
}
