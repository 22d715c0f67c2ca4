package dev.ferrule.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway that lets nobody in without a login, and people at its pages. */
class LoginIT extends DashboardFixture {

  private static final String PASSWORD = "a horse that counts staples";
  private static final String OTHER = "nine blue kettles sing";

  /** The first admin somewhere else, without the browser. */
  private APIRequestContext elsewhere;

  @Override
  String http() {
    return ", login: required";
  }

  @BeforeEach
  void openAnother() {
    elsewhere = playwright.request().newContext();
  }

  @AfterEach
  void closeTheOther() {
    if (elsewhere != null) {
      elsewhere.dispose();
    }
  }

  @Test
  void isSetUpWithTheCodeOfTheLogAndSwitchesAPump() throws Exception {
    String code = gateway.await("Setup code: (\\S+)").group(1);
    assertThat(page).hasURL(Pattern.compile("/setup$"));
    page.getByLabel("Setup code").fill(code.toLowerCase(java.util.Locale.ROOT).replace("-", ""));
    page.getByLabel("Name").fill("kim");
    page.getByLabel("Password", exactly()).fill(PASSWORD);
    page.getByLabel("Password again").fill(OTHER);
    page.getByRole(AriaRole.BUTTON).click();
    assertThat(page.getByRole(AriaRole.ALERT)).hasText("The two passwords are not the same.");
    assertThat(page.getByLabel("Name")).hasValue("kim");
    page.getByLabel("Password", exactly()).fill(PASSWORD);
    page.getByLabel("Password again").fill(PASSWORD);
    page.getByRole(AriaRole.BUTTON).click();

    assertThat(who()).hasAccessibleName("kim, Admin: your account");
    Locator pump = control("bench.pump");
    assertThat(pump).hasAttribute("data-command-state", "idle");
    pump.getByRole(AriaRole.BUTTON).first().click();
    assertThat(pump).hasAttribute("data-command-state", "confirmed");
    assertThat(pump.locator("[data-part='value']")).hasText("On");

    page.navigate(at("setup"));
    assertThat(who()).isVisible();
  }

  @Test
  void saysThatAPasswordIsWrongAndLeadsToWhereOneWantedToBe() throws Exception {
    setUp();
    page.navigate(at("trends?r=1m"));
    assertThat(page).hasURL(Pattern.compile("/login\\?next="));
    page.getByLabel("Name").fill("kim");
    page.getByLabel("Password").fill(OTHER);
    page.getByRole(AriaRole.BUTTON).click();
    assertThat(page.getByRole(AriaRole.ALERT)).hasText("Name and password do not belong together.");
    assertThat(page.getByLabel("Name")).hasValue("kim");
    page.getByLabel("Password").fill(PASSWORD);
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile("/trends\\?r=1m$"));
    assertThat(who()).isVisible();

