package dev.ferrule.sim.scenario.signal;

import dev.ferrule.sim.scenario.signal.Response.Term;
import dev.ferrule.sim.scenario.yaml.Fields;
import dev.ferrule.sim.scenario.yaml.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads how a channel's value moves. */
public final class SignalReader {

  private static final List<String> SHAPES =
      List.of("constant", "sine", "ramp", "square", "walk", "sequence", "stamp");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Fields channel;
  private final String board;

  public SignalReader(Fields channel, String board) {
    this.channel = channel;
    this.board = board;
  }

  public Signal read() {
    double noise = channel.number("noise", 0, 1e12, 0);
    Wave wave = wave().orElse(new Wave.Constant(0));
    Optional<Response> response = Optional.empty();
    if (channel.has("follows")) {
      try (Fields fields = channel.under("follows")) {
        Duration lag = fields.duration("lag", Duration.ZERO);
        response = Optional.of(new Response.Follow(lag, terms(fields)));
      }
    }
    if (channel.has("integrates")) {
      if (response.isPresent()) {
        channel.refuse("integrates", "and follows exclude each other");
      }
      try (Fields fields = channel.under("integrates")) {
        double start = fields.number("start", 0);
        double rate = fields.number("rate", 0);
        response = Optional.of(new Response.Integrate(start, rate, terms(fields)));
      }
    }
    return new Signal(wave, noise, response);
  }

  private Optional<Wave> wave() {
    if (channel.child("wave") instanceof Node.Scalar) {
      return Optional.of(new Wave.Constant(channel.number("wave", 0)));
    }
    if (!channel.has("wave")) {
      return Optional.empty();
    }
    try (Fields wave = channel.under("wave")) {
      return switch (wave.choice("shape", "constant", SHAPES)) {
        case "sine" -> {
          double mean = wave.number("mean", 0);
          double amplitude = wave.number("amplitude", 1);
          Duration period = wave.duration("period", MINUTE);
          double phase = wave.number("phase", 0);
          yield wave.build(() -> new Wave.Sine(mean, amplitude, period, phase));
        }
        case "ramp" -> {
          double from = wave.number("from", 0);
          double to = wave.number("to", 1);
          Duration period = wave.duration("period", MINUTE);
          yield wave.build(() -> new Wave.Ramp(from, to, period));
        }
        case "square" -> {
          double low = wave.number("low", 0);
          double high = wave.number("high", 1);
          Duration period = wave.duration("period", MINUTE);
          double duty = wave.number("duty", 0, 1, 0.5);
          yield wave.build(() -> new Wave.Square(low, high, period, duty));
        }
        case "walk" -> {
          double middle = wave.number("middle", 0);
          double drift = wave.number("drift", 0, 1e12, 1);
          Duration pull = wave.duration("pull", Duration.ZERO);
          yield wave.build(() -> new Wave.Walk(middle, drift, pull));
        }
        case "sequence" -> Optional.of(new Wave.Sequence());
        case "stamp" -> Optional.of(new Wave.Stamp());
        default -> Optional.of(new Wave.Constant(wave.number("value", 0)));
      };
    }
  }

  private List<Term> terms(Fields response) {
    List<Term> terms = new ArrayList<>();
    int index = 0;
    for (Node node : response.list("of")) {
      String path = response.pathOf("of") + "[" + index++ + "]";
      try (Fields term = Fields.of(node, path, response.problems())) {
        String source = qualified(term.requiredText("channel"));
        double gain = term.number("gain", 1);
        terms.add(new Term(source, gain, term.optionalText("times").map(this::qualified)));
      }
    }
    return terms;
  }

  /** A channel of the same board needs no board in front. */
  private String qualified(String reference) {
    return reference.contains(".") ? reference : board + "." + reference;
  }
}
