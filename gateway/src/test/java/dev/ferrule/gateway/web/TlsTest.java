package dev.ferrule.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.LogWitness;
import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.stream.RawHttp;
import dev.ferrule.gateway.stream.WsClient;
import dev.ferrule.gateway.web.tls.IdentityKeeper;
import dev.ferrule.gateway.web.tls.TlsMode;
import dev.ferrule.protocol.Quality;
import java.io.IOException;
import java.math.BigInteger;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.LogRecord;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS over real sockets, with clients that check as browsers do. */
class TlsTest {

  private static final Duration PACE = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path data;

  /** Behind: what is signed now is still valid, and about to be renewed when the clock is set. */
  private final AtomicReference<Instant> clock =
      new AtomicReference<>(Instant.now().minus(Duration.ofDays(60)));

  private ServingFixture server;
  private TlsClient client;

  private static HttpSettings settings(TlsMode tls) {
    return new HttpSettings("127.0.0.1", 0, 2, List.of(), false, Transport.of(tls));
  }

  private IdentityKeeper identity(TlsMode tls, Path directory) {
    var subject = new IdentityKeeper.Subject(tls, "127.0.0.1", List.of(), directory);
    return IdentityKeeper.start(subject, clock::get, PACE);
  }

  @BeforeEach
  void start() throws Exception {
    start(settings(new TlsMode.Auto()), identity(new TlsMode.Auto(), data));
    client = new TlsClient(Files.readString(data.resolve("tls/ca.crt")));
  }

  private void start(HttpSettings settings, IdentityKeeper identity) {
    server = new ServingFixture(settings, identity, "boiler");
    server.up("boiler", Channels.sensor("boiler", "temp"));
    server.settle();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    try (HttpClient http = client.http()) {
      URI address = URI.create("https://localhost:" + server.port() + path);
      return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
  }

  @Test
  void servesThoseWhoTrustItsAuthority() throws Exception {
    HttpResponse<String> answer = get("/health/ready");
    assertEquals(200, answer.statusCode());
    assertTrue(answer.body().contains("\"encryption\":\"tls\""), answer.body());
    assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
    assertTrue(answer.headers().firstValue("strict-transport-security").isEmpty());
  }

  @Test
  void isNotTrustedByOthers() throws Exception {
    URI address = URI.create("https://localhost:" + server.port() + "/health/live");
    try (HttpClient stranger = HttpClient.newHttpClient()) {
      assertThrows(
          SSLException.class,
          () -> stranger.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()));
    }
  }

  @Test
  void speaksNoOldTls() throws Exception {
    client.connect(server.port(), "localhost", "TLSv1.2").close();
    client.connect(server.port(), "127.0.0.1", "TLSv1.3").close();
    assertThrows(
        SSLHandshakeException.class,
        () -> client.connect(server.port(), "greenhouse.local").close());
  }

  @Test
  void streamsLiveValues() throws Exception {
    URI address = URI.create("wss://localhost:" + server.port() + "/ws/v1");
    try (WsClient socket = new WsClient(client.http(), address)) {
      socket.send("{\"t\":\"subscribe\",\"channels\":[\"*\"]}");
      server.read("boiler", ReadingBatch.single(0, 1_767_225_600_123L, 21.04, Quality.GOOD));
      assertTrue(socket.text("readings").isObject());
    }
  }

  /** A leaf is renewed under open connections; new ones get the new one. */
  @Test
  void renewsItsLeafWithoutAnybodyNoticing() throws Exception {
    BigInteger before = client.certificate(server.port()).getSerialNumber();
    URI address = URI.create("wss://localhost:" + server.port() + "/ws/v1");
    try (WsClient socket = new WsClient(client.http(), address)) {
      clock.set(Instant.now());
      BigInteger after = before;
      for (long end = deadline(); after.equals(before) && System.nanoTime() < end; ) {
        after = client.certificate(server.port()).getSerialNumber();
      }
      assertNotEquals(before, after);
      socket.send("{\"t\":\"subscribe\",\"channels\":[\"*\"]}");
      assertTrue(socket.text("dictionary").isObject());
    }
  }

  /** Waits for a line; files that are half written are told, too, when they are seen so. */
  private static void await(LogWitness log, String message, String about)
      throws InterruptedException {
    while (true) {
      LogRecord line = log.heard().poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertTrue(line != null, "nobody said: " + message);
      if (line.getMessage().contains(message)
          && Arrays.toString(line.getParameters()).contains(about)) {
        return;
      }
    }
  }

  private static long deadline() {
    return System.nanoTime() + PATIENCE.toNanos();
  }

  @Test
  void takesFilesAndTakesThemAgainWhenTheyChange() throws Exception {
    Path files = Files.createDirectory(data.resolve("files"));
    Path one = pair(data.resolve("one"));
    Path two = pair(data.resolve("two"));
    copy(one, files);
    var mode = new TlsMode.Files(files.resolve("server.crt"), files.resolve("server.key"));
    server.close();
    start(settings(mode), identity(mode, data));
    client = new TlsClient(Files.readString(data.resolve("one/tls/ca.crt")));
    assertEquals(200, get("/health/live").statusCode());
    assertTrue(get("/").headers().firstValue("strict-transport-security").isPresent());
    assertEquals(404, get("/ca").statusCode());

    try (LogWitness log = new LogWitness("dev.ferrule.tls")) {
      Files.copy(
          two.resolve("server.key"),
          files.resolve("server.key"),
          StandardCopyOption.REPLACE_EXISTING);
      await(log, "stays in use", "does not belong");
      client.certificate(server.port());

      copy(two, files);
      TlsClient next = new TlsClient(Files.readString(data.resolve("two/tls/ca.crt")));
      await(log, "in use, until", "");
      for (long end = deadline(); ; ) {
        try {
          next.certificate(server.port());
          break;
        } catch (SSLHandshakeException e) {
          assertTrue(System.nanoTime() < end, "still the old one");
        }
      }
    }
  }

