package dev.ferrule.sim.board.text;

import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.Quality;
import dev.ferrule.sim.board.Board;
import dev.ferrule.sim.board.ProtocolCounts;
import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.scenario.BoardPlan;
import dev.ferrule.sim.scenario.ChannelGroup;
import dev.ferrule.sim.scenario.ChannelPlan;
import dev.ferrule.sim.scenario.TextForm;
import dev.ferrule.sim.world.World;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A board of the simplest kind: a line {@code temp=21.5 hum=40} for each row, or what its form
 * says; a line {@code key=value} toward it is a command, answered with {@code ok key=value} or
 * {@code error key reason} and then with a row that shows the value. It knows no ids, no deadlines
 * and no heartbeat. A broken sensor's value is {@code nan}. Owner: the loop's thread.
 */
public final class TextBoard extends Board {

  private static final int MAX_LINE = 256;

  private final byte[] input = new byte[MAX_LINE];
  private int inputLength;
  private boolean skipping;
  private final StringBuilder text = new StringBuilder();
  private long received;
  private long overruns;
  private long malformed;

  public TextBoard(
      EventLoop loop, World world, BoardPlan plan, Path directory, SplittableRandom random) {
    super(loop, world, plan, directory, random, plan.form().delimiter());
  }

  @Override
  protected void boot() {
    inputLength = 0;
    skipping = false;
    received = 0;
    overruns = 0;
    malformed = 0;
  }

  @Override
  public void closed() {
    inputLength = 0;
    skipping = false;
  }

  @Override
  public void received(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      byte b = bytes[i];
      if (b == '\n' || b == '\r') {
        if (inputLength > 0 && !skipping) {
          received++;
          command(new String(input, 0, inputLength, StandardCharsets.US_ASCII).strip());
        }
        inputLength = 0;
        skipping = false;
      } else if (inputLength == MAX_LINE) {
        overruns += skipping ? 0 : 1;
        skipping = true;
      } else {
        input[inputLength++] = b;
      }
    }
  }

  @Override
  protected void row(ChannelGroup group) {
    text.setLength(0);
    group.channels().forEach(this::append);
    end();
    send();
    sent();
  }

  @Override
  protected boolean saysFirstValues() {
    return true;
  }

  @Override
  protected void changed(ChannelPlan channel) {
    text.setLength(0);
    append(channel);
    end();
    send();
  }

  @Override
  protected ProtocolCounts protocol() {
    return new ProtocolCounts(received, 0, 0, overruns, malformed, 0, dropped());
  }

  private void command(String line) {
    int equals = line.indexOf('=');
    String key = equals < 0 ? line : line.substring(0, equals).strip();
    Optional<ChannelPlan> channel = plan.channel(key);
    if (equals < 0 || channel.isEmpty()) {
      malformed++;
      answer("error " + key + (equals < 0 ? " form" : " unknown"));
      return;
    }
    OptionalDouble value = value(channel.get(), line.substring(equals + 1).strip());
    if (!channel.get().access().writable()) {
      answer("error " + key + " read-only");
    } else if (value.isEmpty()) {
      answer("error " + key + " range");
    } else {
      outputs.obey(channel.get(), value.getAsDouble(), OptionalLong.empty(), OptionalLong.empty());
      answer("ok " + key + "=" + form(channel.get(), value.getAsDouble()));
      report(Set.of(channel.get()));
    }
  }

  /** The value that a command asks for; empty when the channel does not take it. */
  private static OptionalDouble value(ChannelPlan channel, String asked) {
    double value;
    try {
      value = Double.parseDouble(asked);
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
    boolean whole = channel.kind() == Kind.SWITCH || channel.kind() == Kind.ENUMERATION;
    boolean fits =
        Double.isFinite(value)
            && channel.range().clamp(value) == value
            && (!whole || value == Math.rint(value))
            && (channel.kind() != Kind.ENUMERATION || channel.labels().containsKey((int) value));
    return fits ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  private void append(ChannelPlan channel) {
    double value = sample(channel);
    boolean bad = Quality.isBad(quality(channel));
    switch (plan.form().row()) {
      case PAIRS -> text.append(text.isEmpty() ? "" : " ").append(channel.key()).append('=');
      case CSV -> text.append(text.isEmpty() ? "" : ",");
      case JSON ->
          text.append(text.isEmpty() ? "{" : ",").append('"').append(channel.key()).append("\":");
    }
    String none = plan.form().row() == TextForm.Row.JSON ? "null" : "nan";
    text.append(bad ? none : form(channel, value));
  }

  private void end() {
    if (plan.form().row() == TextForm.Row.JSON) {
      text.append('}');
    }
  }

  private static String form(ChannelPlan channel, double value) {
    return switch (channel.kind()) {
      case FLOAT -> Float.toString((float) value);
      case SWITCH, ENUMERATION -> Long.toString(Math.round(value));
      case NUMBER, COUNTER -> {
        int decimals = channel.decimals();
        long scaled = Math.round(value * Math.pow(10, decimals));
        yield decimals == 0
            ? Long.toString(scaled)
            : BigDecimal.valueOf(scaled, decimals).toPlainString();
      }
    };
  }

  private void answer(String line) {
    text.setLength(0);
    text.append(line);
    send();
  }

  private void send() {
    send(TextFrames.frame(plan.form(), text.toString().getBytes(StandardCharsets.US_ASCII)));
  }
}
