package dev.ferrule.gateway.device.nmea;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceTest {

  private static final String HEADING = "$HEHDT,341.8,T*21";

  @Test
  void knowsWhatIsSaidAndWhoTalks() {
    var heading = new Sentence("HE", "HDT", List.of("341.8", "T"), true);
    assertEquals(new Line.Talk(heading), Sentences.line(HEADING));
    assertEquals(new Line.Talk(heading), Sentences.line(HEADING.replace("21", "21 ")));
    assertEquals("II", Sentences.sentence("IIHDT,341.8,T").talker());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$HEHDT,341.8,T*22 | DAMAGED",
        "$HEHDT,341.8,T* | DAMAGED",
        "$HEHDT,341.8,T*2 | DAMAGED",
        "$HEHDT,341.8,T*2G | DAMAGED",
        "$HEHDT,341.8,T | UNCHECKED",
        "$PGRME,15.0,M,22.5,M,15.0,M*1B | MAKERS_OWN",
        "$PGRME,15.0,M,22.5,M,15.0,M*1C | DAMAGED",
        "$PSRFTXT,Version | MAKERS_OWN",
        "!AIVDM,1,1,,A,14eG;o@034o8sd<L9i:a;WF>062D,0*7D | OTHER",
        "$ | OTHER",
        "$1;1;;13,8 | OTHER",
        "$1,1,,13,8 | OTHER",
        "$$ | OTHER"
      })
  void tellsDamageFromWhatIsNotForIt(String line, Line.None what) {
    assertEquals(what, Sentences.line(line));
  }

  @Test
  void takesASentenceWithoutCheckSumWhereThatIsDeclared() {
    byte[] bytes = "$HEHDT,341.8,T".getBytes(ISO_8859_1);
    var talk = assertInstanceOf(Line.Talk.class, Line.of(bytes, bytes.length, true));
    assertFalse(talk.sentence().checked());
    byte[] wrong = "$HEHDT,341.8,T*22".getBytes(ISO_8859_1);
    assertEquals(Line.None.DAMAGED, Line.of(wrong, wrong.length, true));
    byte[] cut = "$HEHDT,341.8,T*2".getBytes(ISO_8859_1);
    assertEquals(Line.None.DAMAGED, Line.of(cut, cut.length, true));
  }

  @Test
  void refusesEverySingleFlippedBitAndEveryTruncation() {
    byte[] good = HEADING.getBytes(ISO_8859_1);
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] flipped = good.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      boolean taken = Line.of(flipped, flipped.length, false) instanceof Line.Talk;
      assertTrue(!taken || sameSum(flipped, good), new String(flipped, ISO_8859_1));
    }
    for (int length = 1; length < good.length; length++) {
      assertFalse(Line.of(good, length, false) instanceof Line.Talk);
    }
  }

  /** The case of a hexadecimal digit of the check sum is the one bit that means nothing. */
  private static boolean sameSum(byte[] flipped, byte[] good) {
    return new String(flipped, ISO_8859_1).equalsIgnoreCase(new String(good, ISO_8859_1))
        && new String(flipped, 0, good.length - 3, ISO_8859_1)
            .equals(new String(good, 0, good.length - 3, ISO_8859_1));
  }

  @Test
  void anglesAreDegreesAndMinutes() {
    Sentence south = Sentences.sentence("GPGLL,4807.038,S,01131.000,W");
    assertEquals(-48.1173, south.angle(1, 90, "N", "S").orElseThrow(), 1e-9);
    assertEquals(-11.516666666, south.angle(3, 180, "E", "W").orElseThrow(), 1e-9);
    assertEquals(Double.NaN, south.angle(1, 90, "E", "W").orElseThrow());
    Sentence wrong = Sentences.sentence("GPGLL,9007.0,N,01160.0,E");
    assertEquals(Double.NaN, wrong.angle(1, 90, "N", "S").orElseThrow());
    assertEquals(Double.NaN, wrong.angle(3, 180, "E", "W").orElseThrow());
    assertTrue(wrong.angle(5, 90, "N", "S").isEmpty());
  }

  /** Noise between sentences, in pieces of any size: every sentence is found, nothing throws. */
  @Test
  void findsSentencesInNoiseHoweverTheyAreCut() {
    long seed = 20261122;
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 300; round++) {
      var text = new StringBuilder();
      List<String> sent = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        text.append(noise(random));
        String value = Integer.toString(random.nextInt(1000));
        sent.add(value);
        text.append(Sentences.checked("SDDPT," + value + ",")).append("\r\n");
      }
      List<String> read = new ArrayList<>();
      var reader = new SentenceReader(false, sentence -> read.add(sentence.field(1)), () -> {});
      byte[] bytes = text.toString().getBytes(ISO_8859_1);
      for (int at = 0; at < bytes.length; ) {
        int piece = Math.min(bytes.length - at, random.nextInt(1, 50));
        reader.feed(bytes, at, piece);
        at += piece;
      }
      assertEquals(sent, read, "seed " + seed + " round " + round);
    }
  }

  private static String noise(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    return new String(bytes, ISO_8859_1);
  }

  @Test
  void countsASentenceThatAnotherOneCutsAsDamaged() {
    List<Sentence> read = new ArrayList<>();
    var reader = new SentenceReader(false, read::add, () -> {});
    byte[] bytes = ("$GPGGA,1235" + HEADING + "\r\n").getBytes(ISO_8859_1);
    reader.feed(bytes, 0, bytes.length);
    assertEquals(1, read.size());
    assertEquals(1, reader.damaged());
  }
}
