package dev.ferrule.gateway.metrics;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.LinkCounts;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.DeviceFeed;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private final ManualLoop loop = new ManualLoop();
  private final Registry registry = new Registry(loop);
  private final DeviceFeed boiler = registry.feed("boiler", "Boiler", "text", "test", (_, _) -> {});
  private final Metrics metrics = new Metrics("1.2");
  private final DeviceMetrics devices = metrics.devices();

  MetricsTest() {
    registry.listen(devices);
  }

  @Test
  void tellsWhetherDevicesAnswerAndWhatCameFromThem() {
    assertSays("ferrule_device_up{device=\"boiler\"} 0.0");
    boiler.channels(List.of(Channels.sensor("boiler", "temp")));
    boiler.state(new DeviceState.Up());
    boiler.readings(ReadingBatch.single(0, 1, 21.5, Quality.GOOD));
    boiler.counts(new LinkCounts(900, 30, 3, 2, 1, 4, 0, 1_500, new TreeMap<>()));
    assertSays("ferrule_device_up{device=\"boiler\"} 1.0");
    assertSays("ferrule_readings_total 1.0");
    assertSays("ferrule_link_frames_total{device=\"boiler\"} 30.0");
    assertSays("ferrule_link_damaged_frames_total{device=\"boiler\"} 2.0");
    assertSays("ferrule_device_last_frame_timestamp_seconds{device=\"boiler\"} 1.5");
  }

  @Test
  void countsCommandsByTheirEndAndHowLongThatTook() {
    devices.command(record("web-00000001", "boiler", new CommandState.Requested(), 1_000));
    devices.command(
        record(
            "web-00000001",
            "boiler",
            new CommandState.Requested().rejected(CommandState.Reason.STALE, "", Duration.ZERO),
            1_250));
    assertSays("ferrule_commands_total{device=\"boiler\",result=\"rejected\"} 1.0");
    assertSays("ferrule_command_duration_seconds_sum{device=\"boiler\",result=\"rejected\"} 0.25");
  }

  @Test
  void makesNoFigureOfADeviceThatDoesNotExist() {
    devices.command(
        record(
            "web-00000001",
            "nothing",
            new CommandState.Requested()
                .rejected(CommandState.Reason.NO_CHANNEL, "", Duration.ZERO),
            1_250));
    assertFalse(metrics.text().contains("nothing"));
  }

  @Test
  void tellsOfTheProcess() {
    metrics.clients(() -> 3);
    metrics.clock(() -> true);
    assertSays("ferrule_clients 3.0");
    assertSays("ferrule_clock_synchronized 1.0");
    assertSays("ferrule_build_info{version=\"1.2\"} 1");
    assertSays("jvm_memory_used_bytes{area=\"heap\"");
    assertSays("process_cpu_usage ");
  }

  private static CommandRecord record(String id, String device, CommandState state, long time) {
    var command =
        new Command(id, new ChannelId(device, "pump"), 1, Duration.ofSeconds(3), "", "local");
    return new CommandRecord(command, state, time);
  }

  private void assertSays(String line) {
    String text = metrics.text();
    assertTrue(text.contains(line), text);
  }
}
