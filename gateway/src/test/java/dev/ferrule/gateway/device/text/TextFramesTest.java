package dev.ferrule.gateway.device.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.CommandProgress.Done;
import dev.ferrule.gateway.device.CommandProgress.Failed;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.OutputSettings;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.RecordedOutput;
import dev.ferrule.gateway.device.text.fields.FieldFormat;
import dev.ferrule.gateway.device.text.fields.Misfit;
import dev.ferrule.gateway.device.text.fields.NumberForm;
import dev.ferrule.gateway.device.text.framing.Check;
import dev.ferrule.gateway.device.text.framing.Framing;
import dev.ferrule.gateway.device.text.framing.Framing.Cut;
import dev.ferrule.gateway.device.text.framing.Refusal;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The driver with framings, formats and scales other than the usual ones. */
class TextFramesTest {

  private static final Check SUM = new Check(Check.Kind.SUM8, false, (char) 0, false, 0);

  private final ManualLoop loop = new ManualLoop();
  private final RecordedEvents events = new RecordedEvents();
  private final RecordedOutput out = new RecordedOutput();

  @Test
  void scalesWhatTheBoardSaysAndUnscalesCommands() {
    var level =
        new TextChannel(
            "level",
            "l",
            "Level",
            "cm",
            Kind.NUMBER,
            1,
            NumberForm.USUAL,
            new Calibration(0.1, -4),
            new ValueRange(0, 100),
            Duration.ofSeconds(1),
            true,
            Optional.of(
                new TextOutput(
                    "L {value}",
                    new OutputSettings(0, 0, false),
                    Optional.of("{any}OK {value}"),
                    "NO {any}")));
    TextDriver driver =
        connect(
            new TextSettings(
                Framing.LINES, new FieldFormat.Pairs(), Optional.empty(), List.of(level)));
    feed(driver, "l=255\n");
    assertEquals(List.of(21.5), events.values(0));
    driver.sendCommand(new DeviceCommand("a", 0, 21.5, loop.nanoTime() + 1_000_000_000));
    assertEquals("L 255\n", out.takeText());
    feed(driver, "# OK 254\n# OK 255\n");
    assertEquals(new Done(21.5), events.progress("a").getLast());
    driver.sendCommand(new DeviceCommand("b", 0, 1, loop.nanoTime() + 1_000_000_000));
    feed(driver, "NO water\n");
    assertEquals(
        new Failed(Reason.DEVICE_FAILED, "the board said: NO water"),
        events.progress("b").getLast());
  }

  @Test
  void countsRefusedFramesAndNamesTheReasonOnceAMinute() {
    var framing = new Framing(new Cut.Slip(), Optional.of(SUM), 64);
    TextDriver driver = connect(columns(framing));
    for (int i = 0; i < 100; i++) {
      feed(driver, "\u00c01,2\u0001\u00c0");
    }
    assertEquals(1, events.notes.size());
    assertTrue(events.notes.getFirst().contains("wrong check"), events.notes.getFirst());
    loop.advance(Duration.ofSeconds(61));
    feed(driver, "\u00c01,2\u0001\u00c0");
    assertEquals(2, events.notes.size());
    assertTrue(events.notes.getLast().contains("100 since"), events.notes.getLast());
    loop.advance(Duration.ofSeconds(3));
    assertTrue(
        events.states.getLast().reason().contains("wrong check"), events.states.getLast().reason());
    send(driver, framing, "21.5,40");
    send(driver, framing, "21.5");
    TextStatistics statistics = driver.statistics();
    assertEquals(1, statistics.frames());
    assertEquals(101, statistics.refused(Refusal.BAD_CHECK));
    assertEquals(1, statistics.refused(Misfit.OTHER_COLUMNS));
    assertEquals(List.of(40.0), events.values(1));
  }

  /** The other lines of a meter, and a line that has no check where others do. */
  @Test
  void linesThatAreNotForTheDeviceAreNoDamage() {
    TextDriver meter =
        connect(
            new TextSettings(
                Framing.LINES,
                new FieldFormat.Regex("1-0:1\\.8\\.1\\((?P<temp>[.0-9]+)\\*kWh"),
                Optional.empty(),
                List.of(TextBoards.number("temp", Duration.ofSeconds(1)))));
    feed(
        meter, "/ISk5\\2MT382-1000\r\n\r\n1-3:0.2.8(50)\r\n1-0:1.8.1(000004.426*kWh)\r\n!6EEE\r\n");
    assertEquals(List.of(4.426), events.values(0));
    assertEquals(0, meter.counts().damaged());
    assertEquals(3, meter.counts().ignored());
    assertEquals(List.of(), events.notes);
  }

  @Test
  void aLineWithoutCheckIsNotOneWithAWrongCheck() {
    var framing =
        new Framing(
            new Cut.Lines(), Optional.of(new Check(Check.Kind.XOR, true, '*', false, 0)), 64);
    TextDriver board =
        connect(
            new TextSettings(
                framing,
                new FieldFormat.Pairs(),
                Optional.empty(),
                List.of(TextBoards.sensor("temp"))));
    feed(board, "temp=21.5\nbooting\n");
    assertEquals(2, board.counts().ignored());
    assertEquals(0, board.counts().damaged());
    loop.advance(Duration.ofSeconds(4));
    assertTrue(
        events.states.getLast().reason().contains("no check at its end"),
        events.states.getLast().reason());
    feed(board, "temp=21.5*00\n");
    assertEquals(1, board.counts().damaged());
  }

