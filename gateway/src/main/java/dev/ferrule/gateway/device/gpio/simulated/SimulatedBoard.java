package dev.ferrule.gateway.device.gpio.simulated;

import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import com.pi4j.io.pwm.PwmConfig;
import com.pi4j.provider.Provider;
import dev.ferrule.gateway.device.gpio.chip.Chip;
import dev.ferrule.gateway.device.gpio.chip.ChipTrouble;
import dev.ferrule.gateway.model.LinkCounts;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A chip that a simulator plays behind a pseudo-terminal. What is said there is described by the
 * simulator's {@code GpioBoard}.
 *
 * <p>A request waits for its answer and is repeated when none comes; the board does each once. As
 * on a real chip a line that is let go, also by the death of this process, is left to a resistor.
 *
 * <p>The lock closes the race between the loss of the board and the naming of who is told of it.
 */
public final class SimulatedBoard implements Chip {

  private static final int TRIES = 4;
  private static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int ANSWERS = 16;

  private final Path path;
  private final BoardLine line;
  private final BoardEvents events;
  private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(ANSWERS);

  private @Nullable Consumer<String> lostListener;

  /** Why nothing is answered any more. */
  private volatile @Nullable String gone;

  // of whoever uses the chip
  private final Map<String, Integer> outputs = new HashMap<>();
  private long requests;
  private final int count;

  private SimulatedBoard(Path path) {
    this.path = path;
    this.line = BoardLine.open(path);
    this.events = new BoardEvents(line, new Incoming());
    line.start(events);
    try {
      String[] hello = ask("hello").split(" ", 3);
      count = Integer.parseInt(hello[0]);
      events.expect(hello[1]);
    } catch (ChipTrouble | NumberFormatException | IndexOutOfBoundsException e) {
      line.close();
      throw new ChipTrouble(
          "nothing behind "
              + path
              + " answers as a GPIO board; play a scenario whose board has driver: gpio");
    }
  }

  /**
   * Opens the board behind a link and lets go of all its lines.
   *
   * @throws ChipTrouble when there is none, it is in use, or it does not answer
   */
  public static SimulatedBoard open(Path path) {
    return new SimulatedBoard(path);
  }

  @Override
  public List<Provider<?, ?, ?>> providers() {
    return PinProviders.of(new Requests());
  }

  @Override
  public void check(Set<Integer> lines) {
    for (int number : lines) {
      if (number >= count) {
        throw new ChipTrouble(
            "no line " + number + ": the board behind " + path + " has 0 to " + (count - 1));
      }
    }
  }

  /** Told on the thread of this call when the board is lost already. */
  @Override
  public void whenLost(Consumer<String> listener) {
    String lost;
    synchronized (this) {
      lostListener = listener;
      lost = gone;
    }
    if (lost != null) {
      listener.accept(lost);
    }
    events.tell();
  }

  @Override
  public LinkCounts counts() {
    return events.counts();
  }

  @Override
  public void close() {
    line.close();
  }

  /** Sends a request and waits for its answer, for up to 400 ms. */
  private String ask(String request) {
    requests++;
    String head = requests + " ";
    for (int i = 0; i < TRIES; i++) {
      refuseWhenGone();
      line.send(head + request);
      long until = System.nanoTime() + ANSWER_NANOS;
      for (String text = next(until); text != null; text = next(until)) {
        if (text.startsWith(head)) {
          return read(request, text.substring(head.length()));
        }
      }
    }
    gone = "no answer from " + path;
    throw new ChipTrouble("no answer from " + path);
  }

  private void refuseWhenGone() {
    String reason = gone;
    if (reason != null) {
      throw new ChipTrouble(reason);
    }
  }

  private @Nullable String next(long until) {
    try {
      return answers.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChipTrouble("interrupted");
    }
  }

  private String read(String request, String answer) {
    if (!answer.startsWith("ok ")) {
      String pin = request.split(" ", -1)[1];
      throw new ChipTrouble(
          "line " + pin + " of " + path + ": " + answer.replaceFirst("error ", ""));
    }
    return answer.substring(3);
  }

  private final class Incoming implements BoardEvents.Rest {
    @Override
    public void answer(String text) {
      if (!answers.offer(text)) {
        answers.clear(); // nobody waits for so many; the next request is repeated
      }
    }

    @Override
    public void lost(String reason) {
      Consumer<String> listener;
      synchronized (SimulatedBoard.this) {
        if (gone != null) {
          return;
        }
        gone = reason;
        listener = lostListener;
      }
      if (listener != null) {
        listener.accept(reason);
      }
    }
  }

  /** The lines, for the driver. */
  private final class Requests implements Pins {
    @Override
    public void listen(DigitalInputConfig config, EdgeListener listener) {
      String pull =
          switch (config.pull() == null ? PullResistance.OFF : config.pull()) {
            case PULL_UP -> "up";
            case PULL_DOWN -> "down";
            case OFF -> "off";
          };
      String edges = config.properties().getOrDefault(EDGE, "both");
      long debounce = config.debounce() == null ? 0 : config.debounce();
      int number = config.bcm();
      events.add(number, listener);
      String level = ask("in " + number + " " + pull + " " + edges + " " + debounce);
      events.start(number, level.equals("1"));
    }

    @Override
    public void drive(DigitalOutputConfig config) {
      int level = config.initialState() == DigitalState.HIGH ? 1 : 0;
      String drive = config.properties().getOrDefault(DRIVE, "push-pull");
      put(config.bcm().toString(), "out " + config.bcm() + " " + drive + " " + level);
    }

    @Override
    public void pulse(PwmConfig config) {
      String pin = "p" + config.channel();
      put(pin, "pwm " + pin + " " + config.frequency() + " " + config.initialValue());
    }

    /** Does something to an output and notes what it has afterwards. */
    private void put(String pin, String request) {
      String value = ask(request);
      try {
        outputs.put(pin, Integer.valueOf(value));
      } catch (NumberFormatException e) {
        throw new ChipTrouble("line " + pin + " of " + path + " answers \"" + value + "\"");
      }
    }

    @Override
    public boolean isHigh(int number) {
      return outputs.getOrDefault(Integer.toString(number), 0) == 1 || events.isHigh(number);
    }

    @Override
    public void set(int number, boolean high) {
      put(Integer.toString(number), "set " + number + " " + (high ? 1 : 0));
    }

    @Override
    public int duty(int pwm) {
      return outputs.getOrDefault("p" + pwm, 0);
    }

    @Override
    public void setDuty(int pwm, int percent) {
      put("p" + pwm, "set p" + pwm + " " + percent);
    }

    @Override
    public void free(int number) {
      events.remove(number);
      release(Integer.toString(number));
    }

    @Override
    public void freePwm(int pwm) {
      release("p" + pwm);
    }

    private void release(String pin) {
      outputs.remove(pin);
      try {
        ask("free " + pin);
      } catch (ChipTrouble trouble) {
        // the board lets go of everything once the line is closed
      }
    }
  }
}
