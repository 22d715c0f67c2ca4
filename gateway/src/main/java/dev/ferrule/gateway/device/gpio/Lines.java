package dev.ferrule.gateway.device.gpio;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.IO;
import com.pi4j.io.IOType;
import com.pi4j.io.gpio.digital.Digital;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfigBuilder;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfigBuilder;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import com.pi4j.io.pwm.Pwm;
import com.pi4j.io.pwm.PwmConfigBuilder;
import com.pi4j.io.pwm.PwmProvider;
import com.pi4j.io.pwm.PwmType;
import com.pi4j.provider.Provider;
import dev.ferrule.gateway.device.gpio.chip.Chip;
import dev.ferrule.gateway.device.gpio.chip.ChipTrouble;
import dev.ferrule.gateway.device.gpio.chip.TimedEdge;
import dev.ferrule.gateway.model.LinkCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All lines of a device while its chip is open: the one place that talks to Pi4J.
 *
 * <p>Owner: the thread {@code gpio-DEVICE}. Everything may block.
 */
final class Lines implements AutoCloseable {

  /** Hears of edges, on the chip's event thread. */
  interface Edges {
    /**
     * An edge of a channel.
     *
     * @param value 1 for on, 0 for off
     * @param sequence number of the edge on its line, or -1 when the provider does not count them
     */
    void edge(int channel, double value, long nanoTime, long sequence);
  }

  private final GpioSettings settings;
  private final Chip chip;
  private final Context context;
  private final Edges edges;
  private final @Nullable IO<?, ?, ?>[] ios;
  private final List<String> unsafe = new ArrayList<>();
  private final TreeMap<Integer, String> troubles = new TreeMap<>();

  private Lines(GpioSettings settings, Chip chip, Edges edges) {
    this.settings = settings;
    this.chip = chip;
    this.edges = edges;
    this.ios = new IO<?, ?, ?>[settings.channels().size()];
    this.context =
        Pi4J.newContextBuilder()
            .noAutoDetect()
            .disableShutdownHook() // the gateway's own order of stopping ends with this
            .add(chip.providers().toArray(Provider<?, ?, ?>[]::new))
            .build();
  }

  /**
   * Requests every line of a chip that can be had; those that listen come first. On failure none is
   * left requested and the chip is closed.
   *
   * @throws ChipTrouble when none can be had
   */
  static Lines open(GpioSettings settings, Chip chip, Edges edges) {
    Lines lines;
    try {
      lines = new Lines(settings, chip, edges);
    } catch (RuntimeException e) {
      chip.close();
      throw e;
    }
    try {
      lines.request();
      if (lines.troubles.size() == lines.ios.length) {
        throw new ChipTrouble(lines.troubles.firstEntry().getValue());
      }
      return lines;
    } catch (RuntimeException e) {
      lines.close();
      throw e;
    }
  }

  /** Requests the lines that are not held yet. */
  void request() {
    for (int i = 0; i < ios.length; i++) {
      if (settings.channels().get(i).use() instanceof GpioChannel.Listening) {
        request(i);
      }
    }
    for (int i = 0; i < ios.length; i++) {
      if (settings.channels().get(i).use() instanceof GpioChannel.Commanded) {
        request(i);
      }
    }
  }

  private void request(int index) {
    if (ios[index] != null) {
      return;
    }
    GpioChannel channel = settings.channels().get(index);
    try {
      if (!(channel.use() instanceof GpioChannel.Pwm)) {
        chip.check(Set.of(channel.line()));
      }
      ios[index] =
          switch (channel.use()) {
            case GpioChannel.Listening use -> listen(index, use);
            case GpioChannel.Output use -> output(channel, use);
            case GpioChannel.Pwm use -> pwm(channel, use);
          };
      troubles.remove(index);
    } catch (RuntimeException e) {
      troubles.put(index, String.valueOf(ChipTrouble.in(e).orElseThrow(() -> e).getMessage()));
    }
  }

  /** Why channels have no line, by their index; nothing of those that have one. */
  Map<Integer, String> troubles() {
    return Map.copyOf(troubles);
  }

  private IO<?, ?, ?> listen(int index, GpioChannel.Listening use) {
    GpioChannel channel = settings.channels().get(index);
    DigitalInputConfigBuilder builder = DigitalInput.newConfigBuilder(context);
    builder.load(Map.of(Chip.EDGE, edge(channel)));
    builder.id(channel.key());
    builder.name(channel.name());
    builder.bcm(channel.line());
    builder.onState(onState(channel));
    builder.debounce(use.debounce().toNanos() / 1000, TimeUnit.MICROSECONDS);
    builder.pull(
        switch (use.pull()) {
          case OFF -> PullResistance.OFF;
          case UP -> PullResistance.PULL_UP;
          case DOWN -> PullResistance.PULL_DOWN;
        });
    DigitalInputProvider provider = context.provider(IOType.DIGITAL_INPUT);
    DigitalInput input = provider.create(builder.build());
    DigitalState on = onState(channel);
    input.addListener(
        event -> {
          double value = event.state() == on ? 1 : 0;
          if (event instanceof TimedEdge edge) {
            edges.edge(index, value, edge.nanoTime(), edge.sequence());
          } else {
            edges.edge(index, value, System.nanoTime(), -1);
          }
        });
    return input;
  }

