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
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.LinkCounts;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.protocol.Quality;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private static final long RETRY_PERIOD_MS = 1000;

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

  /** Of the loop: channels whose line cannot be had. */
  private final Set<Integer> unusable = new HashSet<>();

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
            (merged, lost) ->
                tell(() -> events.note(Level.WARNING, "edges are missing", gone(merged, lost))));
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
      hand(standing::openedUp);
      for (int i = 0; i < settings.channels().size(); i++) {
        begin(i, opened, Optional.empty());
      }
      chip.whenLost(reason -> onWorker(() -> lost(opened, reason)));
      retryLater(opened);
    } catch (RuntimeException | LinkageError thrown) {
      lost(reason(thrown));
    }
  }

  /** What people are told; a defect is logged whole. */
  private String reason(Throwable thrown) {
    Optional<ChipTrouble> trouble = ChipTrouble.in(thrown);
    if (trouble.isEmpty()) {
      System.getLogger("dev.ferrule.device." + device)
          .log(Level.ERROR, "GPIO failed; please report this", thrown);
    }
    return trouble.map(t -> String.valueOf(t.getMessage())).orElse(DeviceState.Down.DEFECT);
  }

  /** Tells how a channel begins: with its value, or bad and with the reason, once for each. */
  private void begin(int index, Lines opened, Optional<String> told) {
    GpioChannel channel = settings.channels().get(index);
    Optional<String> trouble = Optional.ofNullable(opened.troubles().get(index));
    if (trouble.isPresent()) {
      if (!trouble.equals(told)) {
        int quality = Quality.of(Quality.BAD, Quality.NO_DATA);
        var nothing = ReadingBatch.single(index, loop.currentTimeMillis(), Double.NaN, quality);
        hand(
            () -> {
              unusable.add(index);
              events.readings(nothing);
              events.note(
                  Level.WARNING, "a channel has no line", channel.key() + ": " + trouble.get());
            });
      }
      return;
    }
    hand(
        () -> {
          if (unusable.remove(index)) {
            events.note(Level.INFO, "a channel has its line now", channel.key());
          }
        });
    switch (channel.use()) {
      case GpioChannel.Input _, GpioChannel.Commanded _ -> {
        ReadingBatch reading = reading(index, opened.read(index));
        hand(() -> events.readings(reading));
      }
      case GpioChannel.Counter _, GpioChannel.Frequency _ -> {}
    }
  }

  /** Lines that somebody else holds are asked for again and again. */
  private void retryLater(Lines opened) {
    if (!opened.troubles().isEmpty()) {
      later(() -> retry(opened), TimeUnit.MILLISECONDS.toNanos(RETRY_PERIOD_MS));
    }
  }

  private void later(Runnable task, long nanos) {
    try {
      var _ = worker.schedule(task, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // closing
    }
  }

  private void retry(Lines which) {
    if (lines != which) {
      return;
    }
    try {
      Map<Integer, String> before = which.troubles();
      which.request();
      before.forEach((index, told) -> begin(index, which, Optional.of(told)));
      retryLater(which);
    } catch (RuntimeException | LinkageError thrown) {
      lost(reason(thrown));
    }
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
    later(this::open, backoff.next().toNanos());
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
    return (merged == 0 ? "" : merged + " were merged, ") + lost + " were lost on the way";
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
          every(index, period, () -> events.readings(reading(index, (double) meter.count())));
      case GpioChannel.Frequency use ->
          every(
              index,
              period,
              () -> events.readings(reading(index, meter.rate(loop.nanoTime()) * use.scale())));
      case GpioChannel.Input _, GpioChannel.Commanded _ -> {}
    }
  }

  private void every(int index, Duration period, Runnable task) {
    loop.after(
        period,
        () -> {
          if (closing) {
            return;
          }
          if (standing.isUp() && !unusable.contains(index)) {
            task.run();
          }
          every(index, period, task);
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
    } else if (open.troubles().containsKey(index)) {
      String trouble = open.troubles().getOrDefault(index, "");
      hand(() -> refuse(command, Reason.STALE, trouble));
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
      String text = reason(e);
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
      return List.copyOf(unreached);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return settings.outputs(); // nobody knows how far it came
    }
  }
}
