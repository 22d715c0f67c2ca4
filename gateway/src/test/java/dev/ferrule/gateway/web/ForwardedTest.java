package dev.ferrule.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.security.AddressRange;
import dev.ferrule.gateway.stream.RawHttp;
import dev.ferrule.gateway.stream.StreamSettings;
import dev.ferrule.gateway.web.tls.TlsMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a server believes about where a request comes from: 127.0.0.1 is a proxy here. */
class ForwardedTest {

  private static final String PROXY = "127.0.0.1";
  private static final String OTHER = "127.0.0.2";

  private ServingFixture server;

  @BeforeEach
  void start() {
    Transport transport =
        new Transport(
            new TlsMode.Off(), "", List.of(AddressRange.parse(PROXY)), false, OptionalInt.empty());
    List<String> urls = List.of("https://plant.example.org");
    server =
        new ServingFixture(
            StreamSettings.DEFAULT, new HttpSettings(PROXY, 0, 1, urls, false, transport));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private int status(String from, String... headers) throws IOException {
    try (Socket socket =
        new Socket(
            InetAddress.getLoopbackAddress(), server.port(), InetAddress.getByName(from), 0)) {
      socket.setSoTimeout(60_000);
      String request =
          "GET /health/live HTTP/1.1\r\n"
              + String.join("\r\n", headers)
              + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return RawHttp.parse(socket.getInputStream()).status();
    }
  }

  @ParameterizedTest
  @CsvSource({
    // what a proxy forwards: name, page, answer
    "localhost,          https://localhost,         200",
    "localhost:443,      https://localhost,         200",
    "localhost:8443,     https://localhost:8443,    200",
    "plant.example.org,  https://plant.example.org, 200",
    "localhost,          http://localhost,          403",
    "localhost:8443,     https://localhost,         403",
    "localhost,          https://evil.example,      403",
    "localhost,          null,                      403",
    "evil.example,       https://evil.example,      421",
    "localhost.evil.example, https://localhost,     421"
  })
  void believesAProxyAboutNameAndScheme(String host, String origin, int status) throws Exception {
    String page = "Origin: " + origin;
    String https = "X-Forwarded-Proto: https";
    assertEquals(status, status(PROXY, "Host: " + host, page, https));
    assertEquals(
        status, status(PROXY, "Host: 127.0.0.1:1", "X-Forwarded-Host: " + host, page, https));
  }

  @Test
  void believesNobodyElse() throws Exception {
    String own = "Host: localhost:" + server.port();
    assertEquals(200, status(OTHER, own));
    assertEquals(421, status(OTHER, "Host: localhost", "X-Forwarded-Proto: https"));
    assertEquals(421, status(OTHER, "Host: evil.example", "X-Forwarded-Host: localhost"));
    String page = "Origin: https://localhost:" + server.port();
    assertEquals(403, status(OTHER, own, page, "X-Forwarded-Proto: https"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                        | 127.0.0.1",
        "192.168.1.7             | 192.168.1.7",
        "1.2.3.4, 192.168.1.7    | 192.168.1.7",
        "192.168.1.7, 10.1.2.3   | 192.168.1.7",
        "192.168.1.7; 10.1.2.3   | 192.168.1.7",
        "192.168.1.7, evil       | 127.0.0.1",
        "fd00::7                 | fd00:0:0:0:0:0:0:7",
        "10.0.0.9                | 10.0.0.9"
      })
  void takesTheNearestAddressThatIsNoProxy(String forwarded, String client) {
    List<AddressRange> proxies =
        List.of(AddressRange.parse(PROXY), AddressRange.parse("10.0.0.0/8"));
    List<String> lines = forwarded == null ? List.of() : Arrays.asList(forwarded.split(";", -1));
    assertEquals(client, Whence.client(lines, PROXY, proxies));
  }
}
