package dev.ferrule.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import dev.ferrule.gateway.device.serial.ports.FakeMachine;
import dev.ferrule.gateway.device.serial.ports.UsbIdentity;
import dev.ferrule.gateway.json.JsonTree;
import dev.ferrule.sim.pty.Pty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class PortsCommandTest {

  private static final UsbIdentity UNO =
      new UsbIdentity("2341", "0043", Optional.of("7573530"), "Arduino Uno");

  @TempDir private Path root;

  private FakeMachine machine;

  @BeforeEach
  void boot() throws IOException {
    machine = new FakeMachine(root);
  }

  @Test
  void saysHowToAddAPort() throws IOException {
    machine.plug("ttyACM0", "1-1", UNO, Path.of("/dev/null"));
    CommandRun run = ports();
    assertEquals(0, run.exitCode());
    assertTrue(
        run.out()
            .startsWith(machine.node("ttyACM0") + ", Arduino Uno (usb 2341:0043 serial 7573530)\n"),
        run.out());
    String lines = run.out().substring(run.out().indexOf("configuration:\n") + 15);
    var proposed =
        assertInstanceOf(Loaded.Valid.class, ConfigurationFile.parse("devices:\n" + lines));
    assertEquals("arduino_uno", proposed.configuration().devices().getFirst().id());
    assertEquals(
        machine.byId(UNO).toString(), proposed.configuration().devices().getFirst().link());
  }

  @Test
  void namesTheDeviceAndWhoHasThePort() throws Exception {
    Path file = root.resolve("ferrule.yaml");
    Files.writeString(
        file,
        """
        devices:
          uno: {driver: firmware, usb: {vendor: 2341, product: 0043}}
          other: {driver: firmware, port: /dev/ttyUSB77}
        """);
    try (Pty board = Pty.open()) {
      machine.plug("ttyACM0", "1-1", UNO, board.path());
      Process other = new ProcessBuilder("cat").redirectInput(board.path().toFile()).start();
      try {
        CommandRun run = ports("--config", file.toString());
        assertTrue(run.out().contains("\n  device    uno\n"), run.out());
        assertTrue(run.out().contains("\n  in use    cat, process " + other.pid()), run.out());
        var json = JsonTree.read(ports("--json", "-c", file.toString()).out()).path(0);
        assertEquals("uno", json.path("devices").path(0).asText());
        assertEquals(other.pid(), json.path("holder").path("pid").asLong());
        assertEquals("0043", json.path("usb").path("product").asText());
      } finally {
        other.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void saysThatThereIsNone() {
    assertTrue(ports().out().startsWith("no serial port is here"), ports().out());
    assertEquals("[]\n", ports("--json").out());
  }

  @Test
  void tellsAWrongConfiguration() {
    assertEquals(3, ports("--config", root.resolve("none").toString()).exitCode());
  }

  private CommandRun ports(String... options) {
    String[] all = new String[options.length + 3];
    all[0] = "ports";
    all[1] = "--root";
    all[2] = root.toString();
    System.arraycopy(options, 0, all, 3, options.length);
    return CommandRun.of(all);
  }
}
