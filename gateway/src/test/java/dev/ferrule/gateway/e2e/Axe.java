package dev.ferrule.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What the rules of axe have against a page as it is at the moment, shadow roots included. */
final class Axe {

  private static final String LOOK =
      """
      async () => {
        const { violations } = await axe.run(document, { resultTypes: ['violations'] });
        return violations.flatMap(({ id, nodes }) =>
          nodes.map(({ target, failureSummary }) => `${id}: ${target.flat()} ${failureSummary}`));
      }
      """;

  private final String rules;

  Axe() throws IOException {
    try (InputStream script = Axe.class.getResourceAsStream("/axe.min.js")) {
      rules = new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Fails with each element that a rule is broken by. */
  void assertNothingAgainst(Page page, String what) {
    page.evaluate("() => document.fonts.ready");
    page.evaluate(rules);
    assertEquals(List.of(), page.evaluate(LOOK), what);
  }
}
