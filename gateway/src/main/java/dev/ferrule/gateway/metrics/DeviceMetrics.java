package dev.ferrule.gateway.metrics;

import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.LinkCounts;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.DeviceInfo;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.registry.RegistryListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Figures of devices and of commands. Owner: the core loop; they are read from any thread. */
public final class DeviceMetrics implements RegistryListener {

  private static final double MILLIS = 1000;

  /** Commands that are followed; more than can be under way. */
  private static final int MOST_FOLLOWED = 2_048;

  /** Figures of one device, written by the core loop. */
  private static final class Figures {
    volatile boolean isUp;
    volatile LinkCounts counts = LinkCounts.NONE;
  }

  private final MeterRegistry meters;
  private final Map<String, Figures> devices = new HashMap<>();
  private final Counter readings;
  private final Counter merged;

  /** When commands were asked for, milliseconds since 1970 UTC. */
  private final Map<String, Long> asked = new HashMap<>();

  DeviceMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.readings =
        Counter.builder("ferrule.readings")
            .description("Readings that devices gave.")
            .register(meters);
    this.merged =
        Counter.builder("ferrule.merged.readings")
            .description("Readings that newer ones replaced on the way through the gateway.")
            .register(meters);
  }

  @Override
  public void directory(Directory directory) {
    directory.devices().forEach(this::device);
  }

  @Override
  public void device(DeviceInfo device) {
    figures(device.id()).isUp = device.state() instanceof DeviceState.Up;
  }

  @Override
  public void counts(String device, LinkCounts counts) {
    figures(device).counts = counts;
  }

  @Override
  public void readings(ReadingBatch batch) {
    readings.increment(batch.size());
  }

  @Override
  public void merged(int count) {
    merged.increment(count);
  }

  private Figures figures(String device) {
    return devices.computeIfAbsent(device, this::register);
  }

  private Figures register(String device) {
    var figures = new Figures();
    Tags tags = Tags.of("device", device);
    Gauge.builder("ferrule.device.up", figures, one -> one.isUp ? 1 : 0)
        .description("1 when the device answers.")
        .tags(tags)
        .strongReference(true)
        .register(meters);
    Gauge.builder(
            "ferrule.device.last.frame.timestamp.seconds",
            figures,
            one -> one.counts.lastFrame() / MILLIS)
        .description("When the last frame was taken; 0 before the first.")
        .tags(tags)
        .strongReference(true)
        .register(meters);
    count("bytes", "Bytes that came.", tags, figures, one -> one.counts.bytes());
    count("frames", "Frames that were taken.", tags, figures, one -> one.counts.frames());
    count("ignored.frames", "Not for the gateway.", tags, figures, one -> one.counts.ignored());
    count("damaged.frames", "Refused as damaged.", tags, figures, one -> one.counts.damaged());
    count("lost.readings", "Known to be missing.", tags, figures, one -> one.counts.lost());
    count("bad.values", "No numbers that can be.", tags, figures, one -> one.counts.badValues());
    return figures;
  }

  private void count(
      String name,
      String description,
      Tags tags,
      Figures figures,
      ToDoubleFunction<Figures> value) {
    FunctionCounter.builder("ferrule.link." + name, figures, value)
        .description(description)
        .tags(tags)
        .register(meters);
  }

  /** A command got further. */
  public void command(CommandRecord record) {
    String id = record.command().id();
    switch (record.state()) {
      case CommandState.Ended ended -> {
        Tags tags = Tags.of("device", known(record), "result", ended.word());
        Counter.builder("ferrule.commands")
            .description("Commands that came to their end.")
            .tags(tags)
            .register(meters)
            .increment();
        Long since = asked.remove(id);
        if (since != null) {
          Timer.builder("ferrule.command.duration")
              .description("From the request to the end.")
              .tags(tags)
              .register(meters)
              .record(Duration.ofMillis(Math.max(0, record.time() - since)));
        }
      }
      case CommandState.Open _ -> {
        if (asked.size() < MOST_FOLLOWED) {
          asked.putIfAbsent(id, record.time());
        }
      }
    }
  }

  /** Whoever asks for devices that do not exist makes no figures. */
  private String known(CommandRecord record) {
    String device = record.command().channel().device();
    return devices.containsKey(device) ? device : "";
  }
}
