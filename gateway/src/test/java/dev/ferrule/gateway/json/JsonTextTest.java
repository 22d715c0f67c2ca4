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
    assertEquals("[1,-0.5,1.0E300,null,null,9007199254740993]", text);
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

  private static int anyCharacter(Random random) {
    int c = random.nextInt(Character.MAX_CODE_POINT);
    return c >= 0xD800 && c < 0xE000 ? 0x20AC : c;
  }
}
