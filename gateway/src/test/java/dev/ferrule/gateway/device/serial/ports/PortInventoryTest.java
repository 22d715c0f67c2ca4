package dev.ferrule.gateway.device.serial.ports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.sim.pty.Pty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a machine's directories tell about its ports. */
@Timeout(300)
class PortInventoryTest {

  private static final UsbIdentity UNO =
      new UsbIdentity("2341", "0043", Optional.of("7573530"), "Arduino Uno");
  private static final UsbIdentity CHEAP =
      new UsbIdentity("1a86", "7523", Optional.empty(), "USB Serial");

  @TempDir Path root;

  private FakeMachine machine;

  @BeforeEach
  void boot() throws IOException {
    machine = new FakeMachine(root);
  }

  @Test
  void knowsTheAdapterBehindEachPort() throws IOException {
    machine.plug("ttyUSB10", "1-3", CHEAP, Path.of("/dev/null"));
    machine.plug("ttyUSB2", "1-2", UNO, Path.of("/dev/zero"));
    machine.uart("ttyAMA0", 32, Path.of("/dev/full"));
    List<Port> ports = machine.inventory().list();
    assertEquals(
        List.of("ttyAMA0", "ttyUSB2", "ttyUSB10"),
        ports.stream().map(p -> p.path().getFileName().toString()).toList());
    assertEquals(
        List.of(Optional.empty(), Optional.of(UNO), Optional.of(CHEAP)),
        ports.stream().map(Port::usb).toList());
    assertEquals(
        List.of(machine.node("ttyAMA0"), machine.byId(UNO), machine.byId(CHEAP)),
        ports.stream().map(Port::steadiest).toList());
  }

  @Test
  void passesOverWhatIsNoPort() throws IOException {
    machine.console("tty0", Path.of("/dev/null"));
    machine.uart("ttyS3", 0, Path.of("/dev/null"));
    assertEquals(List.of(), machine.inventory().list());
  }

  @Test
  void forgetsWhatIsPulledOut() throws IOException {
    machine.plug("ttyUSB0", "1-3", CHEAP, Path.of("/dev/null"));
    machine.unplug("ttyUSB0", "1-3", CHEAP);
    assertEquals(List.of(), machine.inventory().list());
  }

  @Test
  void hasNothingToSayAboutAnEmptyMachine() {
    assertEquals(List.of(), new PortInventory(root.resolve("nowhere")).list());
  }

  @Test
  void namesWhoHasAPort() throws Exception {
    Path port = root.resolve("board");
    try (Pty board = Pty.open()) {
      Files.createSymbolicLink(port, board.path());
      assertEquals(Optional.empty(), PortHolder.of(port));
      Process other = new ProcessBuilder("cat").redirectInput(board.path().toFile()).start();
      try {
        assertEquals(Optional.of(new PortHolder(other.pid(), "cat", false)), PortHolder.of(port));
      } finally {
        other.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void saysWhichGroupToJoin() throws IOException {
    assertEquals(Optional.empty(), PortAccess.groupToJoin(Path.of("/dev/null")));
    String remedy = PortAccess.remedy(Path.of("/dev/null"));
    assertTrue(remedy.contains("usermod -aG dialout"), remedy);
  }
}
