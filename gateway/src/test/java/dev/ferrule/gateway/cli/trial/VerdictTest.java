package dev.ferrule.gateway.cli.trial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.config.device.DriverSettings;
import dev.ferrule.gateway.device.nmea.NmeaSettings;
import dev.ferrule.gateway.device.text.trial.Recording;
import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.link.LinkEncoder;
import dev.ferrule.protocol.link.LinkEnd;
import dev.ferrule.protocol.link.LinkMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is recognized, at the right rate and at wrong ones. */
class VerdictTest {

  private static final LinkMessage.Hello HELLO =
      new LinkMessage.Hello(
          1, 0, 0, 7, 99, 120, 254, 1024, 4, 1, 1000, Bytes.fromHex("0a0b"), "rig 1.0");

  @Test
  void recognizesAnInstrumentAndItsChannels() {
    Recording heard = recording(instrument());
    var nmea = assertInstanceOf(Finding.Nmea.class, found(heard));
    assertTrue(nmea.words().contains("(GGA, MTW, XDR)"), nmea.words());
    DeviceConfiguration device = configured(nmea, 4800);
    NmeaSettings settings = assertInstanceOf(DriverSettings.Nmea.class, device.driver()).settings();
    assertEquals(
        List.of(
            "latitude",
            "longitude",
            "altitude",
            "satellites",
            "hdop",
            "water_temperature",
            "env_outair_t"),
        settings.channels().stream().map(c -> c.key()).toList());
  }

  @Test
  void recognizesFirmwareAndItsName() {
    var firmware = assertInstanceOf(Finding.Firmware.class, found(recording(firmware())));
    assertTrue(firmware.words().contains("from firmware rig 1.0"), firmware.words());
    assertInstanceOf(DriverSettings.Firmware.class, configured(firmware, 115_200).driver());
  }

  @Test
  void recognizesThemFromTheMiddleOn() {
    for (byte[][] pieces : List.of(instrument(), firmware())) {
      byte[] all = joined(pieces);
      var late = new Recording();
      late.add(new Recording.Piece(all, 7, all.length - 10, 0));
      assertTrue(found(late).isSure());
    }
  }

  @Test
  void takesTextWithSomeSentencesForText() {
    byte[][] pieces = board();
    pieces[3] = "$GPMTW,15.2,C*2B\r\n".getBytes(ISO_8859_1);
    assertInstanceOf(Finding.Text.class, found(recording(pieces)));
  }

  @Test
  void findsNothingInNoise() {
    byte[] noise = new byte[20_000];
    new SplittableRandom(3).nextBytes(noise);
    assertEquals(new Verdict.Nonsense(), Verdict.of(recording(noise)));
    assertEquals(new Verdict.Nonsense(), Verdict.of(new Recording()));
  }

  @Test
  void recognizesSentencesOfMakersAndProposesNothingForThem() {
    Recording heard =
        recording(
            lines(i -> i % 2 == 0 ? checked("PGRME,15.%d,M".formatted(i)) : checked("PASHR,1,2")));
    var known = assertInstanceOf(Verdict.Known.class, Verdict.of(heard));
    assertTrue(known.words().contains("60 sentences with a right check sum (PASHR, PGRME)"));
    assertTrue(known.why().contains("none of them"), known.why());
  }

  @Test
  void recognizesSentencesAmongThoseOfMakers() {
    Recording heard =
        recording(
            lines(
                i -> i % 4 == 0 ? checked("GPMTW,1%d.0,C".formatted(i % 9)) : checked("PASHR,1")));
    assertInstanceOf(Finding.Nmea.class, found(heard));
  }

  @Test
  void doesNotTakeSentencesWithoutCheckSumForText() {
    Recording heard = recording(lines(i -> "$GPZDA,2224%d,25,10,2010,+00,00".formatted(10 + i)));
    var known = assertInstanceOf(Verdict.Known.class, Verdict.of(heard));
    assertTrue(
        known.words().startsWith("NMEA 0183: 60 sentences without check sum (ZDA)"), known.words());
  }

  @Test
  void takesADollarInFrontOfATextForText() {
    Recording heard = recording(lines(i -> "$1;1;2%d.5;40".formatted(i % 9)));
    assertInstanceOf(Finding.Text.class, found(heard));
  }

