package dev.ferrule.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.ferrule.gateway.stream.WsClient;
import dev.ferrule.gateway.web.TlsClient;
import dev.ferrule.gateway.web.tls.IdentityKeeper;
import dev.ferrule.gateway.web.tls.TlsMode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real program from other machines: a real browser over https, and real proxies whose
 * configuration is that of the manual.
 */
class ReachIT {

  private static final Path MANUAL = Path.of("../docs/manual/tls.md").toAbsolutePath();
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final int PATIENCE_MS = 60_000;

  private static final String SCENARIO =
      """
      name: bench
      boards:
        - name: bench
          link: bench
          firmware: bench 1.0
          channels:
            - {key: level, name: Level, unit: "%", decimals: 1, min: 0, max: 100, period: 200ms,
               wave: {shape: ramp, from: 0, to: 100, period: 20s}}
            - {key: pump, name: Pump, kind: switch, access: rw, safe: 0, period: 1s}
      """;

  @TempDir private Path temp;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private int port;

  @BeforeEach
  void startSimulator() throws Exception {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    Files.writeString(temp.resolve("bench.yaml"), SCENARIO);
    Program simulator =
        Program.ferrule(
            temp, "sim", temp.resolve("bench.yaml").toString(), "--dir", temp.toString());
    opened.add(simulator);
    simulator.await("bench");
    port = free();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private static int free() throws IOException {
    try (var probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }

  private Program startGateway(String http) throws Exception {
    Files.writeString(
        temp.resolve("gateway.yaml"),
        """
        gateway: {name: Bench, data: %s}
        http: {port: %d, %s}
        devices:
          bench: {name: Bench board, driver: firmware, port: %s}
        """
            .formatted(temp.resolve("data"), port, http, temp.resolve("bench")));
    Program gateway =
        Program.ferrule(temp, "run", "--config", temp.resolve("gateway.yaml").toString());
    opened.add(gateway);
    gateway.await("Dashboard: ");
    return gateway;
  }

  /** A browser of its own, which believes the authority in {@code file}, if there is one. */
  private Page browser(String name, String file) throws Exception {
    assumeTrue(Files.isExecutable(CHROMIUM), "no browser: apt-get install chromium");
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/certutil")),
        "no certutil: apt-get install libnss3-tools");
    Path home = Files.createDirectories(temp.resolve(name));
    if (!file.isEmpty()) {
      String store = "sql:" + Files.createDirectories(home.resolve(".pki/nssdb"));
      run("certutil", "-d", store, "-N", "--empty-password");
      run("certutil", "-d", store, "-A", "-t", "C,,", "-n", "Ferrule CA", "-i", file);
    }
    Map<String, String> environment = new HashMap<>(Program.browserEnvironment());
    environment.put("HOME", home.toString());
    Playwright playwright =
        Playwright.create(new Playwright.CreateOptions().setEnv(Program.browserEnvironment()));
    opened.add(playwright);
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setEnv(environment)
                    .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    Page page = browser.newContext().newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    return page;
  }

  private void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertEquals(0, process.waitFor(), String.join(" ", command));
  }

  private static void assertLive(Page page) {
    Locator level = page.locator("[data-channel='bench.level']").first();
    assertThat(level).hasAttribute("data-state", "good");
    Locator value = level.locator("[data-part='value']");
    String first = value.innerText();
    assertThat(value).not().hasText(first);
  }

