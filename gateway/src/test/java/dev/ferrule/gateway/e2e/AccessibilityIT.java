package dev.ferrule.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page and dialog, in each theme and width, against the rules of axe: none is broken. */
class AccessibilityIT extends DashboardFixture {

  private static final String PASSWORD = "a horse that counts staples";

  @Override
  String http() {
    return ", login: required";
  }

  @ParameterizedTest
  @CsvSource({
    "LIGHT, 1440, 900",
    "DARK, 1440, 900",
    "LIGHT, 1024, 768",
    "DARK, 1024, 768",
    "LIGHT, 390, 844",
    "DARK, 390, 844"
  })
  void breaksNoRule(ColorScheme scheme, int width, int height) throws Exception {
    var axe = new Axe();
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    page.setViewportSize(width, height);
    setUp(axe);

    assertThat(control("bench.pump")).hasAttribute("data-command-state", "idle");
    axe.assertNothingAgainst(page, "overview");
    List<Object> paths = pages();
    assertTrue(paths.size() > 3, paths::toString);
    for (Object path : paths) {
      page.navigate(address.replaceAll("/$", "") + path);
      assertThat(page.locator("[data-action='account']")).isVisible();
      assertThat(page.locator("main h1, main h2").first()).isAttached();
      axe.assertNothingAgainst(page, path.toString());
    }
    page.locator("[data-action='account']").click();
    assertThat(dialog()).isVisible();
    axe.assertNothingAgainst(page, "account");

    page.navigate(address);
    control("bench.heater").getByRole(AriaRole.BUTTON).first().click();
    assertThat(dialog()).isVisible();
    axe.assertNothingAgainst(page, "a command that needs a hold");
    page.keyboard().press("Escape");
    page.keyboard().press("?");
    assertThat(dialog()).isVisible();
    axe.assertNothingAgainst(page, "help");
    page.keyboard().press("Escape");

    simulator.kill();
    assertThat(page.locator("[data-channel='bench.level']").first())
        .hasAttribute("data-state", Pattern.compile("down|stale"));
    axe.assertNothingAgainst(page, "a device that is gone");
    gateway.kill();
    assertThat(page.locator("ferrule-status-bar [data-part='link']"))
        .hasAttribute("data-phase", "offline");
    axe.assertNothingAgainst(page, "a gateway that is gone");
  }

  /** By the pages for it. */
  private void setUp(Axe axe) throws Exception {
    String code = gateway.await("Setup code: (\\S+)").group(1);
    assertThat(page).hasURL(Pattern.compile("/setup$"));
    axe.assertNothingAgainst(page, "setup");
    page.getByLabel("Setup code").fill(code);
    page.getByLabel("Name").fill("kim");
    page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(PASSWORD);
    page.getByLabel("Password again").fill(PASSWORD);
    page.getByRole(AriaRole.BUTTON).click();
    assertThat(page.locator("[data-action='account']")).isVisible();

    Page stranger = browser.newContext().newPage();
    stranger.navigate(address + "login");
    axe.assertNothingAgainst(stranger, "login");
    stranger.context().close();
  }

  private Locator dialog() {
    return page.locator("dialog[open]");
  }

  /** Where the tabs lead. */
  @SuppressWarnings("unchecked")
  private List<Object> pages() {
    return (List<Object>)
        page.locator("nav[aria-label='Pages']")
            .getByRole(AriaRole.LINK)
            .evaluateAll("links => links.map(link => new URL(link.href).pathname)");
  }
}