  @Test
  void seesSevenBitsAndTheirParity() {
    byte[] bytes = joined(board());
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] |= (byte) (Integer.bitCount(bytes[i]) % 2 << 7);
    }
    var proposed = assertInstanceOf(Verdict.Proposed.class, Verdict.of(recording(bytes)));
    assertTrue(proposed.isSure());
    String yaml = proposed.yaml(new HeardAt("/dev/ttyS0", 9600, "8N1"), "a test");
    assertTrue(yaml.contains("    data_bits: 7\n    parity: even\n"), yaml);
    assertInstanceOf(Loaded.Valid.class, ConfigurationFile.parse(yaml));
  }

  @TestFactory
  Stream<DynamicTest> isSureAtTheRightRateAlone() {
    return BaudSearch.USUAL.stream()
        .flatMap(sent -> BaudSearch.USUAL.stream().map(read -> new int[] {sent, read}))
        .map(
            rates ->
                DynamicTest.dynamicTest(
                    rates[0] + " heard at " + rates[1],
                    () -> {
                      for (byte[][] pieces : List.of(board(), instrument(), firmware())) {
                        Recording heard = Uart.heard(pieces, rates[0], rates[1]);
                        Verdict verdict = Verdict.of(heard);
                        assertEquals(
                            rates[0] == rates[1],
                            verdict.isSure(),
                            () -> verdict + " in " + Bytes.copyOf(heard.bytes()));
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> theSearchFindsTheRate() {
    return BaudSearch.USUAL.stream()
        .filter(sent -> sent != 115_200)
        .map(
            sent ->
                DynamicTest.dynamicTest(
                    sent + " baud",
                    () -> {
                      List<String> told = new ArrayList<>();
                      BaudSearch.Found found =
                          BaudSearch.search(
                                  115_200, rate -> Uart.heard(board(), sent, rate), told::add)
                              .orElseThrow();
                      assertEquals(sent, found.baud());
                      assertTrue(told.getLast().endsWith("a text board"), told::toString);
                      assertEquals(
                          told.size() - 1,
                          told.stream().filter(t -> t.endsWith("no sense")).count());
                    }));
  }

  @Test
  void theSearchGivesUpOnNoise() throws InterruptedException {
    byte[] noise = new byte[3_000];
    new SplittableRandom(4).nextBytes(noise);
    List<String> told = new ArrayList<>();
    assertEquals(Optional.empty(), BaudSearch.search(9600, _ -> recording(noise), told::add));
    assertEquals(BaudSearch.USUAL.size() - 1, told.size());
  }

  private static byte[][] board() {
    return lines(i -> "temp=2%d.%d hum=4%d door=%s".formatted(i % 3, i % 10, i % 7, i % 5 == 0));
  }

  private static byte[][] instrument() {
    return lines(
        i ->
            switch (i % 3) {
              case 0 ->
                  checked(
                      "GPGGA,12%02d00,4807.038,N,01131.000,E,1,08,0.9,545.4,M,,M,,".formatted(i));
              case 1 -> checked("YXMTW,%d.2,C".formatted(10 + i % 9));
              default -> checked("WIXDR,C,%d.5,C,ENV_OUTAIR_T".formatted(i % 20));
            });
  }

  private static byte[][] firmware() {
    var encoder = new LinkEncoder(LinkEnd.DEVICE);
    return IntStream.range(0, 20)
        .mapToObj(
            _ -> {
              int length = encoder.bestEffort(HELLO, -1);
              return Arrays.copyOf(encoder.array(), length);
            })
        .toArray(byte[][]::new);
  }

  private interface Line {
    String at(int i);
  }

  private static byte[][] lines(Line line) {
    return IntStream.range(0, 60)
        .mapToObj(i -> (line.at(i) + "\r\n").getBytes(ISO_8859_1))
        .toArray(byte[][]::new);
  }

  private static String checked(String body) {
    return "$%s*%02X".formatted(body, body.chars().reduce(0, (a, b) -> a ^ b));
  }

  private static Recording recording(byte[]... pieces) {
    var recording = new Recording();
    for (byte[] piece : pieces) {
      recording.add(new Recording.Piece(piece, 0, piece.length, 0));
    }
    return recording;
  }

  private static Finding found(Recording heard) {
    return assertInstanceOf(Verdict.Proposed.class, Verdict.of(heard)).finding();
  }

  private static byte[] joined(byte[][] pieces) {
    return recording(pieces).bytes();
  }

  private static DeviceConfiguration configured(Finding finding, int baud) {
    String yaml = finding.yaml(new HeardAt("/dev/ttyUSB0", baud, "8N1").yaml(), "a test");
    return switch (ConfigurationFile.parse(yaml)) {
      case Loaded.Valid(var valid) -> valid.devices().getFirst();
      case Loaded.Invalid invalid -> throw new AssertionError(yaml + invalid.problems());
      case Loaded.Unreadable unreadable -> throw new AssertionError(unreadable.reason());
    };
  }
}
