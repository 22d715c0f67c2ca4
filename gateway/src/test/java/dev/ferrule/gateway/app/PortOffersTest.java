package dev.ferrule.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.ferrule.gateway.LogWitness;
import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.config.device.DriverSettings;
import dev.ferrule.gateway.device.firmware.FirmwareSettings;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.device.serial.ports.FakeMachine;
import dev.ferrule.gateway.device.serial.ports.UsbIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class PortOffersTest {

  @TempDir private Path root;

  @Test
  void offersWhatNoDeviceClaims() throws Exception {
    var machine = new FakeMachine(root);
    var serial = new SerialSettings(machine.node("ttyUSB0").toString());
    var device =
        new DeviceConfiguration(
            "bed",
            "Bed",
            "",
            Optional.of(serial),
            new DriverSettings.Firmware(FirmwareSettings.DEFAULT));
    var claims = new PortClaims(List.of(device), machine.inventory());
    try (var log = new LogWitness("dev.ferrule.ports")) {
      try (var offers = new PortOffers(machine.inventory(), claims)) {
        offers.start();
        machine.plug("ttyUSB0", "1-1", adapter("A"), Path.of("/dev/null"));
        machine.plug("ttyUSB1", "1-2", adapter("B"), Path.of("/dev/zero"));
        LogRecord offer = log.heard().poll(60, TimeUnit.SECONDS);
        assertNotNull(offer);
        assertEquals(
            machine.node("ttyUSB1") + ", Cable (usb 0403:6001 serial B)", offer.getParameters()[0]);
      }
      assertEquals(0, log.heard().size());
    }
  }

  private static UsbIdentity adapter(String serial) {
    return new UsbIdentity("0403", "6001", Optional.of(serial), "Cable");
  }
}