  /** A certificate and its key in files of their own. */
  private Path pair(Path directory) throws IOException {
    try (IdentityKeeper keeper = identity(new TlsMode.Auto(), directory)) {
      var certificate = keeper.current().certificate().orElseThrow();
      Files.writeString(directory.resolve("server.crt"), certificate.chain());
      Files.writeString(directory.resolve("server.key"), certificate.key());
    }
    return directory;
  }

  private static void copy(Path from, Path to) throws IOException {
    for (String name : List.of("server.crt", "server.key")) {
      Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void tellsThoseWhoSpeakPlainHttpToIt() throws Exception {
    RawHttp.Answer answer = RawHttp.send(server.port(), "GET", "/");
    assertEquals(426, answer.status());
    assertEquals("nosniff", answer.header("x-content-type-options"));
    assertTrue(answer.body().contains("https://"), answer.body());
  }

  @Test
  void answersToItsNamesOnItsPortOnly() throws Exception {
    int port = server.port();
    assertEquals(200, client.get(port, "/health/live", "Host: localhost:" + port).status());
    assertEquals(200, client.get(port, "/health/live", "Host: LOCALHOST:" + port).status());
    assertEquals(200, client.get(port, "/health/live", "Host: [::1]:" + port).status());
    for (String foreign : List.of("localhost", "localhost:443", "evil.example:" + port)) {
      assertEquals(421, client.get(port, "/health/live", "Host: " + foreign).status(), foreign);
    }
    String host = "Host: localhost:" + port;
    String own = "Origin: https://localhost:" + port;
    assertEquals(200, client.get(port, "/health/live", host, own).status());
    for (String foreign : List.of("http://localhost:" + port, "https://localhost", "null")) {
      assertEquals(
          403, client.get(port, "/health/live", host, "Origin: " + foreign).status(), foreign);
    }
    String forwarded = "X-Forwarded-Host: evil.example";
    assertEquals(200, client.get(port, "/health/live", host, forwarded).status());
  }

  @Test
  void leadsFromPlainHttpToHttpsAndGivesTheCertificateThere() throws Exception {
    int free;
    try (var probe = new ServerSocket(0)) {
      free = probe.getLocalPort();
    }
    Transport transport =
        new Transport(new TlsMode.Auto(), "/plant", List.of(), false, OptionalInt.of(free));
    HttpSettings settings = new HttpSettings("127.0.0.1", 0, 2, List.of(), false, transport);
    server.close();
    start(settings, identity(new TlsMode.Auto(), data));
    client = new TlsClient(Files.readString(data.resolve("tls/ca.crt")));
    String secure = "https://localhost:" + server.port();

    RawHttp.Answer led = RawHttp.send(free, "GET", "/plant/trends?c=a");
    assertEquals(308, led.status());
    assertEquals(secure + "/plant/trends?c=a", led.header("location"));
    for (String page :
        List.of("", "/", "/events", "/settings", "/login", "/setup", "/device/boiler")) {
      assertEquals(308, RawHttp.send(free, "GET", "/plant" + page).status(), page);
    }
    assertTellsPrograms(free, secure);
    assertEquals(421, RawHttp.send(free, "GET", "/", "Host: evil.example").status());

    RawHttp.Answer page = RawHttp.send(free, "GET", "/plant/ca");
    assertEquals(200, page.status());
    assertTrue(page.body().contains(secure + "/plant/ca-trusted.svg"), page.body());
    assertTrue(
        page.header("content-security-policy").contains("img-src 'self' data: " + secure + ";"));
    RawHttp.Answer certificate = RawHttp.send(free, "GET", "/plant/ca.crt");
    assertEquals("application/x-x509-ca-cert", certificate.header("content-type"));
    assertEquals(Files.readString(data.resolve("tls/ca.crt")), certificate.body());
    assertEquals(200, get("/plant/ca").statusCode());
    assertEquals(404, get("/ca").statusCode());
  }

  /** Whoever was led on would send what is secret in the clear each time, and not notice. */
  private static void assertTellsPrograms(int port, String secure) throws IOException {
    List<String> lines =
        List.of(
            "GET /plant/api/v1/readings",
            "POST /plant/api/v1/login",
            "GET /plant/ws/v1",
            "GET /plant/metrics",
            "GET /plant/health/live",
            "POST /plant/login",
            "TRACE /plant/",
            "GET /trends",
            "GET /");
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      RawHttp.Answer told = RawHttp.send(port, words[0], words[1], "Content-Length: 0");
      assertEquals(426, told.status(), line);
      assertEquals(secure + "/plant/", told.header("location"));
      assertEquals("TLS/1.3, HTTP/1.1", told.header("upgrade"));
      assertTrue(told.body().contains(secure + "/plant/"), told.body());
    }
  }
}
