package dev.ferrule.gateway.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.serial.ports.PortHolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has a port open. */
class PortChecksTest {

  private static final PortHolder GATEWAY = new PortHolder(500, "java", true);
  private static final PortHolder READER = new PortHolder(12, "cat", false);

  @TempDir private Path temp;

  @Test
  void theGatewayIsTheOneWithTheLock() {
    Finding finding = PortChecks.holders(List.of(GATEWAY, READER), "p", true);

    assertEquals(
        Finding.warn(
            "port",
            "p",
            "held by the gateway (java, process 500), but is open elsewhere too, where bytes are lost: cat,"
                + " process 12",
            "end that program, or give the device another port"),
        finding);
  }

  @Test
  void aReaderWithoutALockIsSeen() {
    Finding finding = PortChecks.holders(List.of(READER), "p", false);

    assertTrue(finding.toString().contains("cat, process 12"), finding.toString());
    assertTrue(finding.toString().contains("can be opened"), finding.toString());
  }

  @Test
  void aProgramWithALockIsInTheWay() {
    Finding finding = PortChecks.holders(List.of(GATEWAY, READER), "p", false);

    assertEquals(
        Finding.fail(
            "port",
            "p",
            "in use by java, process 500",
            "end that program, or give the device another port"),
        finding);
  }

  @Test
  void tellsAProcessWithALockFromOneWithout() throws Exception {
    Path file = Files.createFile(temp.resolve("port"));
    Process reader = start("sh", "-c", "exec 3<\"$1\"; echo; read x", "sh", file.toString());
    Process locker =
        start("sh", "-c", "exec 3<\"$1\"; flock 3; echo; read x", "sh", file.toString());
    try {
      assertEquals('\n', reader.getInputStream().read());
      assertEquals('\n', locker.getInputStream().read());

      assertEquals(
          List.of(
              new PortHolder(locker.pid(), "sh", true), new PortHolder(reader.pid(), "sh", false)),
          PortHolder.all(file));
    } finally {
      reader.destroy();
      locker.destroy();
      reader.waitFor();
      locker.waitFor();
    }
  }

  private static Process start(String... command) throws Exception {
    return new ProcessBuilder(command).start();
  }
}
