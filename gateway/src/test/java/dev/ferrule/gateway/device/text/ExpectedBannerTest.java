package dev.ferrule.gateway.device.text;

import static dev.ferrule.gateway.device.text.TextBoards.relay;
import static dev.ferrule.gateway.device.text.TextBoards.sensor;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.RecordedOutput;
import dev.ferrule.gateway.device.text.fields.FieldFormat;
import dev.ferrule.gateway.device.text.framing.Framing;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.DeviceState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Text boards that must say who they are. */
class ExpectedBannerTest {

  private final ManualLoop loop = new ManualLoop();
  private final RecordedEvents events = new RecordedEvents();
  private final RecordedOutput out = new RecordedOutput();
  private final TextDriver driver =
      new TextDriver(
          "bed",
          new TextSettings(
              Framing.LINES,
              new FieldFormat.Pairs(),
              Optional.of(new ExpectedBanner("^weather [0-9]", Optional.of("ID?\n"))),
              Optional.empty(),
              List.of(sensor("temp"), relay("pump", Optional.empty()))),
          loop,
          events);

  @BeforeEach
  void connect() {
    driver.start();
    driver.linkUp(out);
    run(200);
  }

  @Test
  void believesTheBoardOnceItIsKnown() {
    assertEquals("ID?\n", out.takeText());
    say("temp=1\n");
    assertEquals(List.of(), events.batches);
    say("weather 2\ntemp=21.5\n");
    assertEquals(List.of(21.5), events.values(0));
    assertEquals(new DeviceState.Up(), events.states.getLast());
    run(1_000);
    assertEquals("", out.takeText());
  }

  @Test
  void refusesAnotherAndWritesNothingToIt() {
    out.takeText();
    for (int i = 0; i < 12; i++) {
      say("temp=1\n");
      run(1_000);
    }
    driver.sendCommand(new DeviceCommand("on", 1, 1, loop.nanoTime() + 1_000_000_000L));
    assertInstanceOf(CommandProgress.Refused.class, events.progress("on").getLast());
    assertEquals(
        List.of(
            new DeviceState.Connecting(),
            new DeviceState.Refused(
                "wrong device: expected one that says ^weather [0-9], but heard \"temp=1\"; plug"
                    + " the right one in here, or change expect")),
        events.states);
    assertEquals(List.of(), events.notes, "the state says it");
    assertEquals(List.of(), events.batches);
    driver.makeSafe(Duration.ofSeconds(1), _ -> {});
    driver.close();
    assertEquals("ID?\nID?\n", out.takeText(), "no command, no safe value");
  }

  @Test
  void knowsNobodyAnewAfterAReplug() {
    say("weather 2\n");
    driver.linkDown("unplugged");
    driver.linkUp(out);
    say("temp=1\n");
    assertEquals(List.of(), events.batches);
    run(6_000);
    assertInstanceOf(DeviceState.Refused.class, events.states.getLast());
    say("weather 2\ntemp=3\n");
    assertEquals(List.of(3.0), events.values(0));
    assertEquals(new DeviceState.Up(), events.states.getLast());
  }

  @Test
  void callsAMuteBoardSilent() {
    run(6_000);
    assertInstanceOf(DeviceState.Silent.class, events.states.getLast());
  }

  private void say(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    driver.received(bytes, 0, bytes.length, loop.nanoTime());
  }

  private void run(long millis) {
    loop.advance(Duration.ofMillis(millis));
  }
}
