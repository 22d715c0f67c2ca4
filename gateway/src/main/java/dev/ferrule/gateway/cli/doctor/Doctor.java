package dev.ferrule.gateway.cli.doctor;

import dev.ferrule.gateway.cli.client.GatewayAddress;
import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.config.device.DriverSettings;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.device.serial.ports.Port;
import dev.ferrule.gateway.device.serial.ports.PortPath;
import dev.ferrule.gateway.linux.KernelClock;
import dev.ferrule.gateway.model.LinkCounts;
import dev.ferrule.gateway.mqtt.bridge.BridgeSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Looks at everything in turn. */
public final class Doctor {

  private static final Heard NOTHING = new Heard(LinkCounts.NONE, "down", "not opened");

  private final MachineChecks machine;
  private final PortChecks ports;
  private final LineListener ears;

  /** Looks at a machine and listens with {@code ears}. */
  public Doctor(Machine machine, LineListener ears) {
    this.machine = new MachineChecks(machine, KernelClock::isSynchronized);
    this.ports = new PortChecks(machine);
    this.ears = ears;
  }

  /** The machine and whatever ports it has. */
  public List<Finding> examine() {
    List<Finding> findings = new ArrayList<>(machine(Optional.empty()));
    for (Port port : ports.inventory().list()) {
      String where = port.steadiest().toString();
      findings.add(ports.port(new PortPath(port.path().toString()), where, false));
    }
    return findings;
  }

  /**
   * The machine and what a configuration needs of it.
   *
   * @param gateway where its gateway answers when it runs
   */
  public List<Finding> examine(Configuration configuration, GatewayAddress gateway)
      throws InterruptedException {
    List<Finding> findings = new ArrayList<>(machine(configuration.time()));
    if (!configuration.data().equals(Configuration.DEFAULT_DATA)) {
      findings.addAll(machine.data(configuration.data()));
    }
    List<DeviceConfiguration> devices = configuration.devices();
    Optional<Map<String, Heard>> live = GatewayView.ask(gateway, devices);
    findings.add(
        live.isPresent()
            ? Finding.ok("gateway", gateway.toString(), "runs with this configuration")
            : Finding.ok(
                "gateway", gateway.toString(), "does not run with this configuration: listened"));
    if (live.isPresent()) {
      GatewayView.ledger(gateway).ifPresent(findings::add);
      findings.addAll(GatewayView.upstream(gateway));
      live(devices, live.get(), findings);
    } else {
      listen(devices, findings);
    }
    for (BridgeSettings bridge : configuration.bridges()) {
      findings.add(BrokerChecks.broker(bridge.broker()));
    }
    return findings;
  }

  private List<Finding> machine(Optional<String> time) {
    List<Finding> findings = new ArrayList<>();
    findings.add(machine.java());
    findings.add(MachineChecks.transport(ears.isEpoll()));
    findings.add(machine.clock(time));
    findings.add(machine.supply());
    ports.modemManager().ifPresent(findings::add);
    return findings;
  }

  private void live(
      List<DeviceConfiguration> devices, Map<String, Heard> live, List<Finding> findings) {
    long now = System.currentTimeMillis();
    Set<String> seen = new HashSet<>();
    for (DeviceConfiguration device : devices) {
      Heard heard = live.getOrDefault(device.id(), NOTHING);
      Optional<SerialSettings> serial = device.serial();
      if (serial.isPresent() && seen.add(device.link())) {
        boolean open = !heard.state().equals("down");
        findings.add(ports.port(serial.get().port(), device.link(), open));
      }
      if (serial.isEmpty()) {
        findings.add(LineChecks.chip(device.id() + ", " + device.link(), heard));
      } else if (isUsable(device, findings)) {
        findings.add(LineChecks.live(device.id(), serial.get().baud(), heard, now));
      }
    }
  }

  private void listen(List<DeviceConfiguration> devices, List<Finding> findings)
      throws InterruptedException {
    Set<String> seen = new HashSet<>();
    List<DeviceConfiguration> talkers = new ArrayList<>();
    List<Finding> silent = new ArrayList<>();
    for (DeviceConfiguration device : devices) {
      if (device.driver() instanceof DriverSettings.Gpio(var settings)) {
        findings.add(GpioChecks.chip(settings, device.id() + ", " + device.link()));
        continue;
      }
      if (seen.add(device.link())) {
        findings.add(ports.port(device.serial().orElseThrow().port(), device.link(), false));
      }
      boolean usable = isUsable(device, findings);
      if (usable && speaksUnasked(device)) {
        talkers.add(device);
      } else if (usable) {
        silent.add(Finding.ok("line", device.id(), "speaks only when the gateway asks it"));
      }
    }
    Map<String, Heard> heard = talkers.isEmpty() ? Map.of() : ears.hear(talkers);
    Stream<Finding> lines =
        talkers.stream()
            .map(
                device ->
                    LineChecks.heard(
                        device.id(),
                        device.serial().orElseThrow().baud(),
                        heard.getOrDefault(device.id(), NOTHING)));
    Stream.concat(lines, silent.stream()).forEach(findings::add);
  }

  /** Whether its port is well: else there is nothing more to say of the line. */
  private static boolean isUsable(DeviceConfiguration device, List<Finding> findings) {
    return findings.stream().noneMatch(f -> f.isFailure() && f.where().equals(device.link()));
  }

  private static boolean speaksUnasked(DeviceConfiguration device) {
    return switch (device.driver()) {
      case DriverSettings.Firmware _, DriverSettings.Nmea _ -> true;
      case DriverSettings.Text(var settings) -> settings.poll().isEmpty();
      case DriverSettings.Modbus _, DriverSettings.Gpio _ -> false;
    };
  }
}
