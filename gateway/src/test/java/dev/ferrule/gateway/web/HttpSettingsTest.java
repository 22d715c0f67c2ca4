package dev.ferrule.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.security.AddressRange;
import dev.ferrule.gateway.stream.StreamSettings;
import dev.ferrule.gateway.web.HttpSettings.Encryption;
import dev.ferrule.gateway.web.tls.TlsMode;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSettingsTest {

  private static final Transport AUTO = Transport.of(new TlsMode.Auto());

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "::1"})
  void takesLoopback(String host) {
    assertEquals(host, new HttpSettings(host, 0, 1, List.of()).host());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.4"})
  void refusesWhatOthersCanReachWithoutLoginWhateverElseIsThere(String host) {
    for (Transport transport : List.of(Transport.DIRECT, AUTO, behindProxy(), accepted())) {
      assertTrue(refusal(host, false, transport).contains("login: required"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.4"})
  void refusesWhatOthersCanReachWithoutEncryptionAndSaysWhatToDo(String host) {
    String refusal = refusal(host, true, Transport.DIRECT);
    assertTrue(refusal.contains("tls: auto") && refusal.contains("trusted_proxies"), refusal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway.local", "", "127.0.0.1.example"})
  void listensOnNoNameThatMustBeLookedUp(String host) {
    assertTrue(refusal(host, true, AUTO).contains("must be an address"));
  }

  @Test
  void saysWhatKeepsOthersFromReadingAlong() {
    assertEquals(Encryption.LOOPBACK, HttpSettings.DEFAULT.encryption());
    assertEquals(Encryption.TLS, open(AUTO).encryption());
    assertEquals(Encryption.PROXY, open(behindProxy()).encryption());
    assertEquals(Encryption.NONE, open(accepted()).encryption());
  }

  private static HttpSettings open(Transport transport) {
    return new HttpSettings("0.0.0.0", 0, 1, List.of(), true, transport);
  }

  private static Transport behindProxy() {
    var proxy = AddressRange.parse("10.0.0.0/8");
    return new Transport(new TlsMode.Off(), "", List.of(proxy), false, OptionalInt.empty());
  }

  private static Transport accepted() {
    return new Transport(new TlsMode.Off(), "", List.of(), true, OptionalInt.empty());
  }

  private static String refusal(String host, boolean login, Transport transport) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> new HttpSettings(host, 0, 1, List.of(), login, transport));
    return String.valueOf(refusal.getMessage());
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
