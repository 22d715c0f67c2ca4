package dev.ferrule.gateway.device.nmea;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.RecordedOutput;
import dev.ferrule.gateway.device.nmea.NmeaChannel.Source;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XDR sentences, in which a name does not say what is measured. */
class TransducersTest {

  private final RecordedEvents events = new RecordedEvents();
  private final ManualLoop loop = new ManualLoop();

  private static NmeaChannel channel(String key, String name, String type, String unit) {
    return new NmeaChannel(
        key,
        key,
        new Source.Transducer(name, Optional.of(type).filter(letter -> !letter.isEmpty())),
        unit,
        1,
        Duration.ofSeconds(1));
  }

  private void play(List<NmeaChannel> channels, String... bodies) {
    var driver = new NmeaDriver("boat", new NmeaSettings(channels), loop, events, (_, _) -> {});
    driver.start();
    driver.linkUp(new RecordedOutput());
    for (String body : bodies) {
      byte[] bytes = (Sentences.checked(body) + "\r\n").getBytes(ISO_8859_1);
      driver.received(bytes, 0, bytes.length, loop.nanoTime());
    }
  }

  @Test
  void takesNoHumidityForATemperatureOfTheSameName() {
    play(
        List.of(channel("air", "ENV_OUTAIR_T", "", "Cel"), channel("hum", "ENV_OUTAIR_T", "", "%")),
        "WIXDR,C,19.52,C,ENV_OUTAIR_T,H,66.66,P,ENV_OUTAIR_T,P,1.0248,B,Barometer");
    assertEquals(List.of(19.52), events.values(0));
    assertEquals(List.of(66.66), events.values(1));
  }

  @Test
  void tellsTransducersApartThatAreNumberedByKind() {
    play(
        List.of(
            channel("air", "0", "", "Cel"),
            channel("inside", "1", "", "Cel"),
            channel("wind", "0", "S", "m/s"),
            channel("pressure", "0", "P", "bar")),
        "WIXDR,A,302,D,0,A,320,D,1,A,330,D,2,S,0.1,M,0,S,0.2,M,1,S,0.2,M,2",
        "WIXDR,C,23.3,C,0,C,24.0,C,1,H,50.1,P,0,P,1009.5,H,0");
    assertEquals(List.of(23.3), events.values(0));
    assertEquals(List.of(24.0), events.values(1));
    assertEquals(List.of(0.1), events.values(2));
    assertEquals(List.of(1.0095), events.values(3));
  }

  @Test
  void knowsASensorWithoutNameEvenWithoutThePlaceForIt() {
    play(List.of(channel("air", "", "", "Cel")), "WIXDR,C,026.0,C,,", "YXXDR,C,20,C");
    assertEquals(List.of(26.0), events.values(0));
    events.batches.clear();
    play(List.of(channel("air", "", "", "Cel")), "YXXDR,C,20,C");
    assertEquals(List.of(20.0), events.values(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C,68,F,X      | Cel   | 20",
        "C,293.15,K,X  | Cel   | 20",
        "P,1009.5,H,X  | bar   | 1.0095",
        "P,101325,P,X  | hPa   | 1013.25",
        "P,29.92,I,X   | hPa   | 1013.2075",
        "S,10,N,X      | m/s   | 5.144444",
        "D,1.5,M,X     | cm    | 150",
        "U,12.4,V,X    | V     | 12.4",
        "G,7,,X        | Cel   | 7"
      })
  void makesTheUnitOfTheChannelOfWhatComes(String tuple, String unit, double value) {
    play(List.of(channel("x", "X", "", unit)), "YXXDR," + tuple);
    assertEquals(value, events.values(0).getLast(), 1e-4);
    assertEquals(Quality.GOOD, quality());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C,nan,C,X            | Cel   | 8",
        "C,-300,C,X           | Cel   | 2",
        "P,1.0,B,X            | [lbf] | 0",
        "C,20,C,X,C,21,C,X    | Cel   | 0",
        "A,302,D,X,S,0.1,M,X  | ''    | 0"
      })
  void isBadInDoubt(String tuples, String unit, int reason) {
    play(List.of(channel("x", "X", "", unit)), "YXXDR," + tuples);
    assertEquals(Quality.of(Quality.BAD, reason), quality());
  }

  @Test
  void saysThatANameIsThatOfSeveral() {
    play(List.of(channel("x", "X", "", "")), "YXXDR,A,302,D,X,S,0.1,M,X", "YXXDR,A,302,D,X");
    assertEquals(1, events.notes.size(), events.notes::toString);
    assertTrue(events.notes.getFirst().contains("needs a unit or a type"), events.notes::toString);
    assertTrue(Quality.isBad(quality()), "still");
  }

  /** One of 256 damaged sentences has a right check sum; that must not end the channel for ever. */
  @Test
  void oneOfAnotherKindAmongManyIsDamage() {
    String[] many = new String[100];
    Arrays.fill(many, "YXXDR,A,302,D,X");
    many[10] = "YXXDR,Q,302,D,X";
    play(List.of(channel("x", "X", "", "")), many);
    assertEquals(Quality.GOOD, quality());
    assertEquals(16, events.values(0).stream().filter(value -> value.isNaN()).count());
    many[0] = "YXXDR,Q,302,D,X";
    play(List.of(channel("x", "X", "", "")), many);
    assertEquals(Quality.GOOD, quality(), "the first was damaged");
    Arrays.setAll(many, i -> i % 3 == 0 ? "YXXDR,S,1,M,X" : "YXXDR,A,302,D,X");
    play(List.of(channel("x", "X", "", "")), many);
    assertTrue(Quality.isBad(quality()), "there are two");
  }

  @Test
  void refusesTheSameTransducerTwice() {
    List<NmeaChannel> twice = List.of(channel("a", "0", "", "Cel"), channel("b", "0", "", "Cel"));
    assertThrows(IllegalArgumentException.class, () -> new NmeaSettings(twice));
  }

  private int quality() {
    ReadingBatch last = events.batches.getLast();
    return last.qualityAt(0, 0);
  }
}
