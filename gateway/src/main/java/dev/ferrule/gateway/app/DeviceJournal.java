package dev.ferrule.gateway.app;

import dev.ferrule.gateway.ledger.Event;
import dev.ferrule.gateway.ledger.Journal;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.DeviceInfo;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.registry.RegistryListener;
import java.util.HashMap;
import java.util.Map;

/**
 * Records how devices are: a device that is tried again and again is recorded once, until it is
 * otherwise.
 *
 * <p>Owner: the core loop.
 */
final class DeviceJournal implements RegistryListener {

  private final Journal journal;

  /** What was recorded last of each device. */
  private final Map<String, DeviceState> last = new HashMap<>();

  DeviceJournal(Journal journal) {
    this.journal = journal;
  }

  @Override
  public void device(DeviceInfo device) {
    switch (device.state()) {
      case DeviceState.Connecting _ -> {} // leads to one of the others
      case DeviceState.Up _, DeviceState.Down _, DeviceState.Silent _, DeviceState.Refused _ -> {
        if (!device.state().equals(last.put(device.id(), device.state()))) {
          journal.record(
              new Event(
                  Event.Kind.DEVICE,
                  device.id(),
                  "",
                  device.state().word(),
                  device.state().reason()));
        }
      }
    }
  }

  @Override
  public void directory(Directory directory) {}

  @Override
  public void readings(ReadingBatch batch) {}

  @Override
  public void merged(int count) {}
}
