package dev.ferrule.gateway.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** What the doctor says of what brokers are still to be told. */
class BacklogFindingTest {

  private static Finding of(String json) throws Exception {
    return BrokerChecks.backlog(new ObjectMapper().readTree(json));
  }

  @Test
  void isWellWhenNothingWaits() throws Exception {
    Finding found =
        of(
            "{\"name\":\"home\",\"address\":\"a:1\",\"state\":\"up\","
                + "\"backlog\":{\"readings\":0,\"told\":4,\"lost\":0}}");
    assertEquals(Finding.ok("backlog", "home, a:1", "nothing waits"), found);
  }

  @Test
  void saysHowMuchWaitsAndForHowLongThereIsRoom() throws Exception {
    Finding found =
        of(
            "{\"name\":\"home\",\"address\":\"a:1\",\"state\":\"down\",\"text\":\"nothing listens\","
                + "\"backlog\":{\"readings\":12,\"oldest\":\"2026-01-01T00:00:00Z\",\"left\":7200,"
                + "\"told\":0,\"lost\":0}}");
    assertTrue(found.text().startsWith("12 readings wait since 2026-01-01T00:00:00Z"), found::text);
    assertTrue(found.text().contains("2h"), found::text);
    assertEquals("nothing listens", found.remedy());
  }

  @Test
  void warnsOfWhatTheHistoryDropped() throws Exception {
    Finding found =
        of(
            "{\"name\":\"home\",\"address\":\"a:1\",\"state\":\"up\","
                + "\"backlog\":{\"readings\":0,\"told\":4,\"lost\":9}}");
    assertEquals(Finding.Level.WARN, found.level());
    assertTrue(found.text().contains("9 readings were dropped"), found::text);
  }
}
