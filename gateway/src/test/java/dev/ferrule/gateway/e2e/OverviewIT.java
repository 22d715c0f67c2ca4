package dev.ferrule.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Finding what is wrong, and having the overview as one wants it, in a real browser. */
class OverviewIT extends DashboardFixture {

  private Locator card() {
    return page.locator("ferrule-card[data-device='bench']");
  }

  @Test
  void saysOnEveryPageWhatIsNotNormalAndLeadsThere() throws Exception {
    assertThat(page.locator("ferrule-strip")).hasText("1 normal");
    page.locator("nav a", new Page.LocatorOptions().setHasText("Events")).click();
    assertThat(page.locator("ferrule-strip")).hasText("1 normal");

    simulator.kill();

    Locator down = page.locator("ferrule-strip a");
    assertThat(down).hasText("1 down");
    down.click();
    assertThat(page).hasURL(Pattern.compile("show=down"));
    assertThat(card()).hasAttribute("data-state", "down");
    assertThat(card().locator("[data-part='reason']")).containsText("Down since");
    assertEquals(List.of(), complaints, "errors in the console");
  }

  @Test
  void groupsByAreaAndLeadsFromATileToItsTrend() {
    assertThat(page.locator("[data-group='area Workshop']")).hasCount(1);
    card().locator("ferrule-tile[data-channel='bench.level'] a").click();
    assertThat(page).hasURL(Pattern.compile("/trends\\?c=bench\\.level"));
  }

  @Test
  void findsAChannelByItsNameWithTheKeyboardAlone() {
    assertThat(card()).isVisible();
    page.keyboard().press("/");
    assertThat(page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Search")))
        .isFocused();
    page.keyboard().type("bench drain");
    assertThat(page.locator("ferrule-search-dialog [role=option]")).hasCount(1);
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile("/trends\\?c=bench\\.drain"));
  }

  @Test
  void saysTheInterlockBeforeThePressAndMovesNothingWhenACommandIsRefused() {
    Locator heater = control("bench.heater");
    heater.getByRole(AriaRole.BUTTON).first().click();
    page.locator("dialog[open] [data-action='confirm']").hover();
    page.mouse().down();
    assertThat(page.locator("dialog[open]")).hasCount(0);
    page.mouse().up();
    assertThat(heater.locator("[data-part='value']")).hasText("On");
    Locator cooler = control("bench.cooler");
    assertThat(cooler).containsText("Not together: Heater is on");

    String before = places();
    cooler.getByRole(AriaRole.BUTTON).first().click();
    assertThat(cooler).hasAttribute("data-command-state", "rejected");
    assertEquals(before, places(), "places of all controls and of their switches");
  }

  /** Where every control and its switch is. */
  private String places() {
    StringBuilder found = new StringBuilder();
    for (String key : List.of("pump", "heater", "drain", "cooler")) {
      Locator control = control("bench." + key);
      var whole = control.boundingBox();
      var button = control.locator("ferrule-switch-input button").first().boundingBox();
      found.append(key).append(' ').append(Math.round(whole.y)).append(' ');
      found.append(Math.round(whole.height)).append(' ').append(Math.round(button.y)).append('\n');
    }
    return found.toString();
  }

  @Test
  void keepsHowAPersonArrangedItAndTakesAllOfItBack() {
    page.getByRole(AriaRole.BUTTON, named("Compact")).click();
    page.getByRole(AriaRole.BUTTON, named("Arrange")).click();
    Locator pin = page.getByRole(AriaRole.BUTTON, named("Bench board: pinned to the top"));
    page.waitForResponse(
        answer -> answer.url().endsWith("/api/v1/layout") && answer.status() == 204, pin::click);
    assertThat(pin).hasAttribute("aria-pressed", "true");

    page.reload();
    assertThat(page.locator("[data-group='pinned']")).hasCount(1);
    Locator compact = page.getByRole(AriaRole.BUTTON, named("Compact"));
    assertThat(compact).hasAttribute("aria-pressed", "true");

    page.getByRole(AriaRole.BUTTON, named("Arrange")).click();
    page.waitForResponse(
        answer -> answer.url().endsWith("/api/v1/layout") && answer.status() == 204,
        () -> page.getByRole(AriaRole.BUTTON, named("As proposed")).click());
    page.reload();
    assertThat(page.locator("[data-group='area Workshop']")).hasCount(1);
    assertTrue(outside.isEmpty(), outside::toString);
    assertEquals(List.of(), complaints, "errors in the console");
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
