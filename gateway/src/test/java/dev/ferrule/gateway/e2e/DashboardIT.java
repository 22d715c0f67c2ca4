package dev.ferrule.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The real program, the real simulator, and a real browser between a person and them. */
class DashboardIT extends DashboardFixture {

  @Test
  void showsAValueThatChangesAndASwitchThatIsConfirmed() {
    Locator level = page.locator("[data-channel='bench.level']").first();
    assertThat(level).hasAttribute("data-state", "good");
    Locator value = level.locator("[data-part='value']");
    String first = value.innerText();
    assertThat(value).not().hasText(first);

    Locator control = page.locator("[data-command-state][data-channel='bench.pump']").first();
    assertThat(control).hasAttribute("data-command-state", "idle");
    page.evaluate(
        """
        () => {
          window.commandStates = [];
          const find = (root) => {
            const here = root.querySelector("[data-command-state][data-channel='bench.pump']");
            if (here) return here;
            for (const each of root.querySelectorAll('*')) {
              const below = each.shadowRoot && find(each.shadowRoot);
              if (below) return below;
            }
            return null;
          };
          const control = find(document);
          new MutationObserver(() => window.commandStates.push(control.dataset.commandState))
            .observe(control, { attributes: true, attributeFilter: ['data-command-state'] });
        }
        """);
    control.getByRole(AriaRole.BUTTON).first().click();
    assertThat(control).hasAttribute("data-command-state", "confirmed");
    String states = page.evaluate("() => window.commandStates.join(' ')").toString();
    assertTrue(states.startsWith("requested "), "a click is seen at once; states were " + states);
    assertTrue(states.contains(" confirmed"), "states were " + states);
    assertThat(page.locator("[data-channel='bench.pump']").first())
        .containsText(Pattern.compile("on", Pattern.CASE_INSENSITIVE));
    assertEquals(List.of(), outside, "requests to elsewhere");
    assertEquals(List.of(), complaints, "errors in the console");
  }

  @Test
  void collectsTheProofByMouseAndKeyboardAndLetsGoOfAnOutputWithThePage() throws Exception {
    Locator heater = control("bench.heater");
    Locator dialog = page.locator("dialog[open]");
    heater.getByRole(AriaRole.BUTTON).first().click();
    Locator button = dialog.locator("[data-action='confirm']");
    button.click();
    assertThat(dialog).isVisible();
    assertThat(heater).hasAttribute("data-command-state", "idle");
    button.hover();
    page.mouse().down();
    assertThat(dialog).hasCount(0);
    page.mouse().up();
    assertThat(heater.locator("[data-part='value']")).hasText("On");
    assertThat(heater).containsText("Held by this page");

    Locator cooler = control("bench.cooler");
    cooler.getByRole(AriaRole.BUTTON).first().click();
    assertThat(cooler).containsText("Only one of the group air at a time, and Heater is on.");

    heater.getByRole(AriaRole.BUTTON).first().click();
    assertThat(heater.locator("[data-part='value']")).hasText("Off");
    heater.getByRole(AriaRole.BUTTON).first().click();
    button.focus();
    page.keyboard().down(" ");
    assertThat(dialog).hasCount(0);
    page.keyboard().up(" ");
    assertThat(heater.locator("[data-part='value']")).hasText("On");
    String shown = page.url();
    page.navigate("about:blank");
    Thread.sleep(2_000); // the lease: 1.5 s without the page
    page.navigate(shown);
    assertThat(control("bench.heater").locator("[data-part='value']")).hasText("Off");
  }

  @Test
  void showsAScreenOnTheWallAllValuesLargeAndNothingToPress() {
    page.navigate(address + "?kiosk=1");
    Locator pump = page.locator("[data-channel='bench.pump'][data-state='good']");
    assertThat(pump.locator("[data-part='value']")).hasText("Off");
    assertThat(pump.locator("[data-part='value']")).hasCSS("font-size", "56px");
    assertThat(page.getByRole(AriaRole.BUTTON)).hasCount(0);
    assertThat(page.getByRole(AriaRole.NAVIGATION)).hasCount(0);
    page.keyboard().press("g");
    page.keyboard().press("t");
    assertThat(page).hasURL(address + "?kiosk=1");
  }

