package dev.ferrule.gateway.security.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.security.Grant;
import dev.ferrule.gateway.security.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long a login holds, and how many there are. */
class LoginSessionTest {

  private static final String HASH = PasswordHash.of("a horse that counts");
  private static final User KIM = new User("kim", Grant.of(Role.VIEWER), HASH, 0);
  private static final Roster ROSTER = Roster.of(List.of(KIM), List.of(), List.of());

  private static LoginSession session(String key, long created) {
    return new LoginSession(key.repeat(64), "kim", created, created, created, "here", "");
  }

  private static boolean opens(LoginSession session, Duration after) {
    return ROSTER.with(session).session(session.key(), after.toMillis()).isPresent();
  }

  @Test
  void endsTwelveHoursAfterItsLastUse() {
    LoginSession session = session("a", 0);
    assertTrue(opens(session, Duration.ofHours(12).minusMillis(1)));
    assertFalse(opens(session, Duration.ofHours(12)));
    LoginSession used = session.usedAt(Duration.ofHours(11).toMillis());
    assertTrue(opens(used, Duration.ofHours(23).minusMillis(1)));
    assertFalse(opens(used, Duration.ofHours(23)));
  }

  @Test
  void endsAfterThirtyDaysHoweverMuchItIsUsed() {
    LoginSession used = session("a", 0).usedAt(Duration.ofDays(30).minusMinutes(1).toMillis());
    assertTrue(opens(used, Duration.ofDays(30).minusMillis(1)));
    assertFalse(opens(used, Duration.ofDays(30)));
  }

  @Test
  void makesRoomForTheTwentyFirstOfAUser() {
    Roster roster = ROSTER;
    for (int i = 0; i < Roster.MAX_SESSIONS_EACH; i++) {
      String key = Character.toString('A' + i);
      roster = Changes.addSession(session(key, i), HASH, Optional.empty(), i).of(roster).roster();
    }
    assertEquals(Roster.MAX_SESSIONS_EACH, roster.sessions().size());
    Roster full =
        Changes.addSession(session("z", 99), HASH, Optional.empty(), 99).of(roster).roster();
    assertEquals(Roster.MAX_SESSIONS_EACH, full.sessions().size());
    assertFalse(full.sessions().containsKey("A".repeat(64)), "the one used longest ago");
    assertTrue(full.sessions().containsKey("z".repeat(64)));
  }
}
