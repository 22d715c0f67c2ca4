package dev.ferrule.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Pages of a device and of the gateway itself, for who has a phone, a keyboard, or no eyes for
 * them.
 */
class AccessiblePagesIT extends DashboardFixture {

  private static final Map<Integer, Integer> SIZES = Map.of(1440, 900, 1024, 768, 390, 844);

  /**
   * What is wrong with a page, in words; walks through shadow roots as the accessibility tree does.
   */
  private static final String PROBLEMS =
      """
      () => {
        const all = [];
        const walk = (root) => {
          for (const each of root.querySelectorAll('*')) {
            all.push(each);
            if (each.shadowRoot) walk(each.shadowRoot);
          }
        };
        walk(document);
        const shown = all.filter((each) => each.getClientRects().length > 0);
        const problems = [];
        const width = document.documentElement;
        if (width.scrollWidth > width.clientWidth) problems.push(`scrolls sideways: ${width.scrollWidth}`);
        const names = (each) =>
          each.getAttribute('aria-label') || each.textContent.trim() || each.title ||
          (each.getAttribute('aria-labelledby') ?? '') || (each.labels?.length ? 'labelled' : '');
        for (const each of shown.filter((one) => one.matches('a, button, input, select, summary, [tabindex="0"]'))) {
          const words = each.outerHTML.slice(0, 90);
          if (!names(each)) problems.push(`no name: ${words}`);
          const { width: w, height: h } = each.getBoundingClientRect();
          const isHidden = getComputedStyle(each).position === 'absolute';
          if (!isHidden && (w < 24 || h < 24)) problems.push(`small, ${Math.round(w)} by ${Math.round(h)}: ${words}`);
        }
        const up = (each) => each.assignedSlot ?? each.parentElement ?? each.getRootNode().host;
        const inside = (each, role) => {
          for (let at = up(each); at; at = up(at)) if (at.getAttribute?.('role') === role) return true;
          return false;
        };
        const parents = { cell: 'row', rowheader: 'row', columnheader: 'row', row: 'table' };
        for (const each of all.filter((one) => one.hasAttribute('role'))) {
          const parent = parents[each.getAttribute('role')];
          if (parent && !inside(each, parent)) problems.push(`${each.getAttribute('role')} in no ${parent}`);
        }
        for (const each of all.filter((one) => one.matches('[aria-labelledby]'))) {
          for (const id of each.getAttribute('aria-labelledby').split(' ')) {
            if (!each.getRootNode().getElementById(id)) problems.push(`labelled by nothing: ${id}`);
          }
        }
        const ids = new Map();
        for (const each of all.filter((one) => one.id)) {
          const here = ids.get(each.getRootNode()) ?? new Set();
          if (here.has(each.id)) problems.push(`id twice: ${each.id}`);
          ids.set(each.getRootNode(), here.add(each.id));
        }
        if (all.filter((one) => one.matches('h1')).length !== 1) problems.push('not one h1');
        return problems;
      }
      """;

  /** Where the focus is: text and top edge, through shadow roots. */
  private static final String FOCUS =
      """
      () => {
        let at = document.activeElement;
        while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
        const { top, bottom } = at.getBoundingClientRect();
        const bar = 48;
        return [at.textContent.trim().slice(0, 40) || at.tagName, bottom > 0 && top < innerHeight && bottom > bar];
      }
      """;

  @Test
  void haveNamesRolesAndRoomOnEveryScreen() {
    for (String path : List.of("device/bench", "system", "device")) {
      page.navigate(address + path);
      assertThat(page.getByRole(AriaRole.HEADING).first()).isAttached();
      if (path.equals("device/bench")) {
        page.locator("[data-action='raw']").click();
        assertThat(page.locator("[data-part='raw'] > li").first()).isVisible();
      } else if (path.equals("system")) {
        assertThat(page.locator("[data-part='storage']")).containsText("Keeps readings");
      }
      for (Map.Entry<Integer, Integer> size : SIZES.entrySet()) {
        page.setViewportSize(size.getKey(), size.getValue());
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
          page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
          assertEquals(List.of(), page.evaluate(PROBLEMS), path + " at " + size.getKey());
        }
      }
    }
  }

  @Test
  void areReadFromTopToBottomByTheTabKeyAndNeverHideTheFocus() {
    page.navigate(address + "device/bench");
    assertThat(page.locator("ferrule-channel-row")).hasCount(5);
    page.locator("main").focus();
    StringBuilder read = new StringBuilder();
    for (int i = 0; i < 14; i++) {
      page.keyboard().press("Tab");
      List<?> focus = (List<?>) page.evaluate(FOCUS);
      assertEquals(true, focus.get(1), "hidden: " + focus.get(0));
      read.append(focus.get(0)).append('|');
    }
    String order = read.toString();
    int trends = order.indexOf("Trends of its channels|");
    int level = order.indexOf("Level|");
    int turn = order.indexOf("Turn on|");
    int events = order.indexOf("All events");
    assertTrue(0 <= trends && trends < level && level < turn && turn < events, order);
  }
}