  @Test
  void opensWithoutAWarningWhereTheAuthorityIsTrustedAndNowhereElse() throws Exception {
    int plain = free();
    Program gateway = startGateway("tls: auto, redirect_port: " + plain);
    Matcher said = gateway.await("Dashboard: (https://\\S+)[^§]*SHA-256\\s+([0-9A-F:]{95})");
    String secure = "https://localhost:" + port;

    Page refused = browser("stranger", "");
    PlaywrightException warned =
        assertThrows(PlaywrightException.class, () -> refused.navigate(secure));
    String warning = String.valueOf(warned.getMessage());
    assertTrue(warning.contains("ERR_CERT_AUTHORITY_INVALID"), warning);
    // The page that was refused goes on to the browser's own words at a time of its choosing.
    Page stranger = refused.context().newPage();
    stranger.setDefaultTimeout(PATIENCE_MS);
    stranger.navigate("http://localhost:" + plain + "/ca");
    assertThat(stranger.locator(".fingerprint")).hasText(said.group(2));
    assertEquals(0, width(stranger), "a device that does not trust it sees the words");

    Path certificate = temp.resolve("ca.crt");
    run(
        Program.LAUNCHER.toString(),
        "ca",
        "export",
        "--data",
        temp.resolve("data").toString(),
        certificate.toString());
    Page page = browser("friend", certificate.toString());
    List<String> complaints = new ArrayList<>();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.navigate("http://localhost:" + plain + "/trends");
    assertEquals(secure + "/trends", page.url());
    page.navigate(secure + "/");
    assertLive(page);
    assertEquals(0, page.locator("[data-part='plain']").count());
    page.navigate("http://localhost:" + plain + "/ca");
    assertNotEquals(0, width(page), "a device that trusts it sees the picture");
    assertEquals(List.of(), complaints);
  }

  /** Of the picture that shows the trust; 0 where it did not load. */
  private static int width(Page page) {
    page.waitForFunction("() => document.querySelector('img.check').complete");
    return (int) page.evaluate("() => document.querySelector('img.check').naturalWidth");
  }

  @Test
  void answersItsOwnCommandLine() throws Exception {
    startGateway("tls: auto");
    String authority = temp.resolve("data/tls/ca.crt").toString();
    String url = "https://localhost:" + port;
    run(
        Program.LAUNCHER.toString(),
        "watch",
        "--count",
        "1",
        "--json",
        "--url",
        url,
        "--ca",
        authority);
    Program stranger = Program.ferrule(temp, "watch", "--count", "1", "--url", url);
    opened.add(stranger);
    stranger.await("does not trust the certificate of " + url + "/; .*--ca FILE");
    Program plain = Program.ferrule(temp, "watch", "--url", "http://localhost:" + port);
    opened.add(plain);
    plain.await("speaks TLS: --url " + url);
    Program other =
        Program.ferrule(temp, "watch", "--url", "https://127.0.0.2:" + port, "--ca", authority);
    opened.add(other);
    other.await("no gateway answers|certificate for other names");
  }

