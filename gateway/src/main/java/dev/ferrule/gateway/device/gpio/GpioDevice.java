package dev.ferrule.gateway.device.gpio;

import dev.ferrule.gateway.device.Backoff;
import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.RunningDevice;
import dev.ferrule.gateway.device.Standing;
import dev.ferrule.gateway.device.gpio.chip.Chip;
import dev.ferrule.gateway.device.gpio.chip.ChipTrouble;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.LinkCounts;
import dev.ferrule.gateway.model.ReadingBatch;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A GPIO chip at work: opens it, again and again while it cannot be had, turns edges into readings
 * and commands into levels.
 *
 * <p>Owner of everything per opening: the thread {@code gpio-DEVICE}, the only one that touches the
 * chip. What is told is told on the loop, in the order in which it happened. A command is written,
 * read back from the line, and confirmed by that reading.
 */
public final class GpioDevice implements RunningDevice {

  /** How often it is told what came over a link. */
  private static final long COUNT_PERIOD_MS = 1000;

  // configuration
  private final String device;
  private final GpioSettings settings;
  private final Loop loop;
  private final DeviceEvents events;
  private final Supplier<Chip> opener;

  // per process
  private final ScheduledThreadPoolExecutor worker;
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private final EdgeIntake intake;
  private final List<PulseMeter> meters;

  /** Written by whoever closes, so that nothing is told afterwards. */
  private volatile boolean closing;

  // per opening; of the worker
  private @Nullable Lines lines;
  private long openedAt;

  // of the worker
  private LinkCounts earlier = LinkCounts.NONE;
  private LinkCounts counted = LinkCounts.NONE;

  /** Of the loop; readings of meters are told while it is up. */
  private final Standing standing;

  /**
   * A device that is not started.
   *
   * @param device its id
   * @param settings its chip and channels
   * @param loop on which everything is told to {@code events}
   */
  public GpioDevice(String device, GpioSettings settings, Loop loop, DeviceEvents events) {
    this(device, settings, loop, events, () -> settings.chip().open(settings.pwm()));
  }

  /** The same on the chips that {@code opener} gives. */
  GpioDevice(
      String device, GpioSettings settings, Loop loop, DeviceEvents events, Supplier<Chip> opener) {
    this.device = device;
    this.settings = settings;
    this.loop = loop;
    this.events = events;
    this.opener = opener;
    this.standing = new Standing(events);
    this.meters = settings.channels().stream().map(_ -> new PulseMeter()).toList();
    this.intake =
        new EdgeIntake(
            loop,
            batch -> tell(() -> events.readings(batch)),
            (merged, lost) -> tell(() -> events.note(Level.WARNING, gone(merged, lost))));
    this.worker =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name("gpio-" + device).unstarted(task));
    worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public void start() {
    loop.execute(
        () -> {
          events.channels(settings.describe(device));
          for (int i = 0; i < meters.size(); i++) {
            meter(i);
          }
        });
    worker.execute(this::open);
    var _ =
        worker.scheduleAtFixedRate(
            this::count, COUNT_PERIOD_MS, COUNT_PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  private void open() {
    try {
      meters.forEach(PulseMeter::restart);
      intake.restart();
      Chip chip = opener.get();
      Lines opened = Lines.open(settings, chip, this::edge);
      lines = opened;
      openedAt = loop.nanoTime();
      List<ReadingBatch> first = firstReadings(opened);
      hand(
          () -> {
            standing.openedUp();
            first.forEach(events::readings);
          });
      chip.whenLost(reason -> onWorker(() -> lost(opened, reason)));
    } catch (ChipTrouble trouble) {
      lost(String.valueOf(trouble.getMessage()));
    } catch (RuntimeException | LinkageError defect) {
      ChipTrouble trouble = troubleIn(defect);
      if (trouble == null) {
        System.getLogger("dev.ferrule.device." + device)
            .log(Level.ERROR, "GPIO failed; please report this", defect);
      }
      lost(trouble == null ? "GPIO failed: " + defect : String.valueOf(trouble.getMessage()));
    }
  }

  /** Pi4J wraps what a provider throws. */
  private static @Nullable ChipTrouble troubleIn(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ChipTrouble trouble) {
        return trouble;
      }
    }
    return null;
  }

  private List<ReadingBatch> firstReadings(Lines opened) {
    List<ReadingBatch> readings = new ArrayList<>();
    for (int i = 0; i < settings.channels().size(); i++) {
      switch (settings.channels().get(i).use()) {
        case GpioChannel.Input _, GpioChannel.Commanded _ ->
            readings.add(reading(i, opened.read(i)));
        case GpioChannel.Counter _, GpioChannel.Frequency _ -> {}
      }
    }
    return readings;
  }

  /** Told late, when the chip may be known as lost already, or another open. */
  private void lost(Lines which, String reason) {
    if (lines == which) {
      lost(reason);
    }
  }