  @Test
  void framesThatDamageJoinedAreLostAllOfThem() {
    var framing = new Framing(new Cut.Cobs(), Optional.of(SUM), 64);
    TextDriver board = connect(columns(framing));
    send(board, framing, "21.500000000,40.0000000000"); // two that were joined, and pass
    for (int i = 0; i < 50; i++) {
      send(board, framing, "21.5,40");
    }
    feed(board, "21.5,40.21.5,40.21.5,40.\u0000");
    assertEquals(51, board.counts().frames());
    assertEquals(3, board.counts().damaged());
  }

  /** Eight bits of check let 1 of 256 accidents pass, sixteen none to speak of. */
  @Test
  void valuesAreUncertainWhereAWeakCheckFindsDamage() {
    for (Check.Kind kind : List.of(Check.Kind.SUM8, Check.Kind.XOR, Check.Kind.CRC16_MODBUS)) {
      var framing =
          new Framing(new Cut.Cobs(), Optional.of(new Check(kind, false, (char) 0, false, 0)), 64);
      TextDriver board = connect(columns(framing));
      feed(board, "damaged\u0000damaged\u0000");
      send(board, framing, "21.5,40");
      int quality =
          kind == Check.Kind.CRC16_MODBUS
              ? Quality.GOOD
              : Quality.of(Quality.UNCERTAIN, Quality.NOT_SPECIFIED);
      assertEquals(quality, events.batches.getLast().qualityAt(0, 0), kind.word());
    }
  }

  /** Where a check is right, a frame is whole: it is another type. */
  @Test
  void otherTypesOfFramesWithARightCheckAreNoDamage() {
    var framing = new Framing(new Cut.Cobs(), Optional.of(SUM), 64);
    TextDriver board = connect(columns(framing));
    send(board, framing, "1,2,3");
    send(board, framing, "21.5,40");
    assertEquals(1, board.counts().ignored());
    assertEquals(0, board.counts().damaged());
  }

  /** 0d3b is sent as 0e3b: CR would end the line. */
  @Test
  void takesTheCheckOfInvertersThatSendTheirOwnBytesOneHigher() {
    var framing =
        new Framing(
            new Cut.Lines(),
            Optional.of(new Check(Check.Kind.CRC16_XMODEM, false, (char) 0, false, 0)),
            64);
    TextDriver inverter =
        connect(
            new TextSettings(
                framing,
                new FieldFormat.Regex("\\((?P<temp>[.0-9]+) "),
                Optional.empty(),
                List.of(TextBoards.number("temp", Duration.ofSeconds(1)))));
    feed(inverter, "(200.1 50.0 229.9\u000e;\r");
    assertEquals(List.of(200.1), events.values(0));
    assertEquals(
        "(200.1 50.0 229.9\u000e;\n",
        new String(framing.encode("(200.1 50.0 229.9".getBytes(ISO_8859_1)), ISO_8859_1));
  }

  @Test
  void asksABoardThatSpeaksOnlyWhenAskedAndAfterACommand() {
    var poll = new Poll("?", Duration.ofSeconds(1));
    var framing = new Framing(new Cut.Cobs(), Optional.empty(), 64);
    TextDriver driver =
        connect(
            new TextSettings(
                framing,
                new FieldFormat.Pairs(),
                Optional.of(poll),
                List.of(TextBoards.relay("pump", Optional.empty()))));
    assertEquals("\u0002?\u0000", out.takeText());
    loop.advance(Duration.ofMillis(1_001));
    assertEquals("\u0002?\u0000", out.takeText());
    driver.sendCommand(new DeviceCommand("a", 0, 1, loop.nanoTime() + 1_000_000_000));
    assertTrue(out.takeText().startsWith("\u0008pump=1\n\u0000"), "the command in a frame");
    driver.linkDown("unplugged");
    loop.advance(Duration.ofSeconds(10));
    assertEquals("", out.takeText());
  }

  @Test
  void endsAFrameWithThePauseAfterIt() {
    var framing = new Framing(new Cut.Gap(Duration.ofMillis(20)), Optional.empty(), 64);
    TextDriver driver =
        connect(
            new TextSettings(
                framing,
                new FieldFormat.Pairs(),
                Optional.empty(),
                List.of(TextBoards.sensor("temp"))));
    feed(driver, "temp=2");
    loop.advance(Duration.ofMillis(10));
    feed(driver, "1");
    assertEquals(List.of(), events.batches);
    loop.advance(Duration.ofMillis(40));
    assertEquals(List.of(21.0), events.values(0));
  }

  private TextDriver connect(TextSettings settings) {
    var driver = new TextDriver("bed", settings, loop, events);
    driver.start();
    driver.linkUp(out);
    loop.advance(Duration.ofMillis(200));
    return driver;
  }

  private void send(TextDriver driver, Framing framing, String payload) {
    byte[] bytes = framing.encode(payload.getBytes(ISO_8859_1));
    driver.received(bytes, 0, bytes.length, loop.nanoTime());
  }

  private void feed(TextDriver driver, String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    driver.received(bytes, 0, bytes.length, loop.nanoTime());
  }

  private static TextSettings columns(Framing framing) {
    return new TextSettings(
        framing,
        new FieldFormat.Columns(',', List.of("temp", "hum")),
        Optional.empty(),
        List.of(TextBoards.sensor("temp"), TextBoards.sensor("hum")));
  }
}