    who().click();
    account().locator("[data-action='log-out']").click();
    assertThat(page).hasURL(Pattern.compile("/login$"));
    page.navigate(at(""));
    assertThat(page).hasURL(Pattern.compile("/login\\?next="));
  }

  @Test
  void keepsAHalfTypedFormWhenTheSessionEndsElsewhere() throws Exception {
    setUp();
    logIn(page, "kim", "settings");
    page.locator("[data-action='add-user']").click();
    Locator form = page.getByRole(AriaRole.DIALOG, named("Add a user"));
    form.getByLabel("Name").fill("ben");
    form.getByLabel("Password").fill(OTHER);
    form.getByLabel("Role").selectOption("operator");

    assertEquals(204, ask("DELETE", "api/v1/login?all=1", Map.of()).status());

    Locator sheet = page.getByRole(AriaRole.DIALOG, named("Log in again"));
    assertThat(sheet.getByLabel("Name")).hasValue("kim");
    assertThat(sheet.getByLabel("Password")).isFocused();
    page.keyboard().press("Escape");
    page.keyboard().press("Escape");
    assertThat(sheet).isVisible();
    page.keyboard().type(OTHER);
    page.keyboard().press("Enter");
    assertThat(sheet.locator("[data-fault='password']")).hasText("That is not the password.");
    sheet.getByLabel("Password").fill(PASSWORD);
    page.keyboard().press("Enter");
    assertThat(sheet).hasCount(0);
    assertThat(link()).hasAttribute("data-phase", Pattern.compile("live|restored"));
    assertThat(form.getByLabel("Name")).hasValue("ben");
    assertThat(form.getByLabel("Password")).hasValue(OTHER);
    assertThat(form.getByLabel("Role")).hasValue("operator");
    form.locator("[data-action='done']").focus();
    page.keyboard().press("g");
    page.keyboard().press("t");
    assertThat(page).hasURL(Pattern.compile("/settings$"));
    form.getByRole(AriaRole.BUTTON, button("Add user")).click();
    assertThat(user("ben")).hasAttribute("data-role", "operator");
  }

  @Test
  void makesControlsInertWhenARoleIsTakenAway() throws Exception {
    setUp();
    addUser("ben", "operator");
    logIn(page, "ben", "");
    Locator pump = control("bench.pump");
    assertThat(pump).hasAttribute("data-command-state", "idle");
    Locator on = pump.getByRole(AriaRole.BUTTON).first();
    assertThat(on).hasAttribute("aria-disabled", "false");

    assertEquals(200, ask("PATCH", "api/v1/users/ben", Map.of("role", "viewer")).status());

    Locator sheet = page.getByRole(AriaRole.DIALOG, named("Log in again"));
    sheet.getByLabel("Password").fill(PASSWORD);
    page.keyboard().press("Enter");
    assertThat(who()).hasAccessibleName("ben, Viewer: your account");
    assertThat(on).hasAttribute("aria-disabled", "true");
    assertThat(on).hasAccessibleName("Turn on: Pump, operator only");
    assertThat(pump.locator("[data-part='words']")).hasText("Operator only");
    on.focus();
    page.keyboard().press("Enter");
    on.click(new Locator.ClickOptions().setForce(true));
    assertThat(pump).hasAttribute("data-command-state", "idle");
    assertThat(pump.locator("[data-part='value']")).hasText("Off");

    page.navigate(at("settings"));
    assertThat(page.locator("[data-part='explanation']")).containsText("You are ben. Viewer");
    who().click();
    assertThat(account().locator("[data-session]")).hasCount(1);
  }

  @Test
  void leavesAnOperatorTheDevicesThatAreTheirs() throws Exception {
    setUp();
    addUser("ben", "operator");
    assertEquals(
        200, ask("PATCH", "api/v1/users/ben", Map.of("devices", List.of("boiler"))).status());
    logIn(page, "ben", "");
    assertThat(control("bench.pump").locator("[data-part='words']")).hasText("Not your device");
  }

  @Test
  void letsAnAdminManageUsersWithWhatIsWrongBesideItsField() throws Exception {
    setUp();
    logIn(page, "kim", "settings");
    page.locator("[data-action='add-user']").click();
    Locator form = page.getByRole(AriaRole.DIALOG);
    form.getByLabel("Name").fill("kim");
    form.getByLabel("Password").fill("short");
    page.keyboard().press("Enter");
    assertThat(form.locator("[data-fault='password']"))
        .hasText("At least 12 characters; this has 5.");
    assertThat(form.getByLabel("Password")).isFocused();
    form.getByLabel("Password").fill(OTHER);
    page.keyboard().press("Enter");
    assertThat(form.locator("[data-fault='name']")).hasText("The name kim is taken.");
    assertThat(form.getByLabel("Password")).hasValue(OTHER);
    form.getByLabel("Name").fill("ben");
    form.getByLabel("May command").fill("bench, no?such");
    page.keyboard().press("Enter");
    assertThat(form.locator("[data-fault='devices']")).containsText("\"no?such\" is no pattern");
    form.getByLabel("May command").fill("bench, pump-*");
    page.keyboard().press("Enter");
    assertThat(form).hasCount(0);
    assertThat(user("ben")).containsText("ben");

    user("kim").locator("[data-action='remove']").click();
    assertThat(form.locator("[data-action='cancel']")).isFocused();
    form.getByRole(AriaRole.BUTTON, button("Remove kim")).click();
    assertThat(form.locator("[data-fault='']")).containsText("This is the last admin");
    page.keyboard().press("Escape");
    user("ben").locator("[data-action='remove']").click();
    form.getByRole(AriaRole.BUTTON, button("Remove ben")).click();
    assertThat(user("ben")).hasCount(0);
    assertThat(page.locator("[data-action='add-user']")).isFocused();
  }

  @Test
  void showsANewTokenOnceAndShutsOutWhatIsRemoved() throws Exception {
    setUp();
    logIn(page, "kim", "settings");
    Locator form = page.getByRole(AriaRole.DIALOG);
    assertThat(page.locator("[data-part='empty']")).containsText("None yet.");
    page.locator("[data-action='add-token']").click();
    form.getByLabel("For").fill("wall");
    page.keyboard().press("Enter");
    String secret = form.getByLabel("Token").inputValue();
    assertTrue(secret.startsWith("ferrule_"), secret);
    form.locator("[data-action='copy']").click();
    assertThat(form.getByRole(AriaRole.STATUS)).hasText("Copied.");
    form.locator("[data-action='have-it']").click();
    assertThat(page.locator("[data-token='wall']")).containsText("Never used");
    assertEquals(200, withToken(secret));
    page.locator("[data-token='wall'] [data-action='remove']").click();
    form.getByRole(AriaRole.BUTTON, button("Remove wall")).click();
    assertThat(page.locator("[data-token='wall']")).hasCount(0);
    assertEquals(401, withToken(secret));
  }

  @Test
  void letsAnAdminEndTheSessionsOfEverybody() throws Exception {
    setUp();
    logIn(page, "kim", "settings");
    assertThat(page.locator("[data-session]")).hasCount(2);
    page.locator("[data-session] [data-action='end']").click();
    assertThat(page.locator("[data-session]")).hasCount(1);
    assertEquals(401, ask("GET", "api/v1/login", Map.of()).status());
  }

  /** The gateway is played here: five minutes are longer than a test may take. */
  @Test
  void asksForThePasswordOnceAndGoesOnWithWhatWasWanted() throws Exception {
    setUp();
    AtomicInteger refused = new AtomicInteger();
    logIn(page, "kim", "");
    page.route(
        Pattern.compile("api/v1/(users|tokens)$"),
        route -> {
          if (refused.getAndIncrement() < 2) {
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(403)
                    .setContentType("application/problem+json")
                    .setBody("{\"type\":\"https://ferrule.dev/problems/password-needed\"}"));
          } else {
            route.resume();
          }
        });
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Settings")).click();
    Locator proof = page.getByRole(AriaRole.DIALOG, named("Your password again"));
    proof.getByLabel("Password").fill(OTHER);
    page.keyboard().press("Enter");
    assertThat(proof.locator("[data-fault='password']")).hasText("That is not the password.");
    proof.locator("[data-action='cancel']").click();
    assertThat(page.locator("[data-part='locked']")).isVisible();
    refused.set(0);
    page.locator("[data-action='unlock']").click();
    proof.getByLabel("Password").fill(PASSWORD);
    page.keyboard().press("Enter");
    assertThat(user("kim")).isVisible();
    assertThat(proof).hasCount(0);
    assertThat(page.locator("[data-part='locked']")).hasCount(0);
  }

  @Test
  void letsOneChangeThePasswordAndEndTheSessionsElsewhere() throws Exception {
    setUp();
    logIn(page, "kim", "");
    who().click();
    assertThat(account().locator("[data-session]")).hasCount(2);
    account().locator("[data-action='end']").click();
    assertThat(account().locator("[data-session]")).hasCount(1);
    assertEquals(401, ask("GET", "api/v1/login", Map.of()).status());

    account().locator("[data-action='password']").click();
    Locator form = page.getByRole(AriaRole.DIALOG, named("Change your password"));
    form.getByLabel("Current password").fill(OTHER);
    form.getByLabel("New password", new Locator.GetByLabelOptions().setExact(true)).fill(OTHER);
    form.getByLabel("New password again").fill(OTHER);
    page.keyboard().press("Enter");
    assertThat(form.locator("[data-fault='password']")).hasText("That is not your password.");
    form.getByLabel("Current password").fill(PASSWORD);
    page.keyboard().press("Enter");
    assertThat(account().getByRole(AriaRole.STATUS)).hasText("The password is changed.");
    assertEquals(401, logInElsewhere(PASSWORD));
    assertEquals(200, logInElsewhere(OTHER));
    assertThat(link()).hasAttribute("data-phase", "live");
  }

  private Locator who() {
    return page.locator("[data-action='account']");
  }

  private Locator link() {
    return page.locator("ferrule-status-bar [data-part='link']");
  }

  private Locator account() {
    return page.locator("ferrule-account-dialog");
  }

  private Locator user(String name) {
    return page.locator("[data-user='" + name + "']");
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Locator.GetByRoleOptions button(String name) {
    return new Locator.GetByRoleOptions().setName(name);
  }

  /** An address on the gateway. */
  private String at(String path) {
    return URI.create(address).resolve("/" + path).toString();
  }

  /** Makes kim the first admin, who is logged in elsewhere from then on. */
  private void setUp() throws Exception {
    String code = gateway.await("Setup code: (\\S+)").group(1);
    Map<String, Object> first = Map.of("code", code, "name", "kim", "password", PASSWORD);
    assertEquals(201, ask("POST", "api/v1/login/setup", first).status());
  }

  private void addUser(String name, String role) {
    Map<String, Object> user = Map.of("name", name, "password", PASSWORD, "role", role);
    assertEquals(201, ask("POST", "api/v1/users", user).status());
  }

  private int logInElsewhere(String password) {
    return ask("POST", "api/v1/login", Map.of("name", "kim", "password", password)).status();
  }

  private APIResponse ask(String method, String path, Map<String, Object> body) {
    RequestOptions options =
        RequestOptions.create().setMethod(method).setHeader("Origin", origin());
    if (!body.isEmpty()) {
      options.setData(body);
    }
    return elsewhere.fetch(at(path), options);
  }

  /** What a program is answered that shows a token. */
  private int withToken(String secret) {
    APIRequestContext program = playwright.request().newContext();
    try {
      APIResponse answer =
          program.get(
              at("api/v1/devices"),
              RequestOptions.create().setHeader("Authorization", "Bearer " + secret));
      JsonObject body = JsonParser.parseString(answer.text()).getAsJsonObject();
      if (answer.status() == 200) {
        assertNull(body.get("type"));
      }
      return answer.status();
    } finally {
      program.dispose();
    }
  }

  private String origin() {
    URI uri = URI.create(address);
    return uri.getScheme() + "://" + uri.getAuthority();
  }

  /** Logs in by the page for it, and is led on. */
  private void logIn(Page page, String name, String path) {
    page.navigate(at("login?next=/" + path));
    page.getByLabel("Name").fill(name);
    page.getByLabel("Password").fill(PASSWORD);
    page.getByRole(AriaRole.BUTTON).click();
    assertThat(who()).isVisible();
  }
}
