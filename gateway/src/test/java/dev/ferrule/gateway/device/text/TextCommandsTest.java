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
import dev.ferrule.gateway.device.CommandProgress.Written;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.OutputSettings;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.RecordedOutput;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.protocol.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TextCommandsTest {

  private static final int FAN = 0;
  private static final int PUMP = 1;
  private static final int VALVE = 2;
  private static final int TEMP = 3;

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
  private final TextDriver driver =
      new TextDriver(
          "bed",
          new TextSettings(
              List.of(
                  fan,
                  relay("pump", Optional.of("ok {key}={value}")),
                  relay("valve", Optional.of("done {key}")),
                  sensor("temp"))),
          loop,
          events);

  @BeforeEach
  void connect() {
    driver.linkUp(out);
    loop.advance(Duration.ofMillis(200));
  }

  @Test
  void writesTheTemplateAndIsDoneWithoutAnAcknowledgement() {
    command("a", FAN, 42.5, 1000);
    assertEquals("SET FAN1 42.5\n", out.takeText());
    assertEquals(List.of(new Written(), new Done(42.5)), events.progress("a"));
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
      command("n" + i, FAN, i % 100, 100);
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
    command("a", PUMP, 1, 1000);
    out.take();
    driver.close();
    assertEquals("SET FAN1 20.0\npump=0\nvalve=0\n", out.takeText());
    assertEquals(Reason.GATEWAY_RESTART, lost("a").reason());
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
