package dev.ferrule.gateway.device.text;

import static dev.ferrule.gateway.device.text.TextBoards.relay;
import static dev.ferrule.gateway.device.text.TextBoards.sensor;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.RecordedOutput;
import dev.ferrule.gateway.device.text.fields.Misfit;
import dev.ferrule.gateway.device.text.framing.Refusal;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TextDriverTest {

  private final ManualLoop loop = new ManualLoop();
  private final RecordedEvents events = new RecordedEvents();
  private final RecordedOutput out = new RecordedOutput();
  private final TextSettings settings =
      new TextSettings(
          List.of(sensor("temp"), sensor("hum"), sensor("soil"), relay("pump", Optional.empty())));
  private final TextDriver driver = new TextDriver("bed", settings, loop, events);

  @BeforeEach
  void connect() {
    driver.start();
    driver.linkUp(out);
    loop.advance(Duration.ofMillis(200));
  }

  @Test
  void announcesTheChannelsOfTheConfiguration() {
    assertEquals(
        List.of("bed.temp", "bed.hum", "bed.soil", "bed.pump"),
        events.channels.stream().map(c -> c.id().toString()).toList());
    assertTrue(events.channels.get(3).writable());
  }

  @Test
  void makesOneBatchOfALine() {
    feed("temp=21.5 hum=40;soil=-3.25,pump=on\r\n");
    ReadingBatch batch = events.batches.getFirst();
    assertEquals(1, events.batches.size());
    assertEquals(0, batch.firstChannel());
    assertEquals(4, batch.channels());
    assertArrayEquals(new long[] {ManualLoop.START + 200}, batch.times());
    assertArrayEquals(new double[] {21.5, 40, -3.25, 1}, batch.values());
    assertNull(batch.quality());
  }

  @Test
  void makesOneGridOfAllLinesOfAPiece() {
    feed("temp=1 hum=10\ntemp=2 hum=20\nhum=30\ntemp=3\n");
    assertEquals(1, events.batches.size());
    assertEquals(List.of(1.0, 2.0, 3.0), events.values(0));
    assertEquals(List.of(10.0, 20.0, 30.0), events.values(1));
  }

  @Test
  void splitsWhereNeighborsHaveDifferentNumbersOfValues() {
    feed("temp=1 hum=10 soil=7\ntemp=2 hum=20\n");
    assertEquals(2, events.batches.size());
    assertEquals(2, events.batches.get(0).channels());
    assertEquals(2, events.batches.get(1).firstChannel());
  }

  @Test
  void readsTheSameHoweverTheBytesAreCut() {
    String text = "temp=21.5 hum=40\nsoil=1\n\n\r\ntemp=22 pump=off junk x=1\r\n";
    var random = new SplittableRandom(3);
    for (int round = 0; round < 200; round++) {
      events.batches.clear();
      for (int at = 0; at < text.length(); ) {
        int next = Math.min(text.length(), at + random.nextInt(1, 8));
        feed(text.substring(at, next));
        at = next;
      }
      assertEquals(List.of(21.5, 22.0), events.values(0));
      assertEquals(List.of(40.0), events.values(1));
      assertEquals(List.of(1.0), events.values(2));
      assertEquals(List.of(0.0), events.values(3));
    }
  }

  @Test
  void marksWhatIsNoNumberAsBad() {
    feed("temp=nan hum=40\n");
    ReadingBatch batch = events.batches.getFirst();
    assertEquals(Quality.of(Quality.BAD, Quality.NOT_A_NUMBER), batch.qualityAt(0, 0));
    assertEquals(Double.NaN, batch.valueAt(0, 0));
    assertEquals(Quality.GOOD, batch.qualityAt(1, 0));
    assertEquals(1, driver.statistics().notNumbers());
  }

  @Test
  void saysWhatCameWhereANumberShouldBe() {
    feed("temp=21.5C hum=40\n");
    feed("temp=21.5C hum=21,5\n");
    assertEquals(
        List.of(
            "temp: \"21.5C\" is no number",
            "hum: \"21,5\" is no number; a decimal comma? Then say decimal: \",\" in fields"
                + " (2 bad values since the last such line)"),
        events.notes);
    loop.advance(Duration.ofSeconds(61));
    feed("temp=\u001b[0m\u00ff" + "x".repeat(200) + "\n");
    assertEquals(3, events.notes.size());
    assertTrue(
        events.notes.getLast().startsWith("temp: \"\\x1b[0m\\xffxxx"), events.notes.getLast());
    assertTrue(events.notes.getLast().length() < 200, events.notes.getLast());
    assertEquals(4, driver.counts().badValues());
  }

  @Test
  void takesNoHexadecimalDigitsForDecimalOnes() {
    feed("temp=0012\ntemp=00cf\ntemp=0011\ntemp=00e5\ntemp=21.5\n");
    assertEquals(List.of(12.0, Double.NaN, Double.NaN, Double.NaN, 21.5), events.values(0));
    assertTrue(events.notes.getFirst().contains("radix: 16"), events.notes.getFirst());
  }

  /** On a damaged line a letter comes into a number; that must not end the channel for ever. */
  @Test
  void oneLetterAmongManyNumbersMakesNoHexadecimalField() {
    feed("temp=12\ntemp=1a\n");
    feed("temp=13\n".repeat(17));
    assertEquals(13.0, events.values(0).getLast());
    assertEquals(17, driver.counts().badValues());
    feed("temp=1a\ntemp=2b\ntemp=3c\n" + "temp=13\n".repeat(40));
    assertEquals(Double.NaN, events.values(0).getLast());
  }

  /**
   * A flipped digit is a digit: where nothing is checked, damage that shows is not all there is.
   */
  @Test
  void valuesOfALineThatIsDamagedAreUncertainForAWhile() {
    feed("temp=21.5 hum=40\n".repeat(9));
    for (String damaged :
        List.of("temp=21,\u00b7 hum=40\n", "temp=2q.5 hum=40\n", "z".repeat(600) + "\n")) {
      feed("temp=22.5\n");
      assertEquals(Quality.GOOD, events.batches.getLast().qualityAt(0, 0), damaged);
      feed(damaged);
      feed("temp=23.5\n");
      assertEquals(
          Quality.of(Quality.UNCERTAIN, Quality.NOT_SPECIFIED),
          events.batches.getLast().qualityAt(0, 0),
          damaged);
      loop.advance(Duration.ofMinutes(10));
    }
  }

  /** Boards have their ways: a degree sign, a unit behind the number, a line of another kind. */
  @Test
  void whatABoardAlwaysDoesIsNoDamage() {
    for (int i = 0; i < 200; i++) {
      feed("temp=21.5 hum=40% note=\u00b0C\n");
      feed(i % 10 == 0 ? "uptime=" + i + " s\n" : "temp=nan \n");
    }
    feed("temp=1\n");
    assertEquals(Quality.GOOD, events.batches.getLast().qualityAt(0, 0));
  }

  @Test
  void aNameThatNeverCameBeforeIsDamage() {
    feed("temp=21.5 light=7\n".repeat(64));
    feed("uptime=64\ntemp=1\n");
    assertEquals(
        Quality.of(Quality.UNCERTAIN, Quality.NOT_SPECIFIED),
        events.batches.getLast().qualityAt(0, 0));
  }

  @Test
  void countsWhatIsNotForTheDeviceApartFromDamage() {
    feed("booting\ntemp=1\nlight=7\n");
    feed("y".repeat(600) + "\n");
    assertEquals(1, driver.counts().frames());
    assertEquals(2, driver.counts().ignored());
    assertEquals(1, driver.counts().damaged());
  }

  @Test
  void saysWhyItIsSilentAsLongAsThatIsSo() {
    feed("temp=1\n");
    for (int i = 0; i < 5; i++) {
      feed("hello\n");
      loop.advance(Duration.ofSeconds(1));
    }
    assertEquals(
        "what comes is not for this device (no declared field in it): are the baud rate, the"
            + " framing and the fields right?",
        events.states.getLast().reason());
    feed("z".repeat(600) + "\n");
    loop.advance(Duration.ofSeconds(3));
    assertTrue(events.states.getLast().reason().contains("longer than the limit"));
    loop.advance(Duration.ofSeconds(6));
    assertEquals("nothing came for 3 s", events.states.getLast().reason());
  }

  @Test
  void marksAnImpossibleValueAsUncertain() {
    feed("temp=999\n");
    assertEquals(
        Quality.of(Quality.UNCERTAIN, Quality.OUT_OF_RANGE),
        events.batches.getFirst().qualityAt(0, 0));
  }

  @Test
  void ignoresUnknownFieldsAndNamesEachOnce() {
    feed("light=5 temp=1\nlight=6\nlight=7\n");
    assertEquals(3, driver.statistics().unknownFields());
    assertEquals(1, events.notes.size());
    assertTrue(events.notes.getFirst().contains("\"light\""), events.notes.getFirst());
    assertEquals(2, driver.statistics().refused(Misfit.NO_FIELD));
  }

  @Test
  void namesOnlyAFewOfManyUnknownFields() {
    for (int i = 0; i < 100; i++) {
      feed("f" + i + "=1\n");
    }
    assertEquals(8, events.notes.size());
  }

  @Test
  void dropsALineLongerThan512BytesAndReadsTheNext() {
    feed("temp=1 " + "x".repeat(506) + "\n");
    feed("temp=2 " + "y".repeat(300));
    feed("z".repeat(300) + "\ntemp=3\n");
    feed("temp=4 " + "w".repeat(505) + "\n");
    assertEquals(2, driver.statistics().refused(Refusal.TOO_LONG));
    assertEquals(List.of(3.0, 4.0), events.values(0));
  }

  @Test
  void doesNotTrustAFieldWhoseStartMayBeMissing() {
    driver.linkDown("unplugged");
    driver.linkUp(out);
    feed("temp=5 hum=6\n"); // may have been "soiltemp=5"
    feed("temp=7\n");
    assertEquals(List.of(7.0), events.values(0));
    assertEquals(List.of(6.0), events.values(1));
  }

  @Test
  void forgetsAHalfLineWhenTheLinkBreaks() {
    feed("temp=1");
    driver.linkDown("unplugged");
    driver.linkUp(out);
    loop.advance(Duration.ofMillis(200));
    feed("5\ntemp=2\n");
    assertEquals(List.of(2.0), events.values(0));
  }

  @Test
  void stampsALineWithItsArrival() {
    byte[] bytes = "temp=1\n".getBytes(ISO_8859_1);
    driver.received(bytes, 0, bytes.length, loop.nanoTime() - 50_000_000);
    assertEquals(ManualLoop.START + 150, events.batches.getFirst().times()[0]);
  }

  @Test
  void isUpWithTheFirstValidLineOnly() {
    feed("hello world\nbooting...\n");
    assertEquals(List.of(new DeviceState.Connecting()), events.states);
    feed("temp=1\ntemp=2\n");
    assertEquals(List.of(new DeviceState.Connecting(), new DeviceState.Up()), events.states);
  }

  @Test
  void isSilentAfterThreePeriodsAndUpAgainWithALine() {
    feed("temp=1\n");
    loop.advance(Duration.ofMillis(2_999));
    assertEquals(2, events.states.size());
    loop.advance(Duration.ofMillis(2));
    assertEquals(new DeviceState.Silent("nothing came for 3 s"), events.states.getLast());
    loop.advance(Duration.ofSeconds(60));
    assertEquals(3, events.states.size(), "said once");
    feed("temp=2\n");
    assertEquals(new DeviceState.Up(), events.states.getLast());
  }

  @Test
  void saysWhenBytesComeButMakeNoSense() {
    feed("\u00ff\u0013\u0080garbage\n");
    loop.advance(Duration.ofSeconds(4));
    assertTrue(events.states.getLast().reason().contains("baud"), events.states.getLast().reason());
    assertInstanceOf(DeviceState.Silent.class, events.states.getLast());
  }

  @Test
  void isUpAtOnceWhenItReportsOnlyOnChange() {
    var onlyRelay = new TextSettings(List.of(relay("pump", Optional.empty())));
    var told = new RecordedEvents();
    new TextDriver("pump", onlyRelay, loop, told).linkUp(out);
    loop.advance(Duration.ofHours(1));
    assertEquals(List.of(new DeviceState.Connecting(), new DeviceState.Up()), told.states);
  }

  @Test
  void doesNothingAfterTheLinkIsDown() {
    feed("temp=1\n");
    driver.linkDown("unplugged");
    loop.advance(Duration.ofSeconds(60));
    assertEquals(
        List.of(
            new DeviceState.Connecting(), new DeviceState.Up(), new DeviceState.Down("unplugged")),
        events.states);
  }

  @Test
  void survivesAnyBytes() {
    var random = new SplittableRandom(5);
    byte[] alphabet = "tempum=soil,; 0123456789.-e\n\r\0\u00ff".getBytes(ISO_8859_1);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(1, 100)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = alphabet[random.nextInt(alphabet.length)];
      }
      driver.received(bytes, 0, bytes.length, loop.nanoTime());
    }
    loop.advance(Duration.ofMinutes(11)); // the line was damaged, after all
    events.batches.clear();
    feed("\ntemp=1.5\n");
    assertEquals(List.of(1.5), events.values(0));
    assertNull(events.batches.getLast().quality());
  }

  private void feed(String text) {
    byte[] bytes = ("##" + text + "##").getBytes(ISO_8859_1);
    driver.received(bytes, 2, text.length(), loop.nanoTime());
  }
}
