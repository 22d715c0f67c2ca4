package dev.ferrule.gateway.device.serial.ports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.serial.ports.PortLocator.Located;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ports that are named by the USB device behind them. */
@Timeout(300)
class PortLocatorTest {

  private static final UsbIdentity FIRST = uno("AAAA");
  private static final UsbIdentity SECOND = uno("BBBB");

  @TempDir Path root;

  private FakeMachine machine;

  @BeforeEach
  void boot() throws IOException {
    machine = new FakeMachine(root);
  }

  @Test
  void findsTheDeviceInWhicheverSocket() throws IOException {
    PortLocator wanted = locator(Optional.of("BBBB"));
    machine.plug("ttyACM0", "1-1", FIRST, Path.of("/dev/null"));
    machine.plug("ttyACM1", "1-2", SECOND, Path.of("/dev/zero"));
    assertEquals(new Located.At(machine.node("ttyACM1")), wanted.locate());
    machine.unplug("ttyACM0", "1-1", FIRST);
    machine.unplug("ttyACM1", "1-2", SECOND);
    machine.plug("ttyACM0", "1-3", SECOND, Path.of("/dev/zero"));
    assertEquals(new Located.At(machine.node("ttyACM0")), wanted.locate());
  }

  @Test
  void takesNoneOfTwoThatFit() throws IOException {
    machine.plug("ttyACM0", "1-1", FIRST, Path.of("/dev/null"));
    machine.plug("ttyACM1", "1-2", SECOND, Path.of("/dev/zero"));
    String reason = nowhere(locator(Optional.empty()));
    assertEquals(
        "2 ports are usb 2341:0043: "
            + machine.byId(FIRST)
            + " (serial AAAA), "
            + machine.byId(SECOND)
            + " (serial BBBB); say which one by its serial, or by port: and its path",
        reason);
  }

  @Test
  void saysWhatIsThereInstead() throws IOException {
    machine.plug("ttyACM0", "1-1", FIRST, Path.of("/dev/null"));
    String reason = nowhere(locator(Optional.of("BBBB")));
    assertTrue(reason.startsWith("no such port: nothing is plugged in as usb 2341:0043"), reason);
    assertTrue(reason.endsWith("is here: " + machine.byId(FIRST) + " (serial AAAA)"), reason);
  }

  @Test
  void tellsOnePluggingFromTheNext() throws IOException {
    PortLocator wanted = locator(Optional.of("AAAA"));
    assertEquals(Optional.empty(), mark(wanted));
    machine.plug("ttyACM0", "1-1", FIRST, Path.of("/dev/null"));
    Optional<Object> before = mark(wanted);
    assertNotEquals(Optional.empty(), before);
    assertEquals(before, mark(wanted));
    machine.unplug("ttyACM0", "1-1", FIRST);
    assertEquals(Optional.empty(), mark(wanted));
    machine.plug("ttyACM1", "1-1", FIRST, Path.of("/dev/zero"));
    assertNotEquals(before, mark(wanted));
  }

  private static Optional<Object> mark(PortLocator wanted) {
    return wanted.locate() instanceof Located.At(Path path)
        ? PortLocator.mark(path)
        : Optional.empty();
  }

  private PortLocator locator(Optional<String> serial) {
    return new PortLocator(machine.inventory(), new UsbMatch("2341", "0043", serial));
  }

  private static String nowhere(PortLocator locator) {
    return assertInstanceOf(Located.Nowhere.class, locator.locate()).reason();
  }

  private static UsbIdentity uno(String serial) {
    return new UsbIdentity("2341", "0043", Optional.of(serial), "Arduino Uno");
  }
}
