package dev.ferrule.gateway.metrics;

import dev.ferrule.gateway.history.file.HistoryStatus;
import dev.ferrule.gateway.history.file.HistoryStatus.State;
import dev.ferrule.gateway.outbox.OutboxStatus;
import dev.ferrule.gateway.outbox.Receiver;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * All figures of a gateway.
 *
 * <p>Filled while the gateway starts; {@link #text} from any thread.
 */
public final class Metrics {

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private final SystemFigures system;

  /** The pauses of the collector are heard as long as this lives. */
  @SuppressWarnings("resource") // as long as the process
  private final JvmGcMetrics pauses = new JvmGcMetrics();

  /**
   * Figures of the process.
   *
   * @param version of the program
   */
  public Metrics(String version) {
    this.system = new SystemFigures(version);
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
    pauses.bindTo(meters);
    Gauge.builder("ferrule.build.info", () -> 1)
        .description("Version of the program.")
        .tag("version", version)
        .strongReference(true)
        .register(meters);
  }

  /** What is told of the gateway itself. */
  public SystemFigures system() {
    return system;
  }

  /** Figures of devices and their commands, counted on the core loop. */
  public DeviceMetrics devices() {
    return new DeviceMetrics(meters);
  }

  /** How many stream clients there are. */
  public void clients(IntSupplier now) {
    gauge("ferrule.clients", "WebSocket clients.", now::getAsInt);
  }

  /** Whether somebody keeps the clock. */
  public void clock(BooleanSupplier trusted) {
    gauge(
        "ferrule.clock.synchronized",
        "1 when somebody keeps the clock that readings are stamped with.",
        () -> trusted.getAsBoolean() ? 1 : 0);
  }

  /** How it stands with the history. */
  public void history(Supplier<HistoryStatus> status) {
    gauge(
        "ferrule.history.up",
        "1 when readings are being kept.",
        () -> status.get().state() == State.ON ? 1 : 0);
    gauge("ferrule.history.size.bytes", "On the disk.", () -> status.get().bytes());
    counter(
        "ferrule.history.readings", "Readings that were kept.", status, HistoryStatus::readings);
    counter(
        "ferrule.history.lost.readings",
        "Readings that the disk did not take in time.",
        status,
        HistoryStatus::lost);
    counter(
        "ferrule.history.written.bytes",
        "What the system wrote for it.",
        status,
        HistoryStatus::written);
  }

  /** How it stands with each broker that is told readings, by its name. */
  public void upstream(List<String> brokers, Supplier<List<Receiver>> now) {
    for (String broker : brokers) {
      Supplier<Optional<Receiver>> one =
          () -> now.get().stream().filter(found -> found.name().equals(broker)).findFirst();
      Supplier<OutboxStatus> backlog =
          () -> one.get().flatMap(Receiver::backlog).orElse(OutboxStatus.NOTHING);
      Tags tags = Tags.of("broker", broker);
      gauge(
          "ferrule.mqtt.connected",
          "1 when the broker takes readings.",
          tags,
          () -> one.get().filter(Receiver::isUp).isPresent() ? 1 : 0);
      gauge(
          "ferrule.mqtt.backlog.readings",
          "Readings that are still to be told.",
          tags,
          () -> backlog.get().readings());
      gauge(
          "ferrule.mqtt.oldest.unsent.seconds",
          "Age of the oldest of them.",
          tags,
          () -> age(backlog.get().oldest()));
      FunctionCounter.builder("ferrule.mqtt.past.readings", backlog, all -> all.get().told())
          .description("Readings of outages that the broker got.")
          .tags(tags)
          .register(meters);
      FunctionCounter.builder("ferrule.mqtt.lost.readings", backlog, all -> all.get().lost())
          .description("Readings that the history had dropped before the broker got them.")
          .tags(tags)
          .register(meters);
    }
  }

  private static double age(long time) {
    return time == 0 ? 0 : Math.max(0, System.currentTimeMillis() - time) / 1_000.0;
  }

  private void gauge(String name, String description, Tags tags, Supplier<Number> value) {
    Gauge.builder(name, value)
        .description(description)
        .tags(tags)
        .strongReference(true)
        .register(meters);
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).strongReference(true).register(meters);
  }

  private <T> void counter(
      String name, String description, Supplier<T> owner, ToDoubleFunction<T> value) {
    FunctionCounter.builder(name, owner, one -> value.applyAsDouble(one.get()))
        .description(description)
        .register(meters);
  }

  /** Everything in Prometheus' text form, version 0.0.4. */
  public String text() {
    return meters.scrape();
  }
}
