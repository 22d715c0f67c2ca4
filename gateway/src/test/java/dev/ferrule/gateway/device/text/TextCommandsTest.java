package dev.ferrule.gateway.device.text;

import static dev.ferrule.gateway.device.text.TextBoards.relay;
import static dev.ferrule.gateway.device.text.TextBoards.sensor;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.CommandProgress.Done;
import dev.ferrule.gateway.device.CommandProgress.Expired;
import dev.ferrule.gateway.device.CommandProgress.Failed;
import dev.ferrule.gateway.device.CommandProgress.Lost;
import dev.ferrule.gateway.device.CommandProgress.Refused;
import dev.ferrule.gateway.device.CommandProgress.Sent;
import dev.ferrule.gateway.device.CommandProgress.Written;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.OutputSettings;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.RecordedOutput;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.protocol.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TextCommandsTest {

  private static final int FAN = 0;
  private static final int PUMP = 1;
  private static final int VALVE = 2;
  private static final int TEMP = 3;
  private static final int HORN = 4;

  private final ManualLoop loop = new ManualLoop();
  private final RecordedEvents events = new RecordedEvents();
  private final RecordedOutput out = new RecordedOutput();
  private final TextChannel fan =
      new TextChannel(
          "fan",
          "FAN1",
          "Fan",
          "%",
          Kind.NUMBER,
          1,
          new ValueRange(0, 100),
          Duration.ofSeconds(1),
          true,
          Optional.of(
              new TextOutput(
                  "SET {key} {value}", new OutputSettings(20, 0.5, false), Optional.empty())));
  private final TextChannel horn =
      new TextChannel(
          "horn",
          "horn",
          "Horn",
          "",
          Kind.SWITCH,
          0,
          ValueRange.ANY,
          Duration.ZERO,
          false,
          Optional.of(
              new TextOutput(
                  TextOutput.DEFAULT_TEMPLATE, new OutputSettings(0, 0, false), Optional.empty())));
  private final List<String> unreached = new ArrayList<>();
  private final TextDriver driver =
      new TextDriver(
          "bed",
          new TextSettings(
              List.of(
                  fan,
                  relay("pump", Optional.of("ok {key}={value}")),
                  relay("valve", Optional.of("done {key}")),
                  sensor("temp"),
                  horn)),
          loop,
          events);

  @BeforeEach
  void connect() {
    driver.linkUp(out);
    loop.advance(Duration.ofMillis(200));
    feed("temp=20\n");
  }

  @Test
  void writesTheTemplateAndIsDoneWithoutAnAcknowledgement() {
    command("a", FAN, 42.5, 1000);
    assertEquals("SET FAN1 42.5\n", out.takeText());
    assertEquals(List.of(new Written()), events.progress("a"), "a reading may be on its way");
    loop.advance(Duration.ofMillis(100));
    assertEquals(List.of(new Written(), new Sent()), events.progress("a"));
  }

  @Test
  void isDoneWhenTheBoardAcknowledges() {
    command("a", PUMP, 1, 1000);
    assertEquals("pump=1\n", out.takeText());
    assertEquals(List.of(new Written()), events.progress("a"));
    feed("ok pump=0\nok fan=1\nok pump=1.0\nok pump=1\n");
    assertEquals(List.of(new Written(), new Done(1)), events.progress("a"));
  }

  @Test
  void failsWhenTheBoardSaysThatItCouldNot() {
    command("a", PUMP, 1, 1000);
    feed("error valve stuck\nerror pumps\nerror pump dry\n");
    Failed failed = assertInstanceOf(Failed.class, events.progress("a").getLast());
    assertEquals(new Failed(Reason.DEVICE_FAILED, "the board said: error pump dry"), failed);
  }

  /** The first was done and its answer lost, the second came damaged to the board: or otherwise. */
  @Test
  void doesNotKnowWhichOfSeveralCommandsTheBoardRefused() {
    command("a", PUMP, 1, 1000);
    command("b", PUMP, 0, 1000);
    command("c", VALVE, 1, 1000);
    feed("error pump range\n");
    assertEquals(Reason.NO_ANSWER, lost("a").reason());
    assertEquals(Reason.NO_ANSWER, lost("b").reason());
    assertEquals(List.of(new Written()), events.progress("c"));
  }

  @Test
  void takesAnAcknowledgementWithoutAValue() {
    command("a", VALVE, 1, 1000);
    command("b", VALVE, 0, 1000);
    feed("  done valve \n");
    assertEquals(List.of(new Written(), new Done(1)), events.progress("a"));
    assertEquals(List.of(new Written()), events.progress("b"));
  }

  @Test
  void losesWhatIsNeverAcknowledged() {
    command("a", PUMP, 1, 3000);
    loop.advance(Duration.ofMillis(2_999));
    assertEquals(1, events.progress("a").size());
    loop.advance(Duration.ofMillis(2));
    assertEquals(Reason.NO_ANSWER, lost("a").reason());
    feed("ok pump=1\n");
    assertEquals(2, events.progress("a").size());
  }

  @Test
  void losesWhatWaitsWhenTheLinkBreaks() {
    command("a", PUMP, 1, 3000);
    driver.linkDown("unplugged");
    assertEquals(Reason.LINK_LOST, lost("a").reason());
    loop.advance(Duration.ofSeconds(20));
    assertEquals(2, events.progress("a").size());
  }

  @Test
  void writesNothingAfterTheDeadline() {
    driver.sendCommand(new DeviceCommand("a", FAN, 1, loop.nanoTime()));
    assertEquals(List.of(new Expired()), events.progress("a"));
    assertEquals("", out.takeText());
  }

  @Test
  void writesNothingThatWouldArriveAfterTheDeadline() {
    for (int i = 0; i < 200; i++) {
      command("n" + i, HORN, i % 2, 100);
    }
    long bytes = out.take().length;
    long lineMs = bytes * 10 * 1000 / 115_200;
    assertTrue(lineMs <= 100 && lineMs >= 95, "ms on the line: " + lineMs);
    assertInstanceOf(Refused.class, events.progress("n199").getFirst());
  }

  @Test
  void refusesWhenTheQueueIsFull() {
    out.full = true;
    command("a", FAN, 1, 1000);
    assertEquals(Reason.BUSY, refused("a").reason());
  }

  @Test
  void refusesWhatCannotBeSet() {
    command("a", TEMP, 1, 1000);
    command("b", 99, 1, 1000);
    assertEquals(Reason.READ_ONLY, refused("a").reason());
    assertEquals(Reason.READ_ONLY, refused("b").reason());
  }

  @Test
  void refusesWhileTheLinkIsDown() {
    driver.linkDown("unplugged");
    command("a", FAN, 1, 1000);
    assertEquals(Reason.STALE, refused("a").reason());
  }

  @Test
  void leavesTheOutputsSafeWhenTheGatewayStops() {
    command("a", PUMP, 1, 10_000);
    out.take();
    driver.makeSafe(Duration.ofSeconds(5), unreached::addAll);
    assertEquals("SET FAN1 20.0\npump=0\nvalve=0\nhorn=0\n", out.takeText());
    loop.advance(Duration.ofMillis(500));
    feed("ok pump=0\n");
    assertEquals(List.of(), unreached);
    loop.advance(Duration.ofSeconds(1));
    assertEquals(List.of("valve"), unreached, "it did not acknowledge");
    command("b", PUMP, 1, 1000);
    assertEquals(Reason.STALE, refused("b").reason());
    driver.close();
    assertEquals(Reason.GATEWAY_RESTART, lost("a").reason());
  }

  @Test
  void saysWhichOutputsWereNotReachedWhenTheLineIsDown() {
    driver.linkDown("unplugged");
    driver.makeSafe(Duration.ofSeconds(5), unreached::addAll);
    assertEquals(List.of("fan", "pump", "valve", "horn"), unreached);
  }

  @Test
  void saysWhichOutputsWereNotReachedInTime() {
    out.held = true;
    driver.makeSafe(Duration.ofSeconds(2), unreached::addAll);
    carry(0);
    loop.advance(Duration.ofMillis(100));
    assertEquals("SET FAN1 20.0\npump=0\n", out.takeText(), "one line at a time");
    loop.advance(Duration.ofSeconds(2));
    assertEquals(List.of("pump", "valve", "horn"), unreached);
  }

  @Test
  void writesNoLineBeforeTheOneBeforeItIsThrough() {
    out.held = true;
    command("a", HORN, 1, 1000);
    command("b", HORN, 0, 1000);
    assertEquals("horn=1\n", out.takeText());
    assertEquals(List.of(), events.progress("a"));
    carry(0);
    assertEquals("horn=0\n", out.takeText());
  }

  @Test
  void takesBackWhatWaitsForAnOutputThatIsToBeSafe() {
    out.held = true;
    command("a", FAN, 50, 1000);
    command("b", PUMP, 1, 1000);
    command("c", VALVE, 1, 1000);
    long deadline = loop.nanoTime() + 1_000_000_000L;
    driver.sendCommand(new DeviceCommand("safe", PUMP, 0, deadline, true));
    assertInstanceOf(Refused.class, events.progress("b").getLast());
    carry(0);
    carry(1);
    carry(2);
    assertEquals("SET FAN1 50.0\npump=0\nvalve=1\n", out.takeText());
  }

  @Test
  void writesSafeValuesBeforeAllElseInTheirOrder() {
    out.held = true;
    command("a", FAN, 50, 1000);
    command("b", HORN, 1, 1000);
    long deadline = loop.nanoTime() + 1_000_000_000L;
    driver.sendCommand(new DeviceCommand("first", VALVE, 0, deadline, true));
    driver.sendCommand(new DeviceCommand("second", PUMP, 0, deadline, true));
    for (int line = 0; line < 4; line++) {
      carry(line);
    }
    assertEquals("SET FAN1 50.0\nvalve=0\npump=0\nhorn=1\n", out.takeText());
  }

  @Test
  void saysThatNothingWasDoneWhenTheLineHadNoRoom() {
    out.held = true;
    command("a", FAN, 50, 1000);
    out.passages.getFirst().dropped();
    assertEquals(List.of(new Expired()), events.progress("a"));
    assertInstanceOf(DeviceState.Silent.class, events.states.getLast());
  }

  @Test
  void doesNotKnowWhatBecameOfALineThatWasCut() {
    out.held = true;
    command("a", FAN, 50, 1000);
    out.passages.getFirst().begun();
    out.passages.getFirst().torn();
    assertEquals(Reason.NO_ANSWER, lost("a").reason());
    assertInstanceOf(DeviceState.Silent.class, events.states.getLast());
  }

  @Test
  void doesNotBlameTheLineOfALinkThatBroke() {
    out.held = true;
    command("a", FAN, 50, 1000);
    out.passages.getFirst().begun();
    driver.linkDown("unplugged");
    assertEquals(Reason.LINK_LOST, lost("a").reason());
    assertEquals(new DeviceState.Down("unplugged"), events.states.getLast());
    assertTrue(events.states.stream().noneMatch(DeviceState.Silent.class::isInstance));
  }

  @Test
  void sendsNoMoreToABoardThatShowsNothingOfWhatItWasSent() {
    for (int i = 0; i < Unproved.LIMIT; i++) {
      command("n" + i, FAN, i + 1, 1000);
      loop.advance(Duration.ofMillis(100));
      assertEquals(2, events.progress("n" + i).size(), "" + i);
    }
    command("more", FAN, 50, 1000);
    assertEquals(Reason.BUSY, refused("more").reason());
    long deadline = loop.nanoTime() + 1_000_000_000L;
    driver.sendCommand(new DeviceCommand("safe", FAN, 20, deadline, true));
    assertEquals(List.of(new Written()), events.progress("safe"));
    feed("FAN1=20\n");
    command("again", FAN, 50, 1000);
    assertEquals(List.of(new Written()), events.progress("again"));
  }

  @Test
  void tellsReadingsFromBeforeAnAnswerBeforeIt() {
    command("a", PUMP, 1, 1000);
    feed("pump=0\nok pump=1\npump=1\n");
    assertEquals(List.of(0.0, 1.0, 1.0), events.values(PUMP));
    assertEquals(3, events.batches.size(), "of before the command, before and after the answer");
  }

  private void carry(int line) {
    out.passages.get(line).begun();
    out.passages.get(line).carried();
  }

  private void command(String id, int channel, double value, long ttlMs) {
    driver.sendCommand(new DeviceCommand(id, channel, value, loop.nanoTime() + ttlMs * 1_000_000));
  }

  private Lost lost(String id) {
    return assertInstanceOf(Lost.class, events.progress(id).getLast());
  }

  private Refused refused(String id) {
    assertEquals(1, events.progress(id).size());
    return assertInstanceOf(Refused.class, events.progress(id).getLast());
  }

  private void feed(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    driver.received(bytes, 0, bytes.length, loop.nanoTime());
  }
}
