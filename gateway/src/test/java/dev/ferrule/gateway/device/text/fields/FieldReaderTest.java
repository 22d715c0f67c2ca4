package dev.ferrule.gateway.device.text.fields;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferrule.gateway.device.text.fields.FieldFormat.Spot;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldReaderTest {

  private static final List<String> TWO = List.of("temp", "hum");

  @Test
  void readsColumns() {
    var format = new FieldFormat.Columns(';', List.of("", "hum", "temp"));
    assertEquals("{0=21.5, 1=40}", read(format, "x; 40 ;21.5"));
    assertEquals("OTHER_COLUMNS", read(format, "40;21.5"));
    assertEquals("OTHER_COLUMNS", read(format, "1;2;3;4"));
    assertEquals("OTHER_LINE", read(format, "ready;"));
    assertEquals("{0=, 1=}", read(format, ";;"));
  }

  @Test
  void readsJson() {
    var format = new FieldFormat.Json();
    assertEquals("{0=21.5, 1=40}", read(format, "{\"hum\":40,\"x\":[1,{}],\"temp\":\"21.5\"}"));
    assertEquals("{0=NaN, 1=1.0}", read(format, "{\"hum\":true,\"temp\":null}"));
    assertEquals("NO_FIELD", read(format, "{\"a\":{\"temp\":1}}"));
    for (String bad :
        List.of("{\"temp\":1", "{\"temp\":1}}", "\":2}", "{\"temp\":1,\"temp\":2}", "{hello}")) {
      assertEquals("NOT_JSON", read(format, bad), bad);
    }
    for (String other : List.of("[1]", "21", "hello", "12:00 sensor = {\"temp\":1}", "")) {
      assertEquals("OTHER_LINE", read(format, other), other);
    }
    assertEquals("NOT_JSON", read(format, "{\"temp\":".repeat(100)));
  }

  @Test
  void readsWhatLiesDeeperInJson() {
    assertEquals(
        "{0=1.5, 1=7}",
        read(
            new FieldFormat.Json(),
            List.of("env.t", "rooms.1.t"),
            "{\"env\":{\"t\":1.5},\"rooms\":[{\"t\":6},{\"t\":7}]}".getBytes(ISO_8859_1)));
  }

  @Test
  void readsTheGroupsOfAPattern() {
    var format = new FieldFormat.Regex("T: (?P<temp>\\S+) C(, H: (?P<hum>\\d+)%)?");
    assertEquals("{0=21.5, 1=40}", read(format, "#1 T: 21.5 C, H: 40%"));
    assertEquals("{0=nan}", read(format, "T: nan C"));
    assertEquals("NO_MATCH", read(format, "booting"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "T: (?P<temp>[.0-9]+)          | T: - 3.5 C        | NO_MATCH",
        "T.*?(?P<temp>[.0-9]+)         | T: - 3.5 C        | {0=cut - 3.5}",
        "T.*?(?P<temp>[.0-9]+)         | T: -3.5 C         | {0=cut -3.5}",
        "T.*?(?P<temp>[.0-9]+)         | T − 3.5 C    | {0=cut â 3.5}",
        "T: -(?P<temp>[.0-9]+)         | T: -3.5 C         | {0=3.5}",
        "T - (?P<temp>[.0-9]+)         | T - 3.5 C         | {0=3.5}",
        "T: (?P<temp>[-.0-9]+)         | T: -3.5 C         | {0=-3.5}",
        "T: (?P<temp>- [.0-9]+)        | T: - 3.5 C        | {0=- 3.5}",
        "I: (?P<temp>[.0-9]+)          | I: 1.2e-05 A      | {0=cut 1.2e-05}",
        "I: (?P<temp>[.0-9]+)(?P<u>.*) | I: 1.2e-05 A      | {0=cut 1.2e-05}",
        "I: (?P<temp>[-.0-9e]+)        | I: 1.2e-05 A      | {0=1.2e-05}",
        "P: (?P<temp>[.0-9]+)          | P: 1,013.25 hPa   | {0=cut 1,013.25}",
        "P: (?P<temp>[.0-9]+)          | P: 1 013.25 hPa   | {0=cut 1 013.25}",
        "P: (?P<temp>[.0-9]+)          | P: 1'013.25 hPa   | {0=cut 1'013.25}",
        "(?P<temp>[.0-9]+) hPa         | P: 1 013.25 hPa   | {0=cut 1 013.25}",
        "(?P<temp>[.0-9]+) hPa         | P: 1,013.25 hPa   | {0=cut 1,013.25}",
        "T: (?P<temp>[0-9]+)           | T: 21,5 C         | {0=cut 21,5}",
        "T: (?P<temp>[0-9]+)           | T: 21.5 C         | {0=cut 21.5}",
        "T.*(?P<temp>[0-9]\\.[0-9])    | T: 21.5 C         | {0=cut 21.5}",
        "S: (?P<temp>[0-9]+)           | S: 0x1F           | {0=cut 0x1F}",
        "S: 0x(?P<temp>[0-9A-F]+)      | S: 0x31           | {0=0x31}",
        "S: (?P<temp>[0-9]+)           | S: 00cf           | {0=cut 00cf}",
        "S: (?P<temp>[0-9]+)           | S: 00d3           | {0=cut 00d3}",
        "T: (?P<temp>[.0-9]+)          | T: 21.5C          | {0=21.5}",
        "V: (?P<temp>[.0-9]+)          | V: 12.5m3/h       | {0=12.5}",
        "(?P<temp>[.0-9]+),(?P<hum>\\d+)    | 21.5,40       | {0=21.5, 1=40}",
        "(?P<temp>[.0-9]+),\\d+,(?P<hum>\\d+)| 21.5,7,40    | {0=21.5, 1=40}",
        "(?P<temp>\\d+)-(?P<hum>\\d+)       | 10-20         | {0=10, 1=20}",
        "(?P<temp>\\d+) - (?P<hum>\\d+)     | 10 - 20 C     | {0=10, 1=20}",
        "(?P<temp>\\d+)\\.(?P<hum>\\d+)     | v3.14         | {0=3, 1=14}",
        "(?P<temp>[.0-9]+)C(?P<hum>\\d+)%   | 21.5C40%      | {0=21.5, 1=40}",
        "(?P<temp>\\d{2})(?P<hum>\\d{2})    | 2140          | {0=21, 1=40}",
        "OK \\d+ (?P<temp>\\d+) (?P<hum>\\d+) | OK 5 214 255 | {0=214, 1=255}",
        "OK\\s+\\d+\\s+(?P<temp>\\d+)       | OK 5 214      | {0=214}",
        "1-0:1\\.8\\.1\\((?P<temp>[.0-9]+)\\*kWh | 1-0:1.8.1(000004.426*kWh) | {0=000004.426}",
      })
  void tellsANumberWholeOrAsCut(String pattern, String line, String told) {
    byte[] bytes = line.getBytes(UTF_8);
    assertEquals(told, read(new FieldFormat.Regex(pattern), TWO, bytes));
  }

  @Test
  void matchesWhatALineSaysInUtf8AndInLatin1() {
    var format = new FieldFormat.Regex("Temp: (?P<temp>[.0-9]+)°C");
    assertEquals("{0=21.5}", read(format, List.of("temp"), "Temp: 21.5°C".getBytes(UTF_8)));
    assertEquals("{0=21.5}", read(format, List.of("temp"), "Temp: 21.5°C".getBytes(ISO_8859_1)));
    var behind = new FieldFormat.Regex("Temp \\(.+\\): (?P<temp>[.0-9]+)");
    assertEquals("{0=21.5}", read(behind, List.of("temp"), "Temp (℃): 21.5".getBytes(UTF_8)));
    var bytes = new FieldFormat.Regex("(?P<temp>[.0-9]+)\\xC2\\xB0C");
    assertEquals("{0=21.5}", read(bytes, List.of("temp"), "Temp: 21.5°C".getBytes(UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "temp=21,5 hum=40     | {0=21,5, 1=40}",
        "temp=21,5,hum=40     | {0=21,5, 1=40}",
        "temp=21,hum=40       | {0=21, 1=40}",
        "temp=21,-3 hum=40    | {0=21,-3, 1=40}",
        "temp=21,7=5 hum=40   | {0=21, 1=40}",
        "temp=21, 5 hum=40    | {0=21, 1=40}",
        "temp=21.5,C hum=40   | {0=21.5, 1=40}",
        "temp=1,013.25 hum=40 | {0=1,013.25, 1=40}",
        "temp=1 013.25 hum=40 | {0=1 013.25, 1=40}",
        "temp=1 hum=40        | {0=1, 1=40}",
        "temp=21 1000 hum=40  | {0=21, 1=40}",
        "temp=21;5 hum=40,    | {0=21, 1=40}",
      })
  void takesACommaInANumberForApartOfIt(String line, String told) {
    assertEquals(told, read(new FieldFormat.Pairs(), line));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"temp\":nan,\"hum\":40}                 | {0=nan, 1=40}",
        "{\"temp\":-Infinity,\"hum\":40}           | {0=-Infinity, 1=40}",
        "{\"temp\":007,\"hum\":40}                 | {0=007, 1=40}",
        "{\"temp\":\"21°C\",\"hum\":40}       | {0=21?C, 1=40}",
        "{\"unit\":\"°C\",\"temp\":21.5}      | {0=21.5}",
        "{\"unit\":\"a\tb\",\"temp\":21.5}        | {0=21.5}",
        "{\"temp\":,\"hum\":40}                    | NOT_JSON",
        "{\"temp\":21,5,\"hum\":40}                | NOT_JSON",
      })
  void losesOnlyTheValueThatIsNoJson(String line, String told) {
    assertEquals(told, read(new FieldFormat.Json(), line));
  }

  @Test
  void readsBytesBesideAPatternAsOneCharacterEach() {
    var format = new FieldFormat.Regex("^.(?P<temp>\\d+)$");
    assertEquals("{0=7}", read(format, List.of("temp"), new byte[] {(byte) 0xFF, '7'}));
  }

  @Test
  void takesNoLongerForAPatternThatExplodesElsewhere() {
    var format = new FieldFormat.Regex("^(a+)+(?P<temp>b)$");
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertEquals("NO_MATCH", read(format, "a".repeat(4000) + "c")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "(",
        "temp",
        "(temp)",
        "(?P<temp>\\1)",
        "(?P<t>(a{100}){100})",
        "((x{1000}){1000}){1000}(?P<t>a)"
      })
  void refusesAPatternThatCannotWork(String pattern) {
    assertThrows(IllegalArgumentException.class, () -> new FieldFormat.Regex(pattern));
  }

  @Test
  void readsNumbersInBytes() {
    byte[] frame = HexFormat.of().parseHex("fffe0102030441ac00007fc00000");
    Map<String, Spot> spots =
        Map.of(
            "a", new Spot(0, NumberType.INT16, false, -1),
            "b", new Spot(0, NumberType.UINT16, true, -1),
            "c", new Spot(2, NumberType.UINT32, true, -1),
            "d", new Spot(6, NumberType.FLOAT32, false, -1),
            "e", new Spot(10, NumberType.FLOAT32, false, -1),
            "f", new Spot(1, NumberType.UINT8, false, 0),
            "g", new Spot(1, NumberType.INT8, false, 7));
    var format = new FieldFormat.Layout(spots);
    var names = List.of("a", "b", "c", "d", "e", "f", "g");
    assertEquals(
        "{0=-2.0, 1=65279.0, 2=6.7305985E7, 3=21.5, 4=NaN, 5=0.0, 6=1.0}",
        read(format, names, frame));
    assertEquals("TOO_SHORT", read(format, names, new byte[13]));
  }

  @Test
  void namesWhatThereIsWhenAFieldIsNot() {
    var columns = new FieldFormat.Columns(',', List.of("temp", "", "hum"));
    var failure = assertThrows(IllegalArgumentException.class, () -> columns.require("humidity"));
    assertEquals("\"humidity\" is none of the columns temp, hum", failure.getMessage());
  }

  @Test
  void survivesAnyBytes() {
    var random = new SplittableRandom(9);
    byte[] alphabet = "{}[]\"temphum:,;=0123.5e- \\n\u00ff\u0000".getBytes(ISO_8859_1);
    List<FieldReader> readers =
        List.of(
            FieldReader.of(new FieldFormat.Pairs(), TWO),
            FieldReader.of(new FieldFormat.Json(), TWO),
            FieldReader.of(new FieldFormat.Columns(',', TWO), TWO),
            FieldReader.of(new FieldFormat.Regex("(?P<temp>\\d+).(?P<hum>\\d+)"), TWO));
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(60)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = alphabet[random.nextInt(alphabet.length)];
      }
      for (FieldReader reader : readers) {
        var found = new Found();
        Misfit misfit = reader.read(bytes, 0, bytes.length, false, found);
        assertEquals(misfit == Misfit.NONE, !found.values.isEmpty());
      }
    }
  }

  private static String read(FieldFormat format, String frame) {
    return read(format, TWO, frame.getBytes(ISO_8859_1));
  }

  private static String read(FieldFormat format, List<String> fields, byte[] frame) {
    byte[] within = new byte[frame.length + 4];
    System.arraycopy(frame, 0, within, 2, frame.length);
    var found = new Found();
    Misfit misfit = FieldReader.of(format, fields).read(within, 2, 2 + frame.length, false, found);
    return misfit == Misfit.NONE ? found.values.toString() : misfit.name();
  }

  private static final class Found implements FieldSink {
    final Map<Integer, String> values = new TreeMap<>();

    @Override
    public void text(int field, byte[] bytes, int from, int to) {
      values.put(field, new String(bytes, from, to - from, ISO_8859_1));
    }

    @Override
    public void number(int field, double value) {
      values.put(field, Double.toString(value));
    }

    @Override
    public void cutNumber(int field, byte[] bytes, int from, int to) {
      values.put(field, "cut " + new String(bytes, from, to - from, ISO_8859_1));
    }

    @Override
    public void undeclared(byte[] bytes, int from, int to) {}
  }
}
