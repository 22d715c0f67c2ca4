package dev.ferrule.sim.scenario;

import dev.ferrule.protocol.Kind;
import dev.ferrule.sim.line.LineFaults;
import dev.ferrule.sim.scenario.ChannelPlan.Access;
import dev.ferrule.sim.scenario.ChannelPlan.Range;
import dev.ferrule.sim.scenario.signal.Signal;
import dev.ferrule.sim.scenario.signal.Wave;
import dev.ferrule.sim.scenario.yaml.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A load: boards that send rows of channels at a rate.
 *
 * <p>Each row has a channel {@code seq} that counts the rows, {@code t} with the microseconds of
 * the machine's monotonic clock (modulo 2^31) at which the row was sampled, as many sines {@code
 * v0}, {@code v1}, … as there is room for, and an output {@code out} for commands. A client on the
 * same machine knows from {@code t} how long a reading traveled, and from {@code seq} what was
 * lost.
 *
 * @param boards 1 to 128
 * @param channels in each row, 3 to 32
 * @param rate rows per second and board, 0.1 to 10000
 * @param driver what the boards speak
 * @param baud bits per second of each line, 0 for no limit
 * @param noise standard deviation of the sines, 0 to 1000000: noise makes frames large
 * @param duration after which the program ends; absent for never
 */
public record LoadPlan(
    int boards,
    int channels,
    double rate,
    BoardPlan.Driver driver,
    int baud,
    double noise,
    Optional<Duration> duration) {

  /** Counts the rows of a board from 0. */
  public static final String SEQUENCE = "seq";

  /** Microseconds of the monotonic clock at which the row was sampled, modulo 2^31. */
  public static final String STAMP = "t";

  /** An output without a range that is 0 at first. */
  public static final String OUTPUT = "out";

  /** What {@link #parse} reads, for people. */
  public static final String FORM =
      "boards, channels, rate (rows a second), driver (firmware or text), baud, noise (a"
          + " deviation), duration";

  private static final int FIXED_CHANNELS = 3;

  /** Checks the ranges. */
  public LoadPlan {
    require(boards >= 1 && boards <= Scenario.MAX_BOARDS, "boards must be 1 to 128");
    require(channels >= FIXED_CHANNELS && channels <= 32, "channels must be 3 to 32");
    require(rate >= 0.1 && rate <= 10_000, "rate must be 0.1 to 10000");
    require(noise >= 0 && noise <= 1_000_000, "noise must be 0 to 1000000");
    require(baud == 0 || baud >= 300, "baud must be 0 or at least 300");
  }

  /**
   * Reads the form {@link #FORM}; what is left out is 8 boards, 4 channels, 1000 rows a second.
   *
   * @throws IllegalArgumentException when it has another form or a value is out of range
   */
  public static LoadPlan parse(String text) {
    var plan =
        new LoadPlan(8, 4, 1000, BoardPlan.Driver.FIRMWARE, 0, 0, Optional.<Duration>empty());
    for (String part : text.split(",", -1)) {
      String[] sides = part.split("=", 2);
      if (sides.length != 2) {
        throw new IllegalArgumentException("\"" + part + "\" must be KEY=VALUE; keys are " + FORM);
      }
      try {
        plan = plan.with(sides[0].strip(), sides[1].strip());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("\"" + part + "\" must have a number", e);
      }
    }
    return plan;
  }

  private LoadPlan with(String key, String value) {
    return switch (key) {
      case "boards" ->
          new LoadPlan(Integer.parseInt(value), channels, rate, driver, baud, noise, duration);
      case "channels" ->
          new LoadPlan(boards, Integer.parseInt(value), rate, driver, baud, noise, duration);
      case "rate" ->
          new LoadPlan(boards, channels, Double.parseDouble(value), driver, baud, noise, duration);
      case "baud" ->
          new LoadPlan(boards, channels, rate, driver, Integer.parseInt(value), noise, duration);
      case "duration" ->
          new LoadPlan(
              boards, channels, rate, driver, baud, noise, Optional.of(Durations.parse(value)));
      case "noise" ->
          new LoadPlan(boards, channels, rate, driver, baud, Double.parseDouble(value), duration);
      case "driver" -> new LoadPlan(boards, channels, rate, driverOf(value), baud, noise, duration);
      default -> throw new IllegalArgumentException("\"" + key + "\" is not one of " + FORM);
    };
  }

  private static BoardPlan.Driver driverOf(String word) {
    return switch (word) {
      case "firmware" -> BoardPlan.Driver.FIRMWARE;
      case "text" -> BoardPlan.Driver.TEXT;
      default -> throw new IllegalArgumentException("driver must be firmware or text");
    };
  }

  /** Readings per second of all boards together. */
  public double readingsPerSecond() {
    return boards * channels * rate;
  }

  /** The boards {@code load0}, {@code load1}, …, each on a link of its name. */
  public Scenario scenario() {
    List<BoardPlan> plans = new ArrayList<>();
    for (int i = 0; i < boards; i++) {
      var perfect = BoardPlan.Line.perfect("load" + i);
      plans.add(
          new BoardPlan(
              "load" + i,
              driver,
              new BoardPlan.Identity("ferrule-load 1.0", "Load", "Ferrule", List.of((byte) i)),
              new BoardPlan.Line(
                  perfect.link(),
                  baud,
                  perfect.window(),
                  perfect.receiveBytes(),
                  perfect.maxBody(),
                  false,
                  false,
                  LineFaults.NONE,
                  LineFaults.NONE),
              new BoardPlan.Clock(20_000, 0, 0),
              TextForm.LINES,
              channelPlans()));
    }
    return new Scenario("load", 1, plans, List.of());
  }

  private List<ChannelPlan> channelPlans() {
    List<ChannelPlan> plans = new ArrayList<>();
    plans.add(channel(0, SEQUENCE, "", Kind.COUNTER, Access.INPUT, new Wave.Sequence()));
    plans.add(channel(1, STAMP, "us", Kind.NUMBER, Access.INPUT, new Wave.Stamp()));
    plans.add(
        channel(
            2, OUTPUT, "", Kind.NUMBER, new Access(true, true, false, 0), new Wave.Constant(0)));
    for (int i = FIXED_CHANNELS; i < channels; i++) {
      var sine = new Wave.Sine(20, 5, Duration.ofSeconds(10), i / 32.0);
      plans.add(channel(i, "v" + (i - FIXED_CHANNELS), "Cel", Kind.NUMBER, Access.INPUT, sine));
    }
    return plans;
  }

  private ChannelPlan channel(
      int id, String key, String unit, Kind kind, Access access, Wave wave) {
    return new ChannelPlan(
        id,
        key,
        key,
        unit,
        kind,
        wave instanceof Wave.Sine ? 2 : 0,
        Range.NONE,
        Duration.ofNanos(Math.round(1e9 / rate)),
        access,
        new TreeMap<>(),
        wave instanceof Wave.Sine ? new Signal(wave, noise, Optional.empty()) : Signal.of(wave),
        Optional.empty(),
        Optional.empty());
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
