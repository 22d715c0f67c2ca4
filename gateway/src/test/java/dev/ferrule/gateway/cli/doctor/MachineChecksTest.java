package dev.ferrule.gateway.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.cli.doctor.Finding.Level;
import dev.ferrule.gateway.device.serial.ports.PortPath;
import dev.ferrule.gateway.linux.KernelClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines as their files tell of them. */
class MachineChecksTest {

  @TempDir private Path root;
  private Machine machine;
  private MachineChecks checks;

  @BeforeEach
  void machine() {
    machine = new Machine(root, "pi");
    checks = new MachineChecks(machine, () -> false);
  }

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void aMachineThatIsNoPiHasNoSensorToMiss() {
    assertEquals(Level.OK, checks.supply().level());
  }

  @Test
  void tellsUnderVoltageOfAPi() throws IOException {
    file("proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0");
    assertEquals(Level.WARN, checks.supply().level());
    file("sys/class/hwmon/hwmon0/name", "cpu_thermal\n");
    file("sys/class/hwmon/hwmon1/name", "rpi_volt\n");
    file("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "0\n");
    assertEquals("Raspberry Pi 4 Model B Rev 1.4, no under-voltage", checks.supply().text());
    assertEquals(Level.OK, checks.supply().level());
    file("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n");
    assertEquals(Level.FAIL, checks.supply().level());
    assertTrue(checks.supply().text().startsWith("under-voltage"), checks.supply().text());
  }

  @Test
  void believesTheKernelOrTimesyncdOfTheClock() throws IOException {
    assertEquals(Level.WARN, checks.clock(Optional.empty()).level());
    assertEquals(Level.OK, new MachineChecks(machine, () -> true).clock(Optional.empty()).level());
    Finding byGps = checks.clock(Optional.of("gps"));
    assertEquals(Level.OK, byGps.level());
    assertTrue(byGps.text().contains("gps"), byGps.text());
    file("run/systemd/timesync/synchronized", "");
    assertEquals(Level.OK, checks.clock(Optional.empty()).level());
  }

  @Test
  void theDataDirectoryNeedNotExistYetButMustBePossible() throws IOException {
    assertEquals(1, checks.data(root.resolve("a/b")).size());
    file("a", "no directory");
    Finding finding = checks.data(root.resolve("a/b")).getFirst();
    assertEquals(Level.FAIL, finding.level());
    assertTrue(finding.remedy().contains("-o pi "), finding.remedy());
  }

  @Test
  void warnsOfModemManagerOnlyWhereItFindsAnAdapter() throws IOException {
    file("proc/812/comm", "ModemManager\n");
    var ports = new PortChecks(machine);
    assertTrue(ports.modemManager().isEmpty());
    Path usb = root.resolve("sys/devices/usb1/1-1");
    file("sys/devices/usb1/1-1/idVendor", "2341\n");
    file("sys/devices/usb1/1-1/idProduct", "0043\n");
    file("sys/class/tty/ttyACM0/uevent", "");
    file("dev/ttyACM0", "");
    Files.createSymbolicLink(root.resolve("sys/class/tty/ttyACM0/device"), usb);
    assertEquals(Level.WARN, ports.modemManager().orElseThrow().level());
  }

  @Test
  void namesThePortsThatAreHereWhenOneIsMissing() throws IOException {
    file("sys/class/tty/ttyUSB3/device/uevent", "");
    file("dev/ttyUSB3", "");
    String missing = root.resolve("dev/ttyUSB0").toString();
    Finding finding = new PortChecks(machine).port(new PortPath(missing), "pump", false);
    assertEquals(Level.FAIL, finding.level());
    assertEquals("does not exist", finding.text());
    assertTrue(finding.remedy().endsWith("/dev/ttyUSB3"), finding.remedy());
  }

  @Test
  void theRealKernelAnswersOfItsClock() {
    assertDoesNotThrow(KernelClock::isSynchronized);
  }
}
