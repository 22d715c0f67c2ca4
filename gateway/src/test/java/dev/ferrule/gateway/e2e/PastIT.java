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

/**
 * What was, in a real browser: charts that begin before the page does, events, a past in ranges.
 */
class PastIT extends DashboardFixture {

  @Test
  void showsAtOnceWhatCameBeforeThePageWasOpened() throws Exception {
    Locator level = page.locator("[data-channel='bench.level']").first();
    assertThat(level).hasAttribute("data-state", "good");
    page.navigate("about:blank");
    Thread.sleep(4_000); // nobody looks: these seconds are in the history only
    page.navigate(address + "trends?c=bench.level&r=1m");
    Locator count = page.locator("[data-part='legend'] [data-channel='bench.level']");
    assertThat(count).isVisible();
    page.waitForCondition(
        () -> drawnSeconds() > 4, new Page.WaitForConditionOptions().setTimeout(20_000));
    assertEquals(List.of(), complaints, "errors in the console");
  }

  /** How much of the chart's line there is, seconds. */
  private double drawnSeconds() {
    return ((Number)
            page.evaluate(
                """
                () => {
                  const find = (root, name) => {
                    const here = root.querySelector(name);
                    if (here) return here;
                    for (const each of root.querySelectorAll('*')) {
                      const below = each.shadowRoot && find(each.shadowRoot, name);
                      if (below) return below;
                    }
                    return null;
                  };
                  const chart = find(document, 'ferrule-chart');
                  const [times] = chart?.tables?.[0] ?? [[]];
                  return times.length ? times.at(-1) - times[0] : 0;
                }
                """))
        .doubleValue();
  }

  @Test
  void drawsALongRangeFromTheHistoryAndSavesIt() {
    page.navigate(address + "trends?c=bench.level&r=1d");
    Locator row = page.locator("[data-part='legend'] [data-channel='bench.level']");
    assertThat(row.locator(".figure").nth(1)).hasText(Pattern.compile("\\d"));
    Locator save = page.locator("[data-part='export']");
    assertTrue(save.getAttribute("href").contains("format=csv"), save.getAttribute("href"));
    page.locator("[data-action='zoom-in']").click();
    assertThat(page).hasURL(Pattern.compile("r=43200s"));
    assertEquals(List.of(), complaints, "errors in the console");
  }

  @Test
  void tellsTheWholeLifeOfACommand() {
    Locator pump = control("bench.pump");
    pump.getByRole(AriaRole.BUTTON).first().click();
    assertThat(pump).hasAttribute("data-command-state", "confirmed");
    page.keyboard().press("g");
    page.keyboard().press("e");
    assertThat(page).hasURL(Pattern.compile("/events"));
    page.locator("[data-kind='command']").first().click();
    Locator entry = page.locator("[data-part='events'] > li").first();
    assertThat(entry).containsText("Turn on Pump");
    assertThat(entry).containsText("Confirmed");
    entry.locator("summary").click();
    assertThat(entry.locator(".life")).containsText("Admitted after 0 ms");
    assertThat(entry.locator(".life")).containsText("Written after");
    assertEquals(List.of(), complaints, "errors in the console");
  }
}
