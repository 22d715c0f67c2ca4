package dev.ferrule.gateway.app;

import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.device.serial.ports.Port;
import dev.ferrule.gateway.device.serial.ports.PortInventory;
import dev.ferrule.gateway.device.serial.ports.PortLocator;
import dev.ferrule.gateway.device.serial.ports.PortLocator.Located;
import dev.ferrule.gateway.device.serial.ports.PortName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Which devices want which port now. Stateless. */
public final class PortClaims {

  private final List<DeviceConfiguration> devices;
  private final PortInventory inventory;

  /** The claims of {@code devices} to the ports of {@code inventory}. */
  public PortClaims(List<DeviceConfiguration> devices, PortInventory inventory) {
    this.devices = List.copyOf(devices);
    this.inventory = inventory;
  }

  /** Ids of the devices that are on {@code port}: one, none, or the units of a Modbus line. */
  public List<String> of(Port port) {
    Path real = real(port.path());
    return devices.stream()
        .filter(
            device ->
                device.serial().stream().flatMap(s -> locate(s.port())).anyMatch(real::equals))
        .map(DeviceConfiguration::id)
        .toList();
  }

  private Stream<Path> locate(PortName name) {
    return new PortLocator(inventory, name).locate() instanceof Located.At(Path path)
        ? Stream.of(real(path))
        : Stream.empty();
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path; // not here
    }
  }
}
