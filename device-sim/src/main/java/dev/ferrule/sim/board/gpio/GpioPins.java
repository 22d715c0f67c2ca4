package dev.ferrule.sim.board.gpio;

import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.Quality;
import dev.ferrule.sim.board.Outputs;
import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.scenario.ChannelPlan;
import dev.ferrule.sim.scenario.Pin;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The lines and PWM outputs of a GPIO board, and who holds them. Owner: the loop's thread. */
final class GpioPins {

  private static final long MAX_DEBOUNCE_MICROS = 10_000_000;

  private final GpioBoard board;
  private final EventLoop loop;
  private final Outputs outputs;
  private final Map<Integer, GpioLine> lines = new HashMap<>();
  private final Map<Integer, ChannelPlan> pwms = new HashMap<>();
  private final Set<Integer> heldPwms = new HashSet<>();

  /** What keeps a request from being done; for people. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    Refusal(String reason) {
      super(reason, null, false, false);
    }
  }

  GpioPins(GpioBoard board, EventLoop loop, Outputs outputs, GpioLine.Edges edges) {
    this.board = board;
    this.loop = loop;
    this.outputs = outputs;
    Map<Pin, ChannelPlan> wired = new HashMap<>();
    for (ChannelPlan channel : board.plan().channels()) {
      channel.pin().ifPresent(pin -> wired.put(pin, channel));
    }
    for (int i = 0; i < Pin.COUNT; i++) {
      lines.put(i, new GpioLine(i, Optional.ofNullable(wired.get(new Pin(false, i))), edges));
    }
    wired.forEach(
        (pin, channel) -> {
          if (pin.pwm()) {
            pwms.put(pin.number(), channel);
          }
        });
  }

  /** Each input that is held: {@code PIN:SEQUENCE:LEVEL}, each after a blank. */
  String inputs() {
    var text = new StringBuilder();
    for (int i = 0; i < Pin.COUNT; i++) {
      GpioLine line = line(i);
      if (line.use() instanceof GpioLine.Input) {
        text.append(' ')
            .append(i)
            .append(':')
            .append(line.sequence())
            .append(':')
            .append(level(line));
      }
    }
    return text.toString();
  }

  /**
   * Does what a request asks; what is answered to it.
   *
   * @param words behind the verb
   * @throws Refusal when it cannot be done
   * @throws IllegalArgumentException when it makes no sense; {@link IndexOutOfBoundsException} when
   *     words are missing
   */
  String carryOut(String verb, String[] words) throws Refusal {
    return switch (verb) {
      case "in" -> level(listen(free(words[0]), words));
      case "out" -> level(drive(free(words[0]), words));
      case "pwm" -> pulse(words[0], words[2]);
      case "set" -> set(words[0], words[1]);
      case "free" -> {
        free(words[0].startsWith("p"), Integer.parseInt(words[0].replace("p", "")));
        yield words[0];
      }
      default -> throw new IllegalArgumentException(verb);
    };
  }

  private GpioLine free(String pin) throws Refusal {
    GpioLine line = lines.get(Integer.valueOf(pin));
    if (line == null) {
      throw new Refusal("no such line; there are 0 to " + (Pin.COUNT - 1));
    }
    if (line.use() != null) {
      throw new Refusal("busy");
    }
    return line;
  }

  /** An input has the level that drives it, and where nothing does that of its resistor. */
  private GpioLine listen(GpioLine line, String[] words) {
    boolean pulledUp = words[1].equals("up");
    boolean both = words[2].equals("both");
    long micros = Math.clamp(Long.parseLong(words[3]), 0, MAX_DEBOUNCE_MICROS);
    var use =
        new GpioLine.Input(
            both || words[2].equals("rising"), both || words[2].equals("falling"), micros * 1000);
    line.request(use, line.channel().map(c -> isHigh(c, line)).orElse(pulledUp));
    line.skip(loop.now());
    return line;
  }

