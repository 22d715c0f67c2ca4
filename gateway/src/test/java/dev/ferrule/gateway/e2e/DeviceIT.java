package dev.ferrule.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of one device, in a real browser. */
class DeviceIT extends DashboardFixture {

  @Test
  void leadsFromTheOverviewToEverythingAboutOneDevice() {
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Bench board")).click();
    assertThat(page).hasURL(address + "device/bench");
    assertThat(page).hasTitle("Bench board, Bench");
    Locator level = page.locator("ferrule-channel-row[data-channel='bench.level']");
    assertThat(level).hasAttribute("data-state", "good");
    assertThat(level.locator("[data-part='quality']")).hasText("Good");
    assertThat(page.locator("ferrule-channel-row")).hasCount(5);
    assertThat(page.locator("[data-part='about']")).containsText("firmware");
    Locator link = page.locator("[data-part='link-health']");
    assertThat(link).containsText(Pattern.compile("Frames\\s+\\d+(\\.\\d)? a second"));
    assertThat(page.locator("[data-part='availability']"))
        .containsText(Pattern.compile("Up .* that are known"));
    level.getByRole(AriaRole.LINK).click();
    assertThat(page).hasURL(Pattern.compile("trends\\?c=bench.level&"));
    page.goBack();
    assertThat(page).hasURL(address + "device/bench");
    assertThat(level).hasAttribute("data-state", "good");
    assertEquals(List.of(), outside, "requests to elsewhere");
    assertEquals(List.of(), complaints, "errors in the console");
  }

  @Test
  void opensAtItsAddressAndTellsWhatHappenedToIt() throws Exception {
    page.navigate(address + "device/bench");
    Locator pump = control("bench.pump");
    pump.getByRole(AriaRole.BUTTON).first().click();
    assertThat(pump).hasAttribute("data-command-state", "confirmed");
    Locator events = page.locator("[data-part='device-events'] [data-part='events'] > li");
    assertThat(events.first()).containsText("Turn on Pump");
    assertThat(page.locator("[data-part='link-health']"))
        .containsText(Pattern.compile("Answers a command in\\s+\\d+"));

    simulator.close();
    assertThat(page.locator("[data-part='state']")).containsText(Pattern.compile("Down since"));
    Locator level = page.locator("ferrule-channel-row[data-channel='bench.level']");
    assertThat(level).hasAttribute("data-state", "stale");
    assertThat(level.locator("[data-part='value']")).hasText(Pattern.compile("\\[.*]"));
    assertThat(level.locator("[data-part='quality']")).hasText("Stale");
    assertThat(events.first()).containsText("Down");
    assertThat(page.locator("[data-part='availability']")).containsText("Not up once");
    page.locator("[data-part='day'] summary").click();
    assertThat(page.locator("[data-part='stretches'] li").first()).containsText("Down");
    page.getByText("All events of this device").click();
    assertThat(page).hasURL(address + "events?a=bench,bench.*");
    assertThat(page.locator("[data-part='events'] > li").first()).containsText("Down");
    assertEquals(List.of(), complaints, "errors in the console");
  }

  @Test
  void showsTheBytesOfTheLineAndWhichOfThemIsWhat() {
    page.navigate(address + "device/bench");
    page.locator("[data-action='raw']").click();
    Locator frames = page.locator("[data-part='raw'] > li");
    assertThat(frames.filter(new Locator.FilterOptions().setHasText("READINGS")).first())
        .containsText(Pattern.compile("template \\d+"));
    assertThat(frames.filter(new Locator.FilterOptions().setHasText("HEARTBEAT")).first())
        .containsText("to the device");
    assertThat(page.locator("[data-part='refused']")).hasCount(0);
    page.locator("[data-action='pause']").click();
    String paused = frames.first().innerText();
    page.getByText("Text", new Page.GetByTextOptions().setExact(true)).click();
    page.getByText("Hex", new Page.GetByTextOptions().setExact(true)).click();
    page.waitForTimeout(1_500); // longer than between two looks
    assertEquals(paused, frames.first().innerText());
    page.locator("[data-action='pause']").click();
    assertThat(frames.first()).not().hasText(paused);
    Download capture = page.waitForDownload(() -> page.locator("[data-part='capture']").click());
    assertEquals("bench.capture", capture.suggestedFilename());
    assertEquals(List.of(), complaints, "errors in the console");
  }

  @Test
  void asksWhichDeviceWhenThereIsNoSuch() {
    page.navigate(address + "device/oven");
    assertThat(page.getByRole(AriaRole.HEADING)).hasText("There is no device oven");
    page.locator("[data-part='choice']").getByRole(AriaRole.LINK).first().click();
    assertThat(page).hasURL(address + "device/bench");
    page.keyboard().press("g");
    page.keyboard().press("o");
    assertThat(page).hasURL(address);
    page.keyboard().press("g");
    page.keyboard().press("d");
    assertThat(page).hasURL(address + "device/bench");
    page.reload();
    assertThat(page.locator("ferrule-channel-row")).hasCount(5);
    assertEquals(List.of(), complaints, "errors in the console");
  }
}
