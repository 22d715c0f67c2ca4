package dev.ferrule.gateway.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real program with a simulated board, and a real browser that has just opened its dashboard.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DashboardFixture {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  private static final String SCENARIO =
      """
      name: bench
      seed: 7
      boards:
        - name: bench
          link: bench
          firmware: bench 1.0
          channels:
            - {key: level, name: Level, unit: "%%", decimals: 1, min: 0, max: 100, period: 200ms,
               wave: {shape: ramp, from: 0, to: 100, period: 20s}}
            - {key: pump, name: Pump, kind: switch, access: rw, safe: 0, period: 1s}
            - {key: heater, name: Heater, kind: switch, access: rw, safe: 0, period: 1s}
            - {key: drain, name: Drain, kind: switch, access: rw, safe: 0, period: 1s}
            - {key: cooler, name: Cooler, kind: switch, access: rw, safe: 0, period: 1s}
          faults:
            to_host: {delay_frame: 1, delay: 20ms}   # so that pending can be seen
      """
          .replace("%%", "%");

  /** For what must happen; a busy machine takes its time. */
  static final int PATIENCE_MS = 60_000;

  @TempDir Path temp;

  // Opened before the first test; without a browser no test begins.
  @SuppressWarnings("NullAway.Init")
  Playwright playwright;

  @SuppressWarnings("NullAway.Init")
  Browser browser;

  BrowserContext context;
  Page page;
  Program simulator;
  Program gateway;

  /** Where the dashboard is. */
  String address;

  final List<String> outside = new ArrayList<>();
  final List<String> complaints = new ArrayList<>();

  @BeforeAll
  void openBrowser() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    if (!Files.isExecutable(CHROMIUM)) {
      return;
    }
    playwright =
        Playwright.create(new Playwright.CreateOptions().setEnv(Program.browserEnvironment()));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(
                        List.of(
                            "--no-sandbox", "--disable-gpu", "--disable-background-networking")));
  }

  @AfterAll
  void closeBrowser() {
    if (playwright != null) {
      playwright.close();
    }
  }

  @BeforeEach
  void startEverything() throws Exception {
    // Here and not once for all: of a class that did not begin, reports say nothing.
    assumeTrue(browser != null, "no browser: apt-get install chromium");
    Files.writeString(temp.resolve("bench.yaml"), SCENARIO);
    Files.writeString(
        temp.resolve("gateway.yaml"),
        """
        gateway: {name: Bench, data: %s}
        http: {port: 0%s}
        devices:
          bench: {name: Bench board, area: Workshop, driver: firmware, port: %s}
        rules:
          bench.heater: {danger: hold, lease: 1.5s}
          bench.drain: {danger: type}
        exclusive:
          air: [bench.heater, bench.cooler]
        """
            .formatted(temp.resolve("data"), http(), temp.resolve("bench")));
    simulator = startSimulator();
    gateway = Program.ferrule(temp, "run", "--config", temp.resolve("gateway.yaml").toString());
    address = gateway.await("Dashboard: (http://\\S+)").group(1);
    String at = address;
    context = browser.newContext();
    page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.onRequest(
        request -> {
          if (!request.url().startsWith(at) && !request.url().startsWith("data:")) {
            outside.add(request.url());
          }
        });
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.navigate(address);
  }

  @AfterEach
  void stopEverything() throws Exception {
    if (context != null) {
      context.close();
    }
    if (gateway != null) {
      gateway.close();
    }
    if (simulator != null) {
      simulator.close();
    }
  }

  /** What else the configuration says of the server. */
  String http() {
    return "";
  }

  Locator control(String channel) {
    return page.locator("[data-command-state][data-channel='" + channel + "']").first();
  }

  Program startSimulator() throws IOException, InterruptedException {
    Program started =
        Program.ferrule(
            temp, "sim", temp.resolve("bench.yaml").toString(), "--dir", temp.toString());
    started.await("bench");
    long deadline = System.nanoTime() + PATIENCE_MS * 1_000_000L;
    while (!Files.exists(temp.resolve("bench")) && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    return started;
  }
}
