package dev.ferrule.gateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {

  @Test
  void readsEachTypeByName() throws JsonFault {
    JsonFields fields =
        JsonFields.parse(" {\"text\":\"x\",\"number\":1.5,\"flag\":true,\"list\":[\"a\",\"b\"]} ");

    assertEquals(Optional.of("x"), fields.text("text"));
    assertEquals(OptionalDouble.of(1.5), fields.number("number"));
    assertEquals(Optional.of(true), fields.flag("flag"));
    assertEquals(Optional.of(List.of("a", "b")), fields.texts("list"));
    assertTrue(fields.has("text") && fields.isText("text") && !fields.isText("number"));
    assertFalse(fields.has("other"));
    assertEquals(Optional.empty(), fields.text("other"));
    assertEquals(OptionalDouble.empty(), fields.number("other"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\n", "[]", "1", "\"x\"", "null", "true"})
  void refusesWhatIsNoObject(String text) {
    assertFault(text, "", "This is not a JSON object.", "Send one object: {…}.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{\"a\":1} {\"a\":2} ~ line 1, column 9",
        "{\"a\":1}1 ~ line 1, column 8",
        "{\"a\":1} null ~ line 1, column 9"
      })
  void refusesASecondValue(String text, String place) {
    assertFault(text, place, "Something follows the object.", "Send one object.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{\"a\":1}] ~ line 1, column 8 ~ Unexpected close marker ']'",
        "{\"a\":1} x ~ line 1, column 9 ~ Unrecognized token 'x'",
        "{\"a\":1}//x ~ line 1, column 8 ~ Unexpected character ('/'",
        "/* x */{\"a\":1} ~ line 1, column 1 ~ Unexpected character ('/'",
        "{\"a\":1}# ~ line 1, column 8 ~ Unexpected character ('#'",
        "{\"a\":1,} ~ line 1, column 8 ~ Unexpected character ('}'",
        "{\"a\":[1,]} ~ line 1, column 9 ~ Unexpected character (']'",
        "{\"a\" 1} ~ line 1, column 6 ~ Unexpected character ('1'",
        "{a:1} ~ line 1, column 2 ~ Unexpected character ('a'",
        "{'a':1} ~ line 1, column 2 ~ Unexpected character ('''",
        "{\"a\":NaN} ~ line 1, column 9 ~ Non-standard token 'NaN'",
        "{\"a\":Infinity} ~ line 1, column 14 ~ Non-standard token 'Infinity'",
        "{\"a\":-Infinity} ~ line 1, column 15 ~ Non-standard token '-Infinity'",
        "{\"a\":+1} ~ line 1, column 7 ~ Unexpected character ('+'",
        "{\"a\":01} ~ line 1, column 7 ~ Invalid numeric value: Leading zeroes",
        "{\"a\":.5} ~ line 1, column 6 ~ Unexpected character ('.'",
        "{\"a\":5.} ~ line 1, column 7 ~ Unexpected character ('}'",
        "{\"a\":True} ~ line 1, column 6 ~ Unrecognized token 'True'",
        "{\"a\":\"\\x\"} ~ line 1, column 8 ~ Unrecognized character escape 'x'",
        "{\"a\":\"\\u12g4\"} ~ line 1, column 11 ~ Unexpected character ('g'",
        "{\"a\":1,\"a\":2} ~ line 1, column 11 ~ Duplicate field 'a'",
        "{\"a\":1,\"\\u0061\":2} ~ line 1, column 16 ~ Duplicate field 'a'",
        "{\"b\":{\"c\":1,\"c\":2}} ~ line 1, column 16 ~ Duplicate field 'c'"
      })
  void refusesWhatIsNotStrictJson(String text, String place, String why) {
    assertInvalid(text, place, why);
  }

  @Test
  void refusesControlCharactersAndByteOrderMarks() {
    assertInvalid("\ufeff{\"a\":1}", "line 1, column 1", "Unexpected character ('\ufeff'");
    assertInvalid("\u0000{\"a\":1}", "line 1, column 2", "Illegal character ((CTRL-CHAR, code 0))");
    assertInvalid("{\"a\":1}\u0000", "line 1, column 9", "Illegal character ((CTRL-CHAR, code 0))");
    assertInvalid(
        "{\"a\":\"\u0000\"}",
        "line 1, column 7",
        "Illegal unquoted character ((CTRL-CHAR, code 0))");
    assertInvalid(
        "{\"a\":\"\n\"}", "line 1, column 7", "Illegal unquoted character ((CTRL-CHAR, code 10))");
  }

  @Test
  void namesTheLine() {
    assertInvalid(
        "{\n  \"a\": 1\n  \"b\": 2\n}",
        "line 3, column 3",
        "Unexpected character ('\"' (code 34))");
  }

  @Test
  void refusesWhatIsTooDeep() throws JsonFault {
    assertTrue(JsonFields.parse(nested(JsonFields.MAX_DEPTH)).has("a"));
    assertTooMuch(nested(JsonFields.MAX_DEPTH + 1));
    assertTooMuch("{\"a\":".repeat(100_000));
  }

  private static void assertTooMuch(String text) {
    JsonFault fault = assertThrows(JsonFault.class, () -> JsonFields.parse(text));
    assertTrue(fault.text().contains("too deep, or a number or name in it is too long"));
    assertTrue(fault.hint().startsWith("At most 8 levels, 40 digits"), fault.hint());
  }

  private static String nested(int depth) {
    return "{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
  }

  @Test
  void refusesWhatIsTooLong() throws JsonFault {
    assertTrue(JsonFields.parse("{\"" + "x".repeat(256) + "\":1}").has("x".repeat(256)));
    assertTooMuch("{\"" + "x".repeat(257) + "\":1}");
    assertEquals(
        OptionalDouble.of(1e39), JsonFields.parse("{\"a\":1" + "0".repeat(39) + "}").number("a"));
    assertTooMuch("{\"a\":1" + "0".repeat(40) + "}");
    String huge = "x".repeat(1_000_000);
    assertEquals(Optional.of(huge), JsonFields.parse("{\"a\":\"" + huge + "\"}").text("a"));
  }

  @ParameterizedTest
  @CsvSource({"-0,0.0", "1e5,1.0E5", "1E-400,0.0", "9007199254740993,9.007199254740992E15"})
  void readsNumbersAsDoubles(String text, double value) throws JsonFault {
    assertEquals(OptionalDouble.of(value), JsonFields.parse("{\"a\":" + text + "}").number("a"));
  }

  @Test
  void refusesNumbersWithoutEnd() throws JsonFault {
    JsonFields fields = JsonFields.parse("{\"a\":1e999,\"b\":-1e999}");

    assertFault(() -> fields.number("a"), "/a", "\"a\" is too large a number.", "");
    assertFault(() -> fields.number("b"), "/b", "\"b\" is too large a number.", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "[[\"x\"]]", "[1]"})
  void refusesEveryOtherType(String value) throws JsonFault {
    JsonFields fields = JsonFields.parse("{\"a\":" + value + "}");

    assertTrue(fields.has("a"));
    assertFault(() -> fields.text("a"), "/a", "\"a\" must be a text.", "");
    assertFault(() -> fields.number("a"), "/a", "\"a\" must be a number.", "");
    assertFault(() -> fields.flag("a"), "/a", "\"a\" must be true or false.", "");
    assertFault(() -> fields.echo("a"), "/a", "\"a\" must be a text or a number.", "");
    String item = value.startsWith("[") ? "/a/0" : "/a";
    assertFault(() -> fields.texts("a"), item, "\"a\" must be a list of texts.", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "1 ~ 1",
        "1.50 ~ 1.5",
        "-0 ~ 0",
        "1e999 ~ null",
        "\"x\\n\" ~ \"x\\u000a\"",
        "\"\\ud83d\" ~ \"\\ud83d\"",
        "\"\\ud83d\\ude00\" ~ \"😀\""
      })
  void saysBackWhatCame(String value, String echo) throws JsonFault {
    assertEquals(Optional.of(echo), JsonFields.parse("{\"a\":" + value + "}").echo("a"));
  }

  @Test
  void refusesUnknownFieldsInTheirOrder() throws JsonFault {
    JsonFields fields = JsonFields.parse("{\"id\":1,\"valeu\":2,\"x\":3}");

    assertFault(
        () -> fields.refuseOthersThan(List.of("id", "value")),
        "/valeu",
        "There is no field \"valeu\".",
        "Did you mean \"value\"?");
  }

  private static void assertInvalid(String text, String place, String why) {
    JsonFault fault = assertThrows(JsonFault.class, () -> JsonFields.parse(text));
    assertEquals(place, fault.place(), fault.text());
    assertTrue(fault.text().startsWith("This is not valid JSON: " + why), fault.text());
    assertFalse(fault.hint().isEmpty());
  }

  /** No word of the library's classes and settings. */
  @ParameterizedTest
  @ValueSource(
      strings = {"{", "{\"a\":\"x", "{\"a\":[1,", "{\"a\":[[[[[[[[[[1]]]]]]]]]]}", "{\"a\":1e"})
  void saysWhereATextEndsTooEarlyOrGoesTooFarAndWhatToDo(String text) {
    JsonFault fault = assertThrows(JsonFault.class, () -> JsonFields.parse(text));
    String all = fault.place() + fault.text() + fault.hint();
    assertFalse(all.contains("Source") || all.contains("Stream"), all);
    assertFalse(fault.hint().isEmpty());
  }

  @Test
  void namesOneAndZeroWhereTrueStandsForANumber() throws JsonFault {
    JsonFields fields = JsonFields.parse("{\"value\":true}");
    assertFault(
        () -> fields.number("value"),
        "/value",
        "\"value\" must be a number.",
        "Write 1 for true or on, 0 for false or off.");
  }

  private static void assertFault(String text, String place, String what, String hint) {
    assertFault(() -> JsonFields.parse(text), place, what, hint);
  }

  private static void assertFault(Executable reading, String place, String what, String hint) {
    JsonFault fault = assertThrows(JsonFault.class, reading);
    assertEquals(List.of(place, what, hint), List.of(fault.place(), fault.text(), fault.hint()));
  }
}
