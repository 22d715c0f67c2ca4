package dev.ferrule.gateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTextTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void setsCommasByItself() {
    String text =
        new JsonText()
            .object()
            .field("a", 1)
            .list("b")
            .item(1)
            .item("x")
            .object()
            .field("c", true)
            .endObject()
            .list()
            .endList()
            .endList()
            .object("d")
            .endObject()
            .fieldRaw("e", "null")
            .endObject()
            .toString();
    assertEquals("{\"a\":1,\"b\":[1,\"x\",{\"c\":true},[]],\"d\":{},\"e\":null}", text);
  }

  @Test
  void writesNumbersThatEveryReaderTakes() {
    String text =
        new JsonText()
            .list()
            .item(1.0)
            .item(-0.5)
            .item(1e300)
            .item(Double.NaN)
            .item(Double.NEGATIVE_INFINITY)
            .item(9_007_199_254_740_993L)
            .endList()
            .toString();
    assertEquals("[1,-0.5,1E+300,null,null,9007199254740993]", text);
  }

  @Test
  void keepsEveryTextAsItIs() throws JsonProcessingException {
    long seed = 11;
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(20);
      for (int j = 0; j < length; j++) {
        text.appendCodePoint(random.nextInt(4) == 0 ? random.nextInt(0x80) : anyCharacter(random));
      }
      String json = new JsonText().list().item(text.toString()).endList().toString();
      JsonNode read = JSON.readTree(json);
      assertEquals(text.toString(), read.path(0).asText(), "seed " + seed);
      assertTrue(json.chars().allMatch(c -> c >= 0x20), json);
    }
  }

  @Test
  void escapesHalfACharacter() {
    assertEquals(
        "[\"\\ud83d\",\"x\\ude00\"]",
        new JsonText().list().item("\ud83d").item("x\ude00").endList().toString());
  }

  @Test
  void writesControlCharactersAsNumbersAndEverythingElseAsItIs() {
    StringBuilder text = new StringBuilder();
    StringBuilder json = new StringBuilder();
    for (char c = 0; c < 0x20; c++) {
      text.append(c);
      json.append(String.format("\\u%04x", (int) c));
    }
    text.append("\"\\/<>&'\u007f\u0080\u00e4\u2028\u2029\ufeff\uffff\ud83d\ude00");
    json.append("\\\"\\\\/<>&'\\u007f\u0080\u00e4\u2028\u2029\ufeff\uffff\ud83d\ude00");

    assertEquals(
        "{\"" + json + "\":\"" + json + "\"}",
        new JsonText().object().field(text.toString(), text.toString()).endObject().toString());
  }

  @Test
  void escapesEachHalfBesideWholeCharacters() {
    assertEquals(
        "[\"\\ude00\\ud83d\",\"\\ud83d\ud83d\ude00\\ude00\",\"\\ud83d\",\"\\ude00\"]",
        new JsonText()
            .list()
            .item("\ude00\ud83d")
            .item("\ud83d\ud83d\ude00\ude00")
            .item("\ud83d")
            .item("\ude00")
            .endList()
            .toString());
  }

  @Test
  void writesEdgesOfNumbers() {
    JsonText text = new JsonText().list();
    for (double value :
        new double[] {0, -0.0, 1e15, 0x1p53 - 1, 0x1p53, -0x1p53, 1e-5, 1e-3, 10_000_000.5}) {
      text.item(value);
    }
    assertEquals(
        "[0,0,1000000000000000,9007199254740991,9007199254740992,-9007199254740992,"
            + "0.00001,0.001,10000000.5,4.9E-324,1.7976931348623157E+308,-9223372036854775808]",
        text.item(Double.MIN_VALUE)
            .item(Double.MAX_VALUE)
            .item(Long.MIN_VALUE)
            .endList()
            .toString());
  }

  @Test
  void writesAWireNumberAsItStands() {
    assertEquals(
        "{\"value\":21.500,\"unit\":\"Cel\"}",
        new JsonText()
            .object()
            .fieldRaw("value", "21.500")
            .field("unit", "Cel")
            .endObject()
            .toString());
  }

  @Test
  void saysWhatIsThereSoFar() {
    JsonText text = new JsonText().object();
    assertEquals("{", text.toString());
    assertEquals("{\"a\":1", text.field("a", 1).toString());
    assertEquals("{\"a\":1}", text.endObject().toString());
    assertEquals("\"x\"", new JsonText().item("x").toString());
    assertEquals("1.5", new JsonText().item(1.5).toString());
  }

  @Test
  void writesLongAndDeepTexts() {
    String huge = "ä\n".repeat(500_000);
    assertEquals(
        "[\"" + "ä\\u000a".repeat(500_000) + "\"]",
        new JsonText().list().item(huge).endList().toString());
    JsonText deep = new JsonText();
    for (int i = 0; i < 500; i++) {
      deep.list();
    }
    for (int i = 0; i < 500; i++) {
      deep.endList();
    }
    assertEquals("[".repeat(500) + "]".repeat(500), deep.toString());
  }

  private static int anyCharacter(Random random) {
    int c = random.nextInt(Character.MAX_CODE_POINT);
    return c >= 0xD800 && c < 0xE000 ? 0x20AC : c;
  }
}
