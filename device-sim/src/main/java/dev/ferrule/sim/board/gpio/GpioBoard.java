package dev.ferrule.sim.board.gpio;

import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.Quality;
import dev.ferrule.sim.board.Board;
import dev.ferrule.sim.board.ProtocolCounts;
import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.scenario.BoardPlan;
import dev.ferrule.sim.scenario.ChannelGroup;
import dev.ferrule.sim.scenario.ChannelPlan;
import dev.ferrule.sim.scenario.Pin;
import dev.ferrule.sim.world.World;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A GPIO chip of 40 lines and some PWM outputs, used from afar as a program uses the kernel's: a
 * line is requested, held, and free again.
 *
 * <p>The wire. Each line is ASCII, {@code text*hhhhhhhh} and a line feed, with h the CRC-32C of the
 * text in hexadecimal; what is damaged does not exist. A pin is {@code 17}, or {@code p0} for a PWM
 * output; a level is 0 or 1, a duty cycle a whole percentage.
 *
 * <pre>
 * host                                       board
 * 1 hello                                    1 ok LINES BOOT LABEL      every line is free now
 * 2 in PIN up|down|off EDGE DEBOUNCE         2 ok LEVEL                 EDGE: rising, falling, both; debounce in µs
 * 3 out PIN DRIVE LEVEL                      3 ok LEVEL                 DRIVE: push-pull, open-drain, open-source
 * 4 pwm PIN HERTZ DUTY                       4 ok DUTY
 * 5 set PIN LEVEL|DUTY                       5 ok LEVEL|DUTY            what the pin has afterward
 * 6 free PIN                                 6 ok PIN
 *                                            N error REASON             to any of them; in words
 * look                                       lines BOOT PIN:SEQUENCE:LEVEL …   each input that is held
 *                                            edge PIN SEQUENCE LEVEL AGE       AGE: µs between it and this line
 * </pre>
 *
 * <p>A request whose number is that of the one before is the same one: it is answered again and not
 * done again. Edges of a line are numbered from 1 when it is requested, modulo 2^32: a gap is edges
 * that were lost, and {@code look} tells whether there is one at the end. BOOT counts boots; {@code
 * lines} also comes by itself after each. What nobody holds any more (freed, the host gone, booted)
 * falls to the safe value of its channel: the resistor on the board.
 *
 * <p>A switch with {@code rw} is an output, a counter pulses as often a second as its wave says, a
 * broken sensor is an input that is stuck, a refused command an output that does not move. Owner:
 * the loop's thread.
 */
public final class GpioBoard extends Board {

  private static final int MAX_LINE = 128;

  private final GpioPins pins;

  // per boot
  private final StringBuilder input = new StringBuilder();
  private String answeredNumber = "";
  private String answer = "";
  private long received;
  private long damaged;
  private long overruns;
  private long malformed;

  public GpioBoard(
      EventLoop loop, World world, BoardPlan plan, Path directory, SplittableRandom random) {
    super(loop, world, plan, directory, random, (byte) '\n');
    pins = new GpioPins(this, loop, outputs, this::edge);
  }

  @Override
  protected void boot() {
    pins.freeAll();
    answeredNumber = "";
    input.setLength(0);
    received = 0;
    damaged = 0;
    overruns = 0;
    malformed = 0;
    look();
  }

  @Override
  public void closed() {
    input.setLength(0);
    pins.freeAll();
  }

  @Override
  public void received(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == '\n') {
        String text = input.toString();
        input.setLength(0);
        line(text);
      } else if (input.length() <= MAX_LINE) {
        input.append((char) (bytes[i] & 0xFF));
      }
    }
  }

  /** Looks at the inputs; the levels of outputs are nobody's news. */
  @Override
  protected void row(ChannelGroup group) {
    for (ChannelPlan channel : group.channels()) {
      channel
          .pin()
          .filter(pin -> !pin.pwm())
          .ifPresent(pin -> look(channel, pins.line(pin.number())));
    }
  }

  private void look(ChannelPlan channel, GpioLine line) {
    if (channel.access().writable() || Quality.isBad(quality(channel))) {
      line.skip(loop.now());
    } else if (channel.kind() == Kind.COUNTER) {
      line.pulse(sample(channel), loop.now());
    } else {
      line.follow(sample(channel) >= 0.5, loop.now());
    }
  }

  @Override
  protected boolean saysFirstValues() {
    return false;
  }

  @Override
  protected void changed(ChannelPlan channel) {}

  @Override
  protected ProtocolCounts protocol() {
    return new ProtocolCounts(received, damaged, 0, overruns, malformed, 0, dropped());
  }

  private void line(String sealed) {
    if (sealed.length() > MAX_LINE) {
      overruns++;
      return;
    }
    Optional<String> text = CheckedText.open(sealed);
    if (text.isEmpty()) {
      damaged++;
      return;
    }
    received++;
    String[] words = text.get().split(" ", -1);
    if (text.get().equals("look")) {
      look();
    } else if (words.length < 2) {
      malformed++;
    } else if (words[0].equals(answeredNumber) && !words[1].equals("hello")) {
      send(answer);
    } else {
      answeredNumber = words[0];
      answer = words[0] + " " + answer(words[1], Arrays.copyOfRange(words, 2, words.length));
      if (!words[1].equals("set") || !withholdsAcks()) {
        send(answer);
      }
    }
  }

  private String answer(String verb, String[] words) {
    try {
      if (verb.equals("hello")) {
        pins.freeAll();
        return "ok " + Pin.COUNT + " " + clock.boot() + " " + plan.name();
      }
      return "ok " + pins.carryOut(verb, words);
    } catch (GpioPins.Refusal refusal) {
      return "error " + refusal.getMessage();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      malformed++;
      return "error no such request: " + verb;
    }
  }

  private void look() {
    send("lines " + clock.boot() + pins.inputs());
  }

  private void edge(GpioLine line, long sequence, boolean high, long nanos) {
    long age = (loop.exactNow() - nanos) / 1000;
    send("edge " + line.number() + " " + sequence + " " + (high ? 1 : 0) + " " + age);
    sent();
  }

  private void send(String text) {
    send(CheckedText.seal(text));
  }
}
