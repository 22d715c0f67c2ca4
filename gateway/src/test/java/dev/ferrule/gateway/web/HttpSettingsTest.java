package dev.ferrule.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.stream.StreamSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSettingsTest {

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "::1"})
  void takesLoopback(String host) {
    assertEquals(host, new HttpSettings(host, 0, 1, List.of()).host());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.4", "gateway.local", "", "127.0.0.1.example"})
  void refusesWhatOthersCanReachAndSaysWhatToDo(String host) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> new HttpSettings(host, 0, 1, List.of()));
    assertTrue(String.valueOf(refusal.getMessage()).contains("ssh -L"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost:9000", "http://x/path", "ftp://x", "http://", "http://a@b", "%"})
  void refusesWhatIsNoAddress(String url) {
    assertThrows(
        IllegalArgumentException.class, () -> new HttpSettings("localhost", 0, 1, List.of(url)));
  }

  @Test
  void refusesNumbersOutOfRange() {
    assertThrows(
        IllegalArgumentException.class, () -> new HttpSettings("::1", 65_536, 1, List.of()));
    assertThrows(IllegalArgumentException.class, () -> new HttpSettings("::1", -1, 1, List.of()));
    assertThrows(IllegalArgumentException.class, () -> new HttpSettings("::1", 0, 0, List.of()));
  }

  @Test
  void saysWhatToDoWhenThePortIsTaken() {
    try (ServingFixture first = new ServingFixture(StreamSettings.DEFAULT, 1)) {
      HttpSettings same = new HttpSettings("127.0.0.1", first.port(), 1, List.of());
      IllegalStateException failure =
          assertThrows(
              IllegalStateException.class,
              () -> new ServingFixture(StreamSettings.DEFAULT, same).close());
      String text = String.valueOf(failure.getCause());
      assertTrue(text.contains("cannot listen on 127.0.0.1:" + first.port()), text);
      assertTrue(text.contains("set http.port"), text);
    }
  }
}
