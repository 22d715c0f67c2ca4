package dev.ferrule.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of the gateway itself, in a real browser. */
class SystemIT extends DashboardFixture {

  @Test
  void showsLinksStorageClientsClockAndMachine() throws Exception {
    assertThat(page.locator("nav[aria-label='Pages']")).isVisible();
    page.keyboard().press("g");
    page.keyboard().press("s");
    assertThat(page).hasURL(address + "system");
    Locator links = page.locator("[data-part='links']");
    assertThat(links).containsText("Bench board");
    assertThat(links).containsText(Pattern.compile("Up for \\d"));
    Locator storage = page.locator("[data-part='storage']");
    assertThat(storage).containsText("Keeps readings");
    assertThat(storage).containsText(Pattern.compile("Last commit\\s+\\d+ s ago"));
    assertThat(storage).containsText(Pattern.compile("A card lasts"));
    assertThat(page.locator("[data-part='clients']")).containsText("v1.bin.ferrule.dev");
    assertThat(page.locator("[data-part='brokers']")).containsText("No broker is configured.");
    assertThat(page.locator("[data-part='machine']")).containsText("Goes by");
    assertThat(page.locator("[data-part='machine']")).containsText("Memory of the gateway");

    simulator.close();
    assertThat(links.locator("tr.wrong")).containsText("Down since");
    links.getByRole(AriaRole.LINK).first().click();
    assertThat(page).hasURL(address + "device/bench");
    assertEquals(List.of(), outside, "requests to elsewhere");
    assertEquals(List.of(), complaints, "errors in the console");
  }
}
