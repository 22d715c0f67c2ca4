package dev.ferrule.gateway.device.text.trial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.ferrule.gateway.device.text.fields.FieldFormat;
import dev.ferrule.gateway.device.text.fields.FieldReader;
import dev.ferrule.gateway.device.text.fields.FieldSink;
import dev.ferrule.gateway.device.text.framing.Framing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A configuration for what was heard.
 *
 * @param framing how to cut it
 * @param format how to find values in it
 * @param channels the values
 * @param period usual time between two frames; empty when there are no times
 */
public record Proposal(
    Framing framing, FieldFormat format, List<Field> channels, Optional<Duration> period) {

  /**
   * One proposed channel.
   *
   * @param key of the channel
   * @param field its name in the frames
   * @param isSwitch whether it only ever said on, off, true or false, or 0 and 1 and went back to
   *     0, which no counter does
   * @param decimals most digits after the point that were seen
   */
  public record Field(String key, String field, boolean isSwitch, int decimals) {}

  public Proposal {
    channels = List.copyOf(channels);
  }

  /**
   * Whether this cannot well be chance: a person can read it, or 16 bits of check are right. So
   * many framings are tried that 8 bits of check are right in one of them, whatever was heard.
   */
  public boolean isSure() {
    boolean checked = framing.check().filter(check -> check.kind().width() >= 2).isPresent();
    return checked || !(format instanceof FieldFormat.Layout);
  }

  /** The best proposal; empty when what was heard makes no sense. */
  public static Optional<Proposal> of(Recording heard) {
    return FramingGuess.of(heard)
        .flatMap(
            framing -> {
              List<byte[]> frames = heard.frames(framing).good;
              FieldsGuess guess = FieldsGuess.of(frames);
              return guess.fields().isEmpty()
                  ? Optional.empty()
                  : Optional.of(of(framing, guess, frames, heard));
            });
  }

  private static Proposal of(
      Framing framing, FieldsGuess guess, List<byte[]> frames, Recording heard) {
    var seen = new Seen(guess.fields().size());
    FieldReader reader = FieldReader.of(guess.format(), guess.fields());
    for (byte[] frame : frames) {
      reader.read(frame, 0, frame.length, false, seen);
    }
    List<Field> channels = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < guess.fields().size(); i++) {
      String field = guess.fields().get(i);
      if (isDeclarable(field)) {
        String base = Values.key(field);
        String key = base;
        for (int n = 2; !keys.add(key); n++) {
          key = base + n;
        }
        channels.add(new Field(key, field, seen.isSwitch(i), seen.decimals[i]));
      }
    }
    long nanos = heard.nanos() / Math.max(1, frames.size() - 1);
    Duration period = Duration.ofMillis(Math.max(10, Math.round(nanos / 1e7) * 10));
    return new Proposal(
        framing,
        guess.format(),
        channels,
        nanos > 0 && frames.size() > 2 ? Optional.of(period) : Optional.empty());
  }

  /** What a configuration allows as the name of a field. */
  private static boolean isDeclarable(String field) {
    return field.length() <= 64
        && !field.isEmpty()
        && field.chars().allMatch(c -> c > ' ' && c <= '~' && ",;=\"'".indexOf(c) < 0);
  }

  /** What the values of each field looked like. */
  private static final class Seen implements FieldSink {
    final int[] decimals;
    private final boolean[] words;
    private final boolean[] numbers;

    /** It was 1 last. */
    private final boolean[] ones;

    /** It went from 1 to 0. */
    private final boolean[] fell;

    Seen(int fields) {
      decimals = new int[fields];
      words = new boolean[fields];
      numbers = new boolean[fields];
      ones = new boolean[fields];
      fell = new boolean[fields];
    }

    boolean isSwitch(int field) {
      return (words[field] || fell[field]) && !numbers[field];
    }

    @Override
    public void text(int field, byte[] bytes, int from, int to) {
      String text = new String(bytes, from, to - from, ISO_8859_1);
      decimals[field] = Math.max(decimals[field], Values.decimals(text));
      words[field] |= Values.isWord(text);
      boolean isOne = text.equals("1");
      boolean isZero = text.equals("0");
      numbers[field] |= Values.isNumber(text) && !isOne && !isZero;
      fell[field] |= isZero && ones[field];
      ones[field] = isOne;
    }

    @Override
    public void number(int field, double value) {
      words[field] |= value == 0 || value == 1;
      numbers[field] |= value != 0 && value != 1;
    }

    @Override
    public void undeclared(byte[] bytes, int from, int to) {}
  }
}
