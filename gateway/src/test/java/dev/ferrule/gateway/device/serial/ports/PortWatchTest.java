package dev.ferrule.gateway.device.serial.ports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.device.serial.ports.PortWatch.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ports that come and go, as they are told. */
@Timeout(300)
class PortWatchTest {

  private static final UsbIdentity ONE = adapter("A");
  private static final UsbIdentity OTHER = adapter("B");

  @TempDir Path root;

  private FakeMachine machine;

  @BeforeEach
  void boot() throws IOException {
    machine = new FakeMachine(root);
  }

  @Test
  void tellsEachOnceAtTheSecondLook() throws IOException {
    machine.plug("ttyUSB0", "1-1", ONE, Path.of("/dev/null"));
    Port first = machine.inventory().list().getFirst();
    var watch = new PortWatch(machine.inventory());
    assertEquals(List.of(), watch.look());
    machine.plug("ttyUSB1", "1-2", OTHER, Path.of("/dev/zero"));
    Port second = machine.inventory().list().getLast();
    assertEquals(List.of(), watch.look());
    assertEquals(List.of(new Change.Came(second)), watch.look());
    assertEquals(List.of(), watch.look());
    machine.unplug("ttyUSB0", "1-1", ONE);
    assertEquals(List.of(new Change.Gone(first)), watch.look());
    assertEquals(List.of(), watch.look());
  }

  @Test
  void tellsThatAnotherTookThePlace() throws IOException {
    machine.plug("ttyUSB0", "1-1", ONE, Path.of("/dev/null"));
    Port first = machine.inventory().list().getFirst();
    var watch = new PortWatch(machine.inventory());
    machine.unplug("ttyUSB0", "1-1", ONE);
    machine.plug("ttyUSB0", "1-2", OTHER, Path.of("/dev/zero"));
    Port second = machine.inventory().list().getFirst();
    assertEquals(List.of(new Change.Gone(first)), watch.look());
    assertEquals(List.of(new Change.Came(second)), watch.look());
  }

  private static UsbIdentity adapter(String serial) {
    return new UsbIdentity("0403", "6001", Optional.of(serial), "Cable");
  }
}