  /** A fenced block of the manual, told by its language. */
  private static List<String> manual(String language) throws IOException {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(MANUAL));
    return block.results().map(found -> found.group(1)).toList();
  }

  /** A certificate and its key, as somebody else's authority would give them. */
  private TlsClient pair() throws Exception {
    Path own = temp.resolve("proxy");
    var subject = new IdentityKeeper.Subject(new TlsMode.Auto(), "127.0.0.1", List.of(), own);
    try (var keeper = IdentityKeeper.start(subject, InstantSource.system(), IdentityKeeper.PACE)) {
      var certificate = keeper.current().certificate().orElseThrow();
      Files.writeString(own.resolve("server.crt"), certificate.chain());
      Files.writeString(own.resolve("server.key"), certificate.key());
    }
    return new TlsClient(Files.readString(own.resolve("tls/ca.crt")));
  }

  private void startBehindProxy() throws Exception {
    startGateway("base_path: /plant, trusted_proxies: [127.0.0.1], login: off");
  }

  @Test
  void worksBelowAPathOfNginx() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/sbin/nginx")), "no nginx: apt-get install nginx");
    TlsClient client = pair();
    startBehindProxy();
    int proxy = free();
    List<String> snippets = manual("nginx");
    Path directory = temp.resolve("proxy");
    Files.writeString(
        directory.resolve("nginx.conf"),
        """
        daemon off; pid nginx.pid; error_log stderr;
        events {}
        http {
          access_log off;
          client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi; scgi_temp_path scgi;
          %s
          server {
            listen 127.0.0.1:%d ssl;
            ssl_certificate server.crt; ssl_certificate_key server.key;
            %s
          }
        }
        """
            .formatted(snippets.get(1), proxy, at(snippets.get(0))));
    opened.add(
        Program.start(
            "nginx",
            temp,
            List.of("/usr/sbin/nginx", "-p", directory + "/", "-c", directory + "/nginx.conf")));
    assertServedAt(client, proxy);
    Page page = browser("browser", temp.resolve("proxy/tls/ca.crt").toString());
    page.navigate("https://localhost:" + proxy + "/plant/");
    assertLive(page);
    page.locator("nav[aria-label='Pages'] a").nth(1).click();
    assertThat(page)
        .hasURL(Pattern.compile("https://localhost:" + proxy + "/plant/trends(\\?.*)?"));
    page.reload();
    assertThat(page.locator("[data-part='link'][data-phase='live']")).isVisible();
  }

  @Test
  void worksBelowAPathOfCaddy() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/caddy")), "no caddy: apt-get install caddy");
    TlsClient client = pair();
    startBehindProxy();
    int proxy = free();
    Path directory = temp.resolve("proxy");
    Files.writeString(
        directory.resolve("Caddyfile"),
        """
        {
          admin off
          auto_https off
          storage file_system %s
        }
        https://localhost:%d {
          tls %s %s
          %s
        }
        """
            .formatted(
                directory.resolve("caddy"),
                proxy,
                directory.resolve("server.crt"),
                directory.resolve("server.key"),
                at(manual("caddy").getFirst())));
    opened.add(
        Program.start(
            "caddy", temp, List.of("/usr/bin/caddy", "run", "--config", directory + "/Caddyfile")));
    assertServedAt(client, proxy);
  }

  /** A snippet of the manual, with the port that this gateway has. */
  private String at(String snippet) {
    assertTrue(snippet.contains("127.0.0.1:8080"), snippet);
    return snippet.replace("127.0.0.1:8080", "127.0.0.1:" + port);
  }

  /** Page, REST, commands and WebSocket, as the proxy's clients see them. */
  private void assertServedAt(TlsClient client, int proxy) throws Exception {
    String origin = "https://localhost:" + proxy;
    try (HttpClient http = client.http()) {
      awaitReady(http, origin + "/plant/health/ready");
      HttpResponse<String> bare = get(http, origin + "/plant");
      assertTrue(List.of(301, 308).contains(bare.statusCode()), bare.toString());
      assertEquals(
          origin + "/plant/",
          URI.create(origin + "/plant")
              .resolve(bare.headers().firstValue("location").orElseThrow())
              .toString());
      assertTrue(get(http, origin + "/plant/").body().contains("<ferrule-app>"));
      assertTrue(get(http, origin + "/plant/api/v1/devices").body().contains("bench"));
      HttpResponse<String> sent =
          http.send(
              HttpRequest.newBuilder(URI.create(origin + "/plant/api/v1/commands"))
                  .header("Content-Type", "application/json")
                  .header("Origin", origin)
                  .POST(BodyPublishers.ofString("{\"channel\":\"bench.pump\",\"value\":1}"))
                  .build(),
              BodyHandlers.ofString());
      assertTrue(List.of(200, 202).contains(sent.statusCode()), sent.body());
      String place = sent.headers().firstValue("location").orElseThrow();
      assertTrue(place.startsWith("/plant/api/v1/commands/"), place);
      assertEquals(200, get(http, origin + place + "?wait=60s").statusCode());
      HttpRequest foreign =
          HttpRequest.newBuilder(URI.create(origin + "/plant/api/v1/devices"))
              .header("Origin", "https://localhost")
              .build();
      assertEquals(403, http.send(foreign, BodyHandlers.ofString()).statusCode());
    }
    URI stream = URI.create("wss://localhost:" + proxy + "/plant/ws/v1");
    try (WsClient socket = new WsClient(client.http(), stream)) {
      socket.send("{\"t\":\"subscribe\",\"channels\":[\"bench.level\"]}");
      assertTrue(socket.text("readings").isObject());
    }
  }

  private static HttpResponse<String> get(HttpClient http, String address) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
  }

  private static void awaitReady(HttpClient http, String address) throws Exception {
    long deadline = System.nanoTime() + Program.PATIENCE.toNanos();
    String last = "";
    while (System.nanoTime() < deadline) {
      try {
        HttpResponse<String> answer = get(http, address);
        last = answer.body();
        if (answer.statusCode() == 200 && last.contains("\"up\":1")) {
          return;
        }
      } catch (IOException e) {
        last = String.valueOf(e);
      }
      Thread.sleep(50);
    }
    throw new AssertionError("not ready: " + last);
  }
}
