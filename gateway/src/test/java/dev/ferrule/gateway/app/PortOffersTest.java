package dev.ferrule.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.config.device.DriverSettings;
import dev.ferrule.gateway.device.firmware.FirmwareSettings;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.device.serial.ports.FakeMachine;
import dev.ferrule.gateway.device.serial.ports.UsbIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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
            Optional.of(serial),
            new DriverSettings.Firmware(FirmwareSettings.DEFAULT));
    var claims = new PortClaims(List.of(device), machine.inventory());
    BlockingQueue<LogRecord> logged = new LinkedBlockingQueue<>();
    var log = Logger.getLogger("dev.ferrule.ports");
    Handler handler = new Into(logged);
    log.addHandler(handler);
    try (var offers = new PortOffers(machine.inventory(), claims)) {
      offers.start();
      machine.plug("ttyUSB0", "1-1", adapter("A"), Path.of("/dev/null"));
      machine.plug("ttyUSB1", "1-2", adapter("B"), Path.of("/dev/zero"));
      LogRecord offer = logged.poll(60, TimeUnit.SECONDS);
      assertNotNull(offer);
      assertEquals(
          machine.node("ttyUSB1") + ", Cable (usb 0403:6001 serial B)", offer.getParameters()[0]);
    } finally {
      log.removeHandler(handler);
    }
    assertEquals(0, logged.size());
  }

  private static UsbIdentity adapter(String serial) {
    return new UsbIdentity("0403", "6001", Optional.of(serial), "Cable");
  }

  private static final class Into extends Handler {
    private final BlockingQueue<LogRecord> queue;

    Into(BlockingQueue<LogRecord> queue) {
      this.queue = queue;
    }

    @Override
    public void publish(LogRecord entry) {
      queue.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
