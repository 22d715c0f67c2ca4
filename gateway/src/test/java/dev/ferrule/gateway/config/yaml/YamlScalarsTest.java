package dev.ferrule.gateway.config.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** YAML 1.2, not 1.1: the difference is what people stumble over. */
class YamlScalarsTest {

  @ParameterizedTest
  @CsvSource({
    "12, 12",
    "-3, -3",
    "+3, 3",
    "0o17, 15",
    "017, 17",
    "0x1F, 31",
    "1.5, 1.5",
    ".5, 0.5",
    "1e3, 1000.0",
    "true, true",
    "False, false",
    "on, '\"on\"'",
    "yes, '\"yes\"'",
    "12:30:45, '\"12:30:45\"'",
    "2026-11-22, '\"2026-11-22\"'",
    "1_000, '\"1_000\"'",
    ".nan, '\".nan\"'",
    ".inf, '\".inf\"'",
    "1e999, '\"1e999\"'",
    "99999999999999999999, 1.0E20",
    "0xFFFFFFFFFFFFFFFFFF, '\"0xFFFFFFFFFFFFFFFFFF\"'",
    "~, null",
    "null, null",
    "'', null"
  })
  void resolvesPlainScalars(String raw, String json) {
    assertEquals(json, YamlScalars.resolve(raw, true).toString());
  }

  @ParameterizedTest
  @CsvSource({"12", "true", "''", "null"})
  void leavesQuotedScalarsAsText(String raw) {
    assertEquals("\"" + raw + "\"", YamlScalars.resolve(raw, false).toString());
  }
}