  private void lost(String reason) {
    Lines open = lines;
    lines = null;
    if (open != null) {
      earlier = earlier.plus(open.counts());
      open.close();
      if (loop.nanoTime() - openedAt > TimeUnit.SECONDS.toNanos(1)) {
        backoff.reset();
      }
    }
    hand(() -> standing.closed(reason));
    try {
      var _ = worker.schedule(this::open, backoff.next().toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // closing
    }
  }

  private void count() {
    Lines open = lines;
    LinkCounts now = open == null ? earlier : earlier.plus(open.counts());
    if (!now.equals(counted)) {
      counted = now;
      hand(() -> events.counts(now));
    }
  }

  private static String gone(long merged, long lost) {
    return merged == 0
        ? lost + " edges were lost on the way"
        : merged + " edges were merged, " + lost + " were lost on the way";
  }

  /** On the chip's event thread. */
  private void edge(int channel, double value, long nanoTime, long sequence) {
    if (settings.channels().get(channel).use() instanceof GpioChannel.Input) {
      intake.add(channel, value, nanoTime, sequence);
    } else if (sequence < 0) {
      meters.get(channel).record(nanoTime);
    } else {
      meters.get(channel).record(nanoTime, sequence);
    }
  }

  /** Tells a counter or a frequency, once a period. */
  private void meter(int index) {
    PulseMeter meter = meters.get(index);
    Duration period = settings.channels().get(index).period();
    switch (settings.channels().get(index).use()) {
      case GpioChannel.Counter _ ->
          every(period, () -> events.readings(reading(index, (double) meter.count())));
      case GpioChannel.Frequency use ->
          every(
              period,
              () -> events.readings(reading(index, meter.rate(loop.nanoTime()) * use.scale())));
      case GpioChannel.Input _, GpioChannel.Commanded _ -> {}
    }
  }

  private void every(Duration period, Runnable task) {
    loop.after(
        period,
        () -> {
          if (closing) {
            return;
          }
          if (standing.isUp()) {
            task.run();
          }
          every(period, task);
        });
  }

  private ReadingBatch reading(int channel, double value) {
    return new ReadingBatch(
        channel, 1, new long[] {loop.currentTimeMillis()}, new double[] {value}, null);
  }

  @Override
  public void sendCommand(DeviceCommand command) {
    if (!onWorker(() -> write(command))) {
      hand(() -> refuse(command, Reason.STALE, "the gateway stops"));
    }
  }

  private void write(DeviceCommand command) {
    Lines open = lines;
    int index = command.channel();
    if (index < 0
        || index >= settings.channels().size()
        || !(settings.channels().get(index).use() instanceof GpioChannel.Commanded)) {
      hand(() -> refuse(command, Reason.READ_ONLY, "this channel cannot be set"));
    } else if (open == null) {
      hand(() -> refuse(command, Reason.STALE, "the chip is not open"));
    } else if (command.deadline() - loop.nanoTime() <= 0) {
      hand(() -> events.command(command.id(), new CommandProgress.Expired()));
    } else {
      hand(() -> events.command(command.id(), new CommandProgress.Written()));
      carryOut(command, open);
    }
  }

  private void carryOut(DeviceCommand command, Lines open) {
    String id = command.id();
    try {
      double value = open.write(command.channel(), command.value());
      ReadingBatch reading = reading(command.channel(), value);
      CommandProgress end =
          value == command.value()
              ? new CommandProgress.Done(value)
              : new CommandProgress.Failed(
                  Reason.DEVICE_FAILED,
                  "the line stays at "
                      + (int) value
                      + ": is it held from outside, or driven open-drain without a resistor?");
      hand(
          () -> {
            events.command(id, end);
            events.readings(reading); // after it, or it would be what was read before
          });
    } catch (RuntimeException e) {
      ChipTrouble trouble = troubleIn(e);
      String text = String.valueOf((trouble == null ? e : trouble).getMessage());
      hand(() -> events.command(id, new CommandProgress.Lost(Reason.LINK_LOST, text)));
      lost(text);
    }
  }

  private void refuse(DeviceCommand command, Reason reason, String text) {
    events.command(command.id(), new CommandProgress.Refused(reason, text));
  }

  private boolean onWorker(Runnable task) {
    try {
      worker.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private void hand(Runnable task) {
    loop.execute(() -> tell(task));
  }

  private void tell(Runnable task) {
    if (!closing) {
      task.run();
    }
  }

  /** Puts outputs to their safe values and frees the chip; nothing is told any more. */
  @Override
  public List<String> stop(Duration limit) {
    closing = true;
    List<String> unreached = Collections.synchronizedList(new ArrayList<>());
    onWorker(
        () -> {
          Lines open = lines;
          lines = null;
          if (open == null) {
            unreached.addAll(settings.outputs());
          } else {
            open.close();
            unreached.addAll(open.unsafe());
          }
        });
    worker.shutdown();
    try {
      if (!worker.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return settings.outputs();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.copyOf(unreached);
  }
}
