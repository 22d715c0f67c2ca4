package dev.ferrule.gateway.device.gpio.simulated;

import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.PullResistance;
import com.pi4j.io.pwm.PwmConfig;
import com.pi4j.provider.Provider;
import dev.ferrule.gateway.device.gpio.chip.Chip;
import dev.ferrule.gateway.device.gpio.chip.ChipTrouble;
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
  private final Map<Integer, Boolean> levels = new HashMap<>();
  private final Map<Integer, Integer> duties = new HashMap<>();
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
    boolean moved = isHigh(line) != high;
    levels.put(line, high);
    Input input = inputs.get(line);
    if (moved && input != null) {
      input.edge(high);
    }
  }

  /** Whether a line is high now. */
  public synchronized boolean isHigh(int line) {
    return levels.getOrDefault(line, false);
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
    return PinProviders.of(new Memory());
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

  private synchronized void put(int line, boolean high) {
    levels.put(line, high);
    if (history.size() == REMEMBERED) {
      history.removeFirst();
    }
    history.add(line + "=" + (high ? 1 : 0));
  }

  /** The lines, for the driver. */
  private final class Memory implements Pins {
    @Override
    public void listen(DigitalInputConfig config, EdgeListener listener) {
      synchronized (SimulatedChip.this) {
        levels.putIfAbsent(config.bcm(), config.pull() == PullResistance.PULL_UP);
        inputs.put(
            config.bcm(), new Input(config.properties().getOrDefault(EDGE, "both"), listener));
      }
    }

    /** The first level comes by {@link #set}, as each other. */
    @Override
    public void drive(DigitalOutputConfig config) {}

    @Override
    public void pulse(PwmConfig config) {}

    @Override
    public boolean isHigh(int line) {
      return SimulatedChip.this.isHigh(line);
    }

    @Override
    public void set(int line, boolean high) {
      put(line, high);
    }

    @Override
    public int duty(int pwm) {
      synchronized (SimulatedChip.this) {
        return duties.getOrDefault(pwm, 0);
      }
    }

    @Override
    public void setDuty(int pwm, int percent) {
      synchronized (SimulatedChip.this) {
        duties.put(pwm, percent);
      }
    }

    @Override
    public void free(int line) {
      synchronized (SimulatedChip.this) {
        inputs.remove(line);
      }
    }

    @Override
    public void freePwm(int pwm) {}
  }

  /** A line that somebody listens to; under the lock. */
  private static final class Input {
    private final String edges;
    private final Pins.EdgeListener listener;
    private long sequence;

    Input(String edges, Pins.EdgeListener listener) {
      this.edges = edges;
      this.listener = listener;
    }

    void edge(boolean high) {
      if (edges.equals("both") || edges.equals("rising") == high) {
        sequence++;
        listener.edge(high, System.nanoTime(), sequence);
      }
    }
  }
}
