package dev.ferrule.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.ledger.Event;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.registry.DeviceFeed;
import dev.ferrule.gateway.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceJournalTest {

  private final List<Event> events = new ArrayList<>();

  @Test
  void recordsHowADeviceIsOnceUntilItIsOtherwise() {
    var registry = new Registry(new ManualLoop());
    registry.listen(new DeviceJournal(events::add));
    DeviceFeed feed = registry.feed("bed", "Bed", "text", "/dev/x", (_, _) -> {});
    for (int attempt = 0; attempt < 3; attempt++) {
      feed.state(new DeviceState.Connecting());
      feed.state(new DeviceState.Down("there is no such port"));
    }
    feed.state(new DeviceState.Connecting());
    feed.state(new DeviceState.Up());
    feed.state(new DeviceState.Silent("nothing came"));
    assertEquals(
        List.of("down there is no such port", "up ", "silent nothing came"),
        events.stream().map(event -> event.word() + " " + event.text()).toList());
    assertEquals("bed", events.getFirst().subject());
  }
}
