package dev.ferrule.gateway.security.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short",
        "elevenchars",
        "password1234",
        "Password2026!",
        "aaaaaaaaaaaaaaa",
        "123456789012",
        "kim1234567890",
        "raspberrypi2026",
        "qwertyuiop[]1",
        "Needforspeed",
        "1qaz2wsx3edc"
      })
  void isNotWhatEverybodyTriesFirst(String password) {
    assertTrue(Password.complaint("kim", password).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a horse that counts", "пароль из слов", "🐎🐎🐎 und zwölf Äpfel"})
  void isAnythingElseThatIsLongEnough(String password) {
    assertEquals("", Password.complaint("kim", password).orElse(""));
  }

  @Test
  void isKeptAsAHashOfItsOwnSalt() {
    String one = PasswordHash.of("a horse that counts");
    String two = PasswordHash.of("a horse that counts");
    assertNotEquals(one, two);
    assertTrue(one.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), one);
    assertTrue(PasswordHash.matches(one, "a horse that counts"));
    assertFalse(PasswordHash.matches(one, "a horse that count"));
  }

  /** Made by the reference implementation in C: salt somesaltsomesalt, 2 passes, 19456 KiB. */
  @Test
  void isHashedAsOthersDo() {
    assertTrue(PasswordHash.isHash(REFERENCE));
    assertTrue(PasswordHash.matches(REFERENCE, "password"));
  }

  private static final String REFERENCE =
      "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$K13EBUiG7JV+9ZxztmHFTdb7J0WQsnj2V8bZaqyPptE";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "$argon2i$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
        "$argon2id$v=19$m=999999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=19456,t=99,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void isNoHashThatWouldTakeAllMemoryOrTime(String text) {
    assertFalse(PasswordHash.isHash(text));
  }

  @Test
  void waitsLongerWithEachWrongTry() {
    Throttle throttle = new Throttle();
    long now = 0;
    for (int i = 0; i < 5; i++) {
      assertTrue(throttle.pause("kim", "10.0.0.1", now).isEmpty());
      throttle.wrong("kim", "10.0.0.1", now);
    }
    assertEquals(Duration.ofSeconds(1), throttle.pause("kim", "10.0.0.1", now).orElseThrow());
    assertTrue(throttle.pause("kim", "10.0.0.2", now).isEmpty(), "others are not shut out");
    for (int i = 0; i < 20; i++) {
      throttle.wrong("kim", "10.0.0.1", now);
    }
    assertEquals(Duration.ofMinutes(5), throttle.pause("kim", "10.0.0.1", now).orElseThrow());
    now += Duration.ofMinutes(5).toNanos();
    assertTrue(throttle.pause("kim", "10.0.0.1", now).isEmpty());
  }

  @Test
  void doesNotHoldUpWhoeverWasRightThereBefore() {
    Throttle throttle = new Throttle();
    throttle.right("kim", "10.0.0.1");
    for (int i = 0; i < 200; i++) {
      throttle.wrong("user" + i, "10.0.0." + i % 8, 0);
    }
    assertTrue(throttle.pause("kim", "10.0.0.1", 0).isEmpty());
    assertTrue(throttle.pause("ann", "10.0.9.9", 0).isPresent());
  }

  @Test
  void takesAllAddressesOfAHouseForOne() {
    Throttle throttle = new Throttle();
    for (int i = 0; i < 30; i++) {
      throttle.wrong("kim", "2001:db8:1:2::" + i, 0);
    }
    assertTrue(throttle.pause("ann", "2001:db8:1:2:ffff::1", 0).isPresent());
    assertTrue(throttle.pause("ann", "2001:db8:1:3::1", 0).isEmpty());
  }

  @Test
  void countsWhatIsWrongOfOneAddressAndOfAll() {
    Throttle throttle = new Throttle();
    for (int i = 0; i < 30; i++) {
      throttle.wrong("user" + i, "10.0.0.1", 0);
    }
    assertTrue(throttle.pause("other", "10.0.0.1", 0).isPresent());
    assertTrue(throttle.pause("other", "10.0.0.2", 0).isEmpty());
    for (int i = 0; i < 70; i++) {
      throttle.wrong("user" + i, "10.0.1." + i, 0);
    }
    assertTrue(throttle.pause("other", "10.0.0.2", 0).isPresent());
    assertTrue(throttle.pause("other", "10.0.0.2", Duration.ofMinutes(1).toNanos()).isEmpty());
  }
}
