package dev.ferrule.gateway.device.nmea;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.RecordedOutput;
import dev.ferrule.gateway.device.nmea.NmeaChannel.Source;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.model.TimeBase;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NmeaDriverTest {

  private static final List<NmeaChannel> CHANNELS =
      Stream.concat(
              Arrays.stream(Quantity.values()).map(NmeaChannel::of),
              Stream.of(
                  new NmeaChannel(
                      "air",
                      "Air",
                      new Source.Transducer("AIRTEMP", Optional.empty()),
                      "Cel",
                      1,
                      Duration.ofSeconds(1))))
          .toList();

  private final ManualLoop loop = new ManualLoop();
  private final RecordedEvents events = new RecordedEvents();
  private final NmeaDriver driver =
      new NmeaDriver("boat", new NmeaSettings(CHANNELS), loop, events, (_, _) -> {});

  @BeforeEach
  void start() {
    driver.start();
    driver.linkUp(new RecordedOutput());
  }

  private void say(String body) {
    raw(Sentences.checked(body) + "\r\n");
  }

  private void raw(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    driver.received(bytes, 0, bytes.length, loop.nanoTime());
  }

  /** The check sum has eight bits: of many damaged sentences one passes. */
  @Test
  void valuesAreUncertainWhileManyCheckSumsAreWrong() {
    raw("$YXMTW,17.76,C*00\r\n");
    say("YXMTW,17.75,C");
    assertEquals(Quality.GOOD, events.batches.getLast().qualityAt(0, 0), "one accident");
    raw("$YXMTW,17.76,C*00\r\n");
    say("YXMTW,17.75,C");
    assertEquals(
        Quality.of(Quality.UNCERTAIN, Quality.NOT_SPECIFIED),
        events.batches.getLast().qualityAt(0, 0));
    loop.advance(Duration.ofMinutes(1));
    say("YXMTW,17.75,C");
    assertEquals(Quality.GOOD, events.batches.getLast().qualityAt(0, 0));
  }

  @Test
  void tellsHowItsTimesWereMadeThoughTheSentenceMovesTheClock() {
    var source =
        new NmeaDriver(
            "boat",
            new NmeaSettings(CHANNELS),
            loop,
            events,
            (_, _) -> loop.jump(Duration.ofHours(3)));
    source.start();
    source.linkUp(new RecordedOutput());
    TimeBase before = loop.timeBase();
    byte[] rmc =
        (Sentences.checked("GPRMC,000001.500,A,4807.038,N,01131.000,E,,,010126,,") + "\r\n")
            .getBytes(ISO_8859_1);
    source.received(rmc, 0, rmc.length, loop.nanoTime());

    assertEquals(before, events.batches.getLast().base());
    assertNotEquals(before, loop.timeBase());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W; latitude; 48.1173",
        "GNRMC,123519,A,4807.038,S,01131.000,W,022.4,084.4,230394,003.1,W,A; longitude;"
            + " -11.5166667",
        "GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W; speed; 11.5235556",
        "GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W; course; 84.4",
        "GPRMC,000001.500,A,4807.038,N,01131.000,E,,,010126,,; clock_difference; -1.5",
        "GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,; altitude; 545.4",
        "GPGGA,123519,4807.038,N,01131.000,E,2,08,0.9,545.4,M,46.9,M,,; satellites; 8",
        "GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,; hdop; 0.9",
        "GPVTG,054.7,T,034.4,M,005.5,N,010.2,K; course; 54.7",
        "GPVTG,054.7,T,034.4,M,005.5,N,010.2,K,A; speed; 2.8294444",
        "HEHDT,274.07,T; heading; 274.07",
        "WIMWV,214.8,R,0.1,K,A; wind_angle; 214.8",
        "WIMWV,214.8,R,36,K,A; wind_speed; 10",
        "WIMWV,214.8,T,10,N,A; true_wind_speed; 5.1444444",
        "IIMWV,045.0,T,12.5,M,A; true_wind_speed; 12.5",
        "IIMWV,045.0,T,12.5,M,A; true_wind_angle; 45",
        "SDDPT,3.6,0.5; depth; 3.6",
        "SDDBT,7.8,f,2.4,M,1.3,F; depth; 2.4",
        "SDDBT,10,f,,M,,F; depth; 3.048",
        "YXMTW,17.75,C; water_temperature; 17.75",
        "YXMTW,63.95,F; water_temperature; 17.75",
        "YXMTW,290.9,K; water_temperature; 17.75",
        "GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,100,f,46.9,M,,; altitude; 30.48",
        "GPVTG,054.7,T,034.4,M,,N,010.2,K; speed; 2.8333333",
        "GPGLL,4807.038,N,01131.000,E,094736,A,A; latitude; 48.1173",
        "GNGNS,123519,4807.038,N,01131.000,E,NA,08,0.9,545.4,46.9,,; altitude; 545.4",
        "SDHDG,229.8,,,1.3,E; heading; 231.1",
        "SDHDG,1.0,1.5,W,2.5,W; heading; 357.0",
        "GPTHS,231.1,A; heading; 231.1",
        "IIVWR,024,L,018,N,,,,; wind_angle; 336",
        "IIVWR,024,L,018,N,,,,; wind_speed; 9.26",
        "IIVWT,024,R,,,9.26,M,,; true_wind_angle; 24",
        "SDDBT,,f,,M,10,F; depth; 18.288",
        "YXXDR,P,1.0,B,BARO,C,21.5,C,AIRTEMP; air; 21.5"
      })
  void readsWhatInstrumentsSay(String body, String key, double value) {
    say(body);
    assertEquals(value, events.values(index(key)).getLast(), 1e-7);
    assertEquals(Quality.GOOD, quality(key));
    assertEquals(new DeviceState.Up(), events.states.getLast());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "YXMTW,17.75,X; water_temperature",
        "YXMTW,17.75; water_temperature",
        "GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,,46.9,M,,; altitude",
        "GPVTG,054.7,M,034.4,M,005.5,N,010.2,K; course",
        "GPVTG,054.7,T,034.4,M,005.5,X,,; speed",
        "WIMWV,214.8,R,10,X,A; wind_speed",
        "SDDBT,7.8,M,,,,; depth",
        "HEHDT,274.07,M; heading"
      })
  void isBadInAUnitThatIsNoneOfItsOwnAndSaysSo(String body, String key) {
    say(body);
    assertEquals(Quality.of(Quality.BAD, Quality.NOT_SPECIFIED), quality(key));
    assertEquals(1, events.notes.size(), events.notes::toString);
    assertTrue(events.notes.getFirst().contains(key), events.notes::toString);
    say(body);
    assertEquals(1, events.notes.size(), "once");
    assertTrue(driver.counts().badValues() >= 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "GPRMC,123519,A,4807.038,N,01131.000,E,022.4,301126,230394,,; course",
        "GPRMC,123519,A,4807.038,N,01131.000,E,99999,1,230394,,; speed",
        "GPVTG,-1,T,,M,005.5,N,010.2,K; course",
        "GPGGA,123519,4807.038,N,01131.000,E,1,08,99.99,545.4,M,46.9,M,,; hdop",
        "GPGGA,123519,4807.038,N,01131.000,E,1,808,0.9,545.4,M,46.9,M,,; satellites",
        "GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545400,M,46.9,M,,; altitude",
        "HEHDT,400,T; heading",
        "WIMWV,-5,R,10,N,A; wind_angle",
        "WIMWV,5,R,1000,N,A; wind_speed",
        "SDDPT,-3.6,0.5; depth",
        "YXMTW,-99,C; water_temperature"
      })
  void isBadWhereNoSuchValueCanBe(String body, String key) {
    say(body);
    assertEquals(Quality.of(Quality.BAD, Quality.OUT_OF_RANGE), quality(key));
    assertEquals(Double.NaN, events.values(index(key)).getLast());
  }

  @Test
  void latitudeIsNorthOrSouthOnly() {
    say("GPRMC,123519,A,4807.038,E,01131.000,N,022.4,084.4,230394,003.1,W");
    assertEquals(Quality.of(Quality.BAD, Quality.NOT_A_NUMBER), quality("latitude"));
    assertEquals(Quality.of(Quality.BAD, Quality.NOT_A_NUMBER), quality("longitude"));
  }

  @Test
  void anotherReceiverWithoutFixSpoilsNothing() {
    for (int second = 10; second < 20; second++) {
      say("GPRMC,1235" + second + ",A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W,A");
      say("AIRMC,1235" + second + ",V,,,,,,,230394,,,N");
      say("AIGGA,1235" + second + ",,,,,0,00,99.9,,M,,M,,");
      assertEquals(Quality.GOOD, quality("latitude"));
      assertEquals(Quality.GOOD, quality("course"));
      loop.advance(Duration.ofSeconds(1));
    }
    assertEquals(List.of(), events.notes);
    loop.advance(Duration.ofSeconds(4));
    say("AIRMC,123530,V,,,,,,,230394,,,N");
    assertEquals(Quality.of(Quality.BAD, Quality.NO_DATA), quality("latitude"), "nobody knows");
    assertEquals(1, events.notes.size());
  }

  @Test
  void tellsTwoReceiversOfOneTalkerApartByWhatTheySayOfOneMoment() {
    for (int second = 10; second < 20; second++) {
      say("GPRMC,1235" + second + ",A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W,A");
      say("GPRMC,1235" + second + ",V,,,,,,,230394,,,N");
      say("GPGGA,,,,,,0,00,99.9,,M,,M,,");
      assertEquals(Quality.GOOD, quality("latitude"));
      loop.advance(Duration.ofSeconds(1));
    }
  }

  @Test
  void theReceiverItselfIsBelievedAtOnce() {
    say("GPRMC,123510,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W,A");
    say("GPRMC,123511,V,,,,,,,230394,,,N");
    assertEquals(Quality.of(Quality.BAD, Quality.NO_DATA), quality("latitude"));
  }

  @Test
  void theGyroGoesBeforeTheCompass() {
    say("HEHDT,231.3,T");
    say("SDHDG,229.8,,,1.3,E");
    assertEquals(List.of(231.3), events.values(index("heading")));
  }

  @Test
  void countsWhatIsTakenWhatIsNotForItAndDamageApart() {
    say("GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W");
    say("PGRME,15.0,M,22.5,M,15.0,M");
    say("GPGSV,3,1,11,03,03,111,00");
    raw("$GPHDT,1.0,T\r\nbooting\r\n$HEHDT,1.0,T*00\r\n");
    raw("!" + Sentences.checked("AIVDM,1,1,,A,14eG,0").substring(1) + "\r\n");
    assertEquals(1, driver.counts().frames());
    assertEquals(5, driver.counts().ignored());
    assertEquals(1, driver.counts().damaged());
  }

  @Test
  void positionIsOneBatch() {
    say("GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W");
    assertTrue(
        events.batches.stream().anyMatch(b -> b.firstChannel() == 0 && b.channels() == 2),
        events.batches::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "GPRMC,123519,V,,,,,,,230394,,,N; latitude",
        "GPRMC,123519,V,4807.038,N,01131.000,E,0,0,230394,,,N; speed",
        "GPGGA,123519,,,,,0,00,99.9,,M,,M,,; altitude",
        "GPVTG,,T,,M,,N,,K,N; course",
        "WIMWV,214.8,R,0.1,K,V; wind_angle"
      })
  void noFixIsBad(String body, String key) {
    say(body);
    assertEquals(Quality.of(Quality.BAD, Quality.NO_DATA), quality(key));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W,E",
        "GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W,S",
        "GPGGA,123519,4807.038,N,01131.000,E,6,08,0.9,545.4,M,46.9,M,,"
      })
  void guessedPositionIsUncertain(String body) {
    say(body);
    assertEquals(48.1173, events.values(index("latitude")).getLast(), 1e-9);
    assertTrue(Quality.isUncertain(quality("latitude")));
  }

  @Test
  void tellsOnceThatThereIsNoFixAndThatItIsBack() {
    say("GPRMC,123519,V,,,,,,,230394,,,N");
    say("GPRMC,123520,V,,,,,,,230394,,,N");
    say("GPRMC,123521,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W,A");
    assertEquals(
        List.of("the receiver has no fix: RMC has status V", "the receiver knows where it is"),
        events.notes);
  }

  @Test
  void saysNothingOfWhatIsNotTold() {
    say("GPGGA,123519,4807.038,N,01131.000,E,1,,,,M,,M,,");
    say("GPVTG,,T,,M,,N,,K,A");
    assertEquals(List.of(), events.values(index("altitude")));
    assertEquals(List.of(), events.values(index("satellites")));
    assertEquals(List.of(), events.values(index("speed")));
  }

  @Test
  void halfOfAPositionIsNotANumber() {
    say("GPRMC,123519,A,4861.000,N,01131.000,E,022.4,084.4,230394,003.1,W");
    assertEquals(Quality.of(Quality.BAD, Quality.NOT_A_NUMBER), quality("latitude"));
    assertEquals(Quality.GOOD, quality("longitude"));
  }

  @Test
  void saysWhyItIsSilent() {
    loop.advance(Duration.ofSeconds(6));
    assertEquals(new DeviceState.Silent("nothing came for 5 s"), events.states.getLast());

    say("HEHDT,1.0,T");
    assertEquals(new DeviceState.Up(), events.states.getLast());
    byte[] wrong = "$HEHDT,1.0,T*00\r\n".getBytes(ISO_8859_1);
    for (int i = 0; i < 20; i++) {
      driver.received(wrong, 0, wrong.length, loop.nanoTime());
      loop.advance(Duration.ofMillis(500));
    }
    var disturbed = assertInstanceOf(DeviceState.Silent.class, events.states.getLast());
    assertTrue(disturbed.reason().contains("check sums"), disturbed.reason());

    say("HEHDT,1.0,T");
    assertSilent(
        "GPZDA", Sentences.checked("GPZDA,160012.71,11,03,2004,-1,00"), "none with a channel");
    assertSilent("none has a sum", "$HEHDT,1.0,T", "check_sum: optional");
    assertSilent("another baud rate", "\u0080\u00fe", "baud rate");
    loop.advance(Duration.ofSeconds(11));
    assertEquals("nothing came for 5 s", events.states.getLast().reason());
  }

  private void assertSilent(String what, String line, String why) {
    for (int i = 0; i < 24; i++) {
      raw(line + "\r\n");
      loop.advance(Duration.ofMillis(500));
    }
    var silent = assertInstanceOf(DeviceState.Silent.class, events.states.getLast(), what);
    assertTrue(silent.reason().contains(why), silent.reason());
  }

  @Test
  void saysThatNothingComesThoughSentencesCameBefore() {
    for (int i = 0; i < 20; i++) {
      say("HEHDT,1.0,T");
      raw("$HEHDT,1.0,T*00\r\n");
      loop.advance(Duration.ofMillis(500));
    }
    say("HEHDT,1.0,T");
    loop.advance(Duration.ofSeconds(6));
    assertEquals("nothing came for 5 s", events.states.getLast().reason());
  }

  @Test
  void takesNoCommands() {
    driver.sendCommand(new DeviceCommand("c1", 0, 1, 0));
    assertInstanceOf(CommandProgress.Refused.class, events.progress("c1").getLast());
  }

  private int index(String key) {
    return CHANNELS.stream().map(NmeaChannel::key).toList().indexOf(key);
  }

  private int quality(String key) {
    int channel = index(key);
    ReadingBatch batch =
        events.batches.stream()
            .filter(b -> b.firstChannel() <= channel && channel < b.firstChannel() + b.channels())
            .reduce((_, last) -> last)
            .orElseThrow();
    return batch.qualityAt(channel - batch.firstChannel(), 0);
  }
}