  /** A counter rests low until its wave makes it pulse; a stuck sensor stays where it was. */
  private boolean isHigh(ChannelPlan channel, GpioLine line) {
    if (channel.kind() == Kind.COUNTER) {
      return false;
    }
    return Quality.isBad(board.quality(channel))
        ? line.isHigh()
        : board.value(channel.key()) >= 0.5;
  }

  private GpioLine drive(GpioLine line, String[] words) {
    boolean high = level(words[2]);
    line.request(
        new GpioLine.Output(!words[1].equals("open-drain"), !words[1].equals("open-source")), high);
    put(line, high);
    return line;
  }

  private void put(GpioLine line, boolean high) {
    boolean driven =
        line.use() instanceof GpioLine.Output out && (high ? out.drivesHigh() : out.drivesLow());
    Optional<ChannelPlan> channel = line.channel();
    if (channel.isEmpty()) {
      line.put(high && driven);
      return;
    }
    if (channel.get().access().writable() && board.refusal(channel.get()).isEmpty()) {
      double value = driven ? (high ? 1 : 0) : channel.get().access().safe();
      outputs.obey(channel.get(), value, OptionalLong.empty(), OptionalLong.empty());
    }
    line.put(board.value(channel.get().key()) >= 0.5);
  }

  private String pulse(String pin, String duty) throws Refusal {
    int number = Integer.parseInt(pin.substring(1));
    int percent = percent(duty);
    if (!pwms.containsKey(number)) {
      throw new Refusal("no such PWM output; there are " + pwmNames());
    }
    if (!heldPwms.add(number)) {
      throw new Refusal("busy");
    }
    return duty(number, percent);
  }

  private String pwmNames() {
    return pwms.isEmpty()
        ? "none"
        : pwms.keySet().stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private String set(String pin, String value) throws Refusal {
    if (pin.startsWith("p")) {
      int number = Integer.parseInt(pin.substring(1));
      if (!heldPwms.contains(number)) {
        throw new Refusal("not requested as a PWM output");
      }
      return duty(number, percent(value));
    }
    GpioLine line = lines.get(Integer.valueOf(pin));
    if (line == null || !(line.use() instanceof GpioLine.Output)) {
      throw new Refusal("not requested as an output");
    }
    put(line, level(value));
    return level(line);
  }

  private static int percent(String word) {
    int percent = Integer.parseInt(word);
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException(word);
    }
    return percent;
  }

  private String duty(int number, int percent) {
    ChannelPlan channel = pwm(number);
    if (board.refusal(channel).isEmpty()) {
      outputs.obey(channel, percent, OptionalLong.empty(), OptionalLong.empty());
    }
    return Long.toString(Math.round(board.value(channel.key())));
  }

  private static boolean level(String word) {
    return switch (word) {
      case "0" -> false;
      case "1" -> true;
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static String level(GpioLine line) {
    return line.isHigh() ? "1" : "0";
  }

  /** Lets go of everything. */
  void freeAll() {
    lines.keySet().forEach(number -> free(false, number));
    Set.copyOf(heldPwms).forEach(number -> free(true, number));
  }

  private void free(boolean pwm, int number) {
    if (pwm && heldPwms.remove(number)) {
      outputs.release(pwm(number));
    }
    GpioLine line = pwm ? null : lines.get(number);
    if (line != null && line.use() != null) {
      boolean wasOutput = line.use() instanceof GpioLine.Output;
      line.request(null, line.isHigh());
      line.channel().filter(c -> wasOutput && c.access().writable()).ifPresent(outputs::release);
    }
  }

  /** A line, by its number from 0 to 39. */
  GpioLine line(int number) {
    return Optional.ofNullable(lines.get(number)).orElseThrow();
  }

  private ChannelPlan pwm(int number) {
    return Optional.ofNullable(pwms.get(number)).orElseThrow();
  }
}
