package dev.ferrule.gateway.device.nmea;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentenceTest {

  private static final String HEADING = "$HEHDT,341.8,T*21";

  @Test
  void knowsWhatIsSaidWhoeverTalks() {
    assertEquals(Optional.of(new Sentence("HDT", List.of("341.8", "T"))), Sentences.parse(HEADING));
    assertEquals(
        Optional.of(new Sentence("HDT", List.of("341.8", "T"))),
        Sentences.parse(Sentences.checked("IIHDT,341.8,T")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "$",
        "$HEHDT,341.8,T*",
        "$HEHDT,341.8,T*22",
        "$HEHDT,341.8,T",
        "HEHDT,341.8,T*21",
        "$HEHDT,341.8,T*2G",
        "!AIVDM,1,1,,A,14eG;o@034o8sd<L9i:a;WF>062D,0*7D"
      })
  void refusesOtherLines(String line) {
    assertEquals(Optional.empty(), Sentences.parse(line));
  }

  @Test
  void refusesEverySingleFlippedBitAndEveryTruncation() {
    byte[] good = HEADING.getBytes(ISO_8859_1);
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] flipped = good.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      String read = Sentence.parse(flipped, flipped.length).map(Sentence::toString).orElse("");
      assertTrue(read.isEmpty() || sameSum(flipped, good), new String(flipped, ISO_8859_1));
    }
    for (int length = 0; length < good.length; length++) {
      assertEquals(Optional.empty(), Sentence.parse(good, length));
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
    Sentence south =
        Sentences.parse(Sentences.checked("GPGLL,4807.038,S,01131.000,W")).orElseThrow();
    assertEquals(-48.1173, south.angle(1, 90).orElseThrow(), 1e-9);
    assertEquals(-11.516666666, south.angle(3, 180).orElseThrow(), 1e-9);
    Sentence wrong = Sentences.parse(Sentences.checked("GPGLL,9007.0,N,01160.0,E")).orElseThrow();
    assertEquals(Double.NaN, wrong.angle(1, 90).orElseThrow());
    assertEquals(Double.NaN, wrong.angle(3, 180).orElseThrow());
    assertTrue(wrong.angle(5, 90).isEmpty());
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
      var reader = new SentenceReader(sentence -> read.add(sentence.field(1)));
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
}