  /** The edges of the line, which are the opposite of the channel's when low means on. */
  private static String edge(GpioChannel channel) {
    GpioChannel.Edge edge =
        switch (channel.use()) {
          case GpioChannel.Counter counter -> counter.edge();
          case GpioChannel.Frequency frequency -> frequency.edge();
          default -> GpioChannel.Edge.BOTH;
        };
    return switch (edge) {
      case RISING -> channel.activeLow() ? "falling" : "rising";
      case FALLING -> channel.activeLow() ? "rising" : "falling";
      case BOTH -> "both";
    };
  }

  private IO<?, ?, ?> output(GpioChannel channel, GpioChannel.Output use) {
    DigitalState safe = level(channel, use.safe());
    DigitalOutputConfigBuilder builder = DigitalOutput.newConfigBuilder(context);
    builder.load(Map.of(Chip.DRIVE, use.drive().word()));
    builder.id(channel.key());
    builder.name(channel.name());
    builder.bcm(channel.line());
    builder.onState(onState(channel));
    builder.initial(safe);
    builder.shutdown(safe);
    DigitalOutputProvider provider = context.provider(IOType.DIGITAL_OUTPUT);
    return provider.create(builder.build());
  }

  private IO<?, ?, ?> pwm(GpioChannel channel, GpioChannel.Pwm use) {
    if (!context.hasProvider(IOType.PWM)) {
      throw new ChipTrouble(channel.key() + ": this chip has no PWM");
    }
    PwmConfigBuilder builder = Pwm.newConfigBuilder(context);
    builder.id(channel.key());
    builder.name(channel.name());
    builder.channel(channel.line());
    builder.bcm(channel.line());
    builder.pwmType(PwmType.HARDWARE);
    builder.frequency(use.frequency());
    builder.initial((int) use.safe());
    builder.shutdown((int) use.safe());
    PwmProvider provider = context.provider(IOType.PWM);
    return provider.create(builder.build());
  }

  /** The value of a switch or a PWM output now, as the line has it. */
  double read(int index) {
    return switch (ios[index]) {
      case Digital<?, ?, ?> digital ->
          digital.state() == onState(settings.channels().get(index)) ? 1 : 0;
      case Pwm pwm -> pwm.isOn() ? pwm.getDutyCycle() : 0;
      case null, default -> throw new IllegalStateException("no value in channel " + index);
    };
  }

  /** Sets an output and reads it back; the value that it has now. */
  double write(int index, double value) {
    switch (ios[index]) {
      case DigitalOutput output -> output.state(level(settings.channels().get(index), value));
      case Pwm pwm -> pwm.on((int) value);
      case null, default -> throw new IllegalStateException("channel " + index + " is no output");
    }
    return read(index);
  }

  private static DigitalState onState(GpioChannel channel) {
    return channel.activeLow() ? DigitalState.LOW : DigitalState.HIGH;
  }

  private static DigitalState level(GpioChannel channel, double value) {
    return value != 0 ^ channel.activeLow() ? DigitalState.HIGH : DigitalState.LOW;
  }

  /** What came over the link to the chip, if there is one. */
  LinkCounts counts() {
    return chip.counts();
  }

  /** Puts every output to its safe value, then releases all lines and the chip. */
  @Override
  public void close() {
    for (int i = 0; i < ios.length; i++) {
      GpioChannel channel = settings.channels().get(i);
      if (channel.use() instanceof GpioChannel.Commanded commanded) {
        if (ios[i] == null) {
          unsafe.add(channel.key());
        } else {
          makeSafe(i, commanded.safe());
        }
      }
    }
    try {
      context.shutdown();
    } catch (RuntimeException e) {
      complain("chip", e);
    } finally {
      chip.close();
    }
  }

  /** Outputs that had no line, or did not obey, when all were put to their safe values. */
  List<String> unsafe() {
    return List.copyOf(unsafe);
  }

  /**
   * Not left to Pi4J, whose PWM stays as it is; one that does not obey must not keep the others.
   */
  private void makeSafe(int index, double safe) {
    try {
      write(index, safe);
    } catch (RuntimeException e) {
      unsafe.add(settings.channels().get(index).key());
      complain(settings.channels().get(index).key(), e);
    }
  }

  private static void complain(String what, RuntimeException reason) {
    System.getLogger("dev.ferrule.gpio")
        .log(
            System.Logger.Level.WARNING,
            String.format(Locale.ROOT, "%s: not closed properly: %s", what, reason.getMessage()));
  }
}
