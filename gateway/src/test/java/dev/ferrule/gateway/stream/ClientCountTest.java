package dev.ferrule.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClientCountTest {

  private final ClientCount count = new ClientCount(500);

  private int takeAll(String address) {
    return (int) IntStream.range(0, 1000).filter(_ -> count.take(address)).count();
  }

  @Test
  void leavesRoomWhenOneAddressTakesAllItCan() {
    assertEquals(484, takeAll("10.0.0.1"));
    assertTrue(count.take("10.0.0.2"));
    assertEquals(485, count.now());
  }

  @Test
  void givesPlacesBack() {
    assertEquals(484, takeAll("10.0.0.1"));
    count.giveBack("10.0.0.1");
    assertTrue(count.take("10.0.0.1"));
    assertFalse(count.take("10.0.0.1"));
  }

  @Test
  void holdsTheLimitOverAllAddresses() {
    assertEquals(484, takeAll("10.0.0.1"));
    assertEquals(16, takeAll("10.0.0.2"));
    assertFalse(count.take("10.0.0.3"));
  }

  @Test
  void givesTheOnlyPlaceToAnyone() {
    ClientCount one = new ClientCount(1);
    assertTrue(one.take("10.0.0.1"));
    assertFalse(one.take("10.0.0.1"));
  }

  /** Who comes again and again leaves others their chance. */
  @Test
  void boundsHowOftenAnAddressOpens() {
    ClientCount clients = new ClientCount(500);
    for (int i = 0; i < 500; i++) {
      assertTrue(clients.mayCome("10.0.0.1", 0));
    }
    assertFalse(clients.mayCome("10.0.0.1", 0));
    assertTrue(clients.mayCome("10.0.0.2", 0));
    assertTrue(clients.mayCome("10.0.0.1", 1_000_000_000));
  }
}
