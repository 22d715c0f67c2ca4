package dev.ferrule.gateway.device.gpio.simulated;

import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputBase;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalInputProviderBase;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputBase;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalOutputProviderBase;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import com.pi4j.io.pwm.Pwm;
import com.pi4j.io.pwm.PwmBase;
import com.pi4j.io.pwm.PwmConfig;
import com.pi4j.io.pwm.PwmProvider;
import com.pi4j.io.pwm.PwmProviderBase;
import com.pi4j.provider.Provider;
import dev.ferrule.gateway.device.gpio.chip.Chip;
import dev.ferrule.gateway.device.gpio.chip.ChipTrouble;
import dev.ferrule.gateway.device.gpio.chip.TimedEdge;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lines that exist in memory: outputs keep what is written, inputs are driven by whoever holds the
 * chip. Its level outlives the requests, as on a board.
 *
 * <p>No bounce, so no debounce. The lock closes the race between those who drive lines and the
 * driver that uses them.
 */
public final class SimulatedChip implements Chip {

  private static final int REMEMBERED = 64;

  private final int count;
  private final Map<Integer, DigitalState> levels = new HashMap<>();
  private final Map<Integer, Input> inputs = new HashMap<>();
  private final Deque<String> history = new ArrayDeque<>();
  private @Nullable Consumer<String> lostListener;
  private @Nullable ScheduledExecutorService ticks;

  /** A chip with {@code count} lines, all low. */
  public SimulatedChip(int count) {
    this.count = count;
  }

  /** Lets every input change once a second until the chip is closed. */
  public synchronized void tickEverySecond() {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("gpio-simulated").unstarted(task));
    var _ = timer.scheduleAtFixedRate(this::flipInputs, 1, 1, TimeUnit.SECONDS);
    ticks = timer;
  }

  private synchronized void flipInputs() {
    List.copyOf(inputs.keySet()).forEach(line -> drive(line, !isHigh(line)));
  }

  /** Drives an input from outside; a listening driver hears of it on the caller's thread. */
  public synchronized void drive(int line, boolean high) {
    DigitalState level = high ? DigitalState.HIGH : DigitalState.LOW;
    Input input = inputs.get(line);
    if (levels.put(line, level) != level && input != null) {
      input.edge(level);
    }
  }

  /** Whether a line is high now. */
  public synchronized boolean isHigh(int line) {
    return levels.get(line) == DigitalState.HIGH;
  }

  /** What was last done to outputs, oldest first, as {@code LINE=LEVEL}; at most 64. */
  public synchronized List<String> history() {
    return List.copyOf(history);
  }

  /** Takes the chip away from the driver, as when it is unplugged. */
  public void lose(String reason) {
    Consumer<String> listener;
    synchronized (this) {
      listener = lostListener;
      lostListener = null;
    }
    if (listener != null) {
      listener.accept(reason);
    }
  }

  @Override
  public List<Provider<?, ?, ?>> providers() {
    return List.of(new Inputs(), new Outputs(), new PwmOutputs());
  }

  @Override
  public void check(Set<Integer> lines) {
    for (int line : lines) {
      if (line >= count) {
        throw new ChipTrouble(
            "no line " + line + ": the simulated chip has lines 0 to " + (count - 1));
      }
    }
  }

  @Override
  public synchronized void whenLost(Consumer<String> listener) {
    lostListener = listener;
  }

  @Override
  public synchronized void close() {
    inputs.clear();
    lostListener = null;
    if (ticks != null) {
      ticks.shutdownNow();
      ticks = null;
    }
  }

  private synchronized void set(int line, DigitalState level) {
    levels.put(line, level);
    if (history.size() == REMEMBERED) {
      history.removeFirst();
    }
    history.add(line + "=" + (level == DigitalState.HIGH ? 1 : 0));
  }

  private synchronized DigitalState level(int line) {
    return levels.getOrDefault(line, DigitalState.LOW);
  }

  private synchronized void request(int line, Input input, PullResistance pull) {
    levels.putIfAbsent(line, pull == PullResistance.PULL_UP ? DigitalState.HIGH : DigitalState.LOW);
    inputs.put(line, input);
  }

  private final class Inputs extends DigitalInputProviderBase implements DigitalInputProvider {
    @Override
    public DigitalInput create(DigitalInputConfig config) {
      var input = new Input(this, config);
      request(config.bcm(), input, config.pull());
      context.registry().add(input);
      return input;
    }
  }

  private final class Outputs extends DigitalOutputProviderBase implements DigitalOutputProvider {
    @Override
    public DigitalOutput create(DigitalOutputConfig config) {
      var output = new Output(this, config);
      context.registry().add(output);
      return output;
    }
  }

  private final class Input extends DigitalInputBase {
    private long sequence;

    Input(DigitalInputProvider provider, DigitalInputConfig config) {
      super(provider, config);
    }

    @Override
    public DigitalState state() {
      return level(config().bcm());
    }

    void edge(DigitalState level) {
      String wanted = config().properties().getOrDefault(EDGE, "both");
      if (wanted.equals("both") || wanted.equals("rising") == (level == DigitalState.HIGH)) {
        sequence++;
        dispatch(new TimedEdge(this, level, System.nanoTime(), sequence));
      }
    }
  }

  private final class Output extends DigitalOutputBase {
    Output(DigitalOutputProvider provider, DigitalOutputConfig config) {
      super(provider, config);
    }

    @Override
    public DigitalOutput state(DigitalState level) {
      set(config().bcm(), level);
      return super.state(level);
    }

    @Override
    public DigitalState state() {
      return level(config().bcm());
    }
  }

  private static final class PwmOutputs extends PwmProviderBase {
    @Override
    public Pwm create(PwmConfig config) {
      var output = new PwmOutput(this, config);
      context.registry().add(output);
      return output;
    }
  }

  /** Keeps its duty cycle; used by the driver's thread only. */
  private static final class PwmOutput extends PwmBase {
    PwmOutput(PwmProvider provider, PwmConfig config) {
      super(provider, config);
    }

    @Override
    public Pwm on() {
      onState = true;
      return this;
    }

    @Override
    public Pwm on(Integer percent) {
      dutyCycle = percent;
      return on();
    }

    @Override
    public Pwm off() {
      return on(0);
    }
  }
}
