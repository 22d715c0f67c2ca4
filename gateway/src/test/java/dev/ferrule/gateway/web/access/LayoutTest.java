package dev.ferrule.gateway.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.security.Role;
import dev.ferrule.gateway.web.layout.Layouts;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** How each user wants the dashboard, over real sockets and a real disk. */
class LayoutTest extends AccessFixture {

  private static final String PATH = "/api/v1/layout";
  private static final String LAYOUT = "{\"density\":\"compact\",\"pinned\":[\"boiler\"]}";

  @Test
  void keepsTheLayoutOfEachUserApartAndOverARestart() throws Exception {
    user("ben", Role.VIEWER);
    user("eva", Role.OPERATOR);
    String ben = cookieOf("ben");
    String eva = cookieOf("eva");
    assertEquals("{}", ask("GET", PATH, "", ben).body(), "as proposed");

    assertEquals(204, ask("PUT", PATH, LAYOUT, ben, origin()).status());

    assertEquals(LAYOUT, ask("GET", PATH, "", ben).body());
    assertEquals("{}", ask("GET", PATH, "", eva).body());
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("layouts.json"))));
    try (Layouts again = Layouts.open(data)) {
      assertEquals(LAYOUT, again.of("ben").orElseThrow());
    }
    assertEquals(204, ask("DELETE", PATH, "", ben, origin()).status());
    assertEquals("{}", ask("GET", PATH, "", ben).body());
    try (Layouts again = Layouts.open(data)) {
      assertTrue(again.of("ben").isEmpty());
    }
  }

  @Test
  void refusesWhatIsNoLayoutOrTooLong() throws Exception {
    user("ben", Role.VIEWER);
    String ben = cookieOf("ben");
    String tooLong = "{\"keys\":\"" + "x".repeat(Layouts.LONGEST) + "\"}";
    for (String wrong : new String[] {"[]", "1", "{", tooLong}) {
      int status = ask("PUT", PATH, wrong, ben, origin()).status();
      assertTrue(status == 400 || status == 413, wrong.substring(0, 1) + ": " + status);
    }
    assertEquals(401, ask("PUT", PATH, LAYOUT, origin()).status());
    assertEquals("{}", ask("GET", PATH, "", ben).body());
  }

  @Test
  void goesOnWithWhatIsProposedWhenTheFileIsDamaged() throws Exception {
    Files.writeString(data.resolve("layouts.json"), "{\"ben\": {\"density\"");
    try (Layouts damaged = Layouts.open(data)) {
      assertTrue(damaged.of("ben").isEmpty());
    }
    assertTrue(Files.exists(data.resolve("layouts.json.bad")));
  }
}