  /** The fingers of the browser's own input, so that long presses and scrolls are its too. */
  @Test
  void collectsTheProofByTouchAndSendsNothingWhenItLetsGoEarly() throws Exception {
    String shown = page.url();
    try (BrowserContext phone =
        browser.newContext(
            new Browser.NewContextOptions()
                .setHasTouch(true)
                .setIsMobile(true)
                .setViewportSize(390, 700))) {
      Page touched = phone.newPage();
      touched.navigate(shown);
      Locator heater = touched.locator("[data-command-state][data-channel='bench.heater']").first();
      Locator dialog = touched.locator("dialog[open]");
      heater.getByRole(AriaRole.BUTTON).first().tap();
      Locator button = dialog.locator("[data-action='confirm']");
      assertThat(button).isVisible();
      touched.evaluate(
          """
          () => {
            window.menus = 0;
            addEventListener('contextmenu', (event) => {
              if (!event.defaultPrevented) window.menus++;
            });
          }
          """);
      CDPSession fingers = phone.newCDPSession(touched);
      touch(fingers, "touchStart", button, 0);
      assertThat(button).hasClass(Pattern.compile("holding"));
      Thread.sleep(600); // longer than a long press takes to open a menu
      touch(fingers, "touchEnd", button, 0);
      assertThat(button).not().hasClass(Pattern.compile("holding"));
      Thread.sleep(600); // past the second that it would have taken
      assertThat(dialog).isVisible();
      assertThat(heater).hasAttribute("data-command-state", "idle");

      touch(fingers, "touchStart", button, 0);
      touch(fingers, "touchMove", button, 200); // slips off: that is letting go
      assertThat(button).not().hasClass(Pattern.compile("holding"));
      touch(fingers, "touchEnd", button, 200);

      touch(fingers, "touchStart", button, 0);
      touch(fingers, "touchMove", button, 6); // no finger is still
      assertThat(dialog).hasCount(0);
      fingers.send("Input.dispatchTouchEvent", touchEvent("touchEnd"));
      assertThat(heater.locator("[data-part='value']")).hasText("On");
      assertEquals(0, touched.evaluate("() => window.menus"), "a menu over the button");
      assertEquals("", touched.evaluate("() => getSelection().toString()"), "text selected");
    }
  }

  private static void touch(CDPSession fingers, String type, Locator at, double aside) {
    JsonObject event = touchEvent(type);
    if (!type.equals("touchEnd")) {
      BoundingBox box = at.boundingBox();
      JsonObject point = new JsonObject();
      point.addProperty("x", box.x + box.width / 2);
      point.addProperty("y", box.y + box.height / 2 - aside);
      event.getAsJsonArray("touchPoints").add(point);
    }
    fingers.send("Input.dispatchTouchEvent", event);
  }

  private static JsonObject touchEvent(String type) {
    JsonObject event = new JsonObject();
    event.addProperty("type", type);
    event.add("touchPoints", new JsonArray());
    return event;
  }

  @Test
  void letsAPersonTypeTheNameOfTheDevice() {
    Locator drain = control("bench.drain");
    Locator dialog = page.locator("dialog[open]");
    drain.getByRole(AriaRole.BUTTON).first().click();
    page.keyboard().type("Bench");
    page.keyboard().press("Enter");
    assertThat(dialog).isVisible();
    assertThat(dialog.locator("[data-action='confirm']")).hasAttribute("aria-disabled", "true");
    page.keyboard().type(" board");
    page.keyboard().press("Enter");
    assertThat(dialog).hasCount(0);
    assertThat(drain.locator("[data-part='value']")).hasText("On");
  }

  @Test
  void everyTileLooksStaleSoonAfterTheBoardIsGoneAndLiveAgainWithoutAReload() throws Exception {
    Locator tiles = page.locator("[data-channel][data-state]");
    Locator level = page.locator("[data-channel='bench.level'][data-state]").first();
    assertThat(level).hasAttribute("data-state", "good");
    assertThat(page.locator("[data-channel='bench.pump'][data-state]").first())
        .hasAttribute("data-state", "good");
    page.evaluate("() => { window.notReloaded = true; }");

    simulator.kill();
    long killed = System.nanoTime();
    for (int i = 0; i < tiles.count(); i++) {
      assertThat(tiles.nth(i)).hasAttribute("data-state", "stale");
    }
    long took = (System.nanoTime() - killed) / 1_000_000;
    System.out.println("every tile stale " + took + " ms after the kill");

    awaitThatTheLineIsGone();
    simulator = startSimulator();
    assertThat(level).hasAttribute("data-state", "good");
    assertEquals(true, page.evaluate("() => window.notReloaded === true"));
  }

  /** The simulator behind the launcher ends a moment after it, and takes its link along. */
  private void awaitThatTheLineIsGone() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_MS * 1_000_000L;
    while (Files.isSymbolicLink(temp.resolve("bench")) && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
  }
}
