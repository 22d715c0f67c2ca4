package dev.ferrule.gateway.device.text.trial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.ferrule.gateway.device.text.fields.FieldFormat;
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
 * @param doubts why a person should look twice; each is a few words
 * @param notes what else was heard that it does not read
 */
public record Proposal(
    Framing framing,
    FieldFormat format,
    List<Field> channels,
    List<String> doubts,
    List<String> notes) {

  /** Most places behind the point that a channel has; with more it is a float. */
  private static final int MOST_DECIMALS = 9;

  /**
   * One proposed channel.
   *
   * @param key of the channel
   * @param field its name in the frames
   * @param kind what its values are
   * @param decimals most digits after the point that were seen
   * @param period usual time between two values; zero when it came only once, empty when there are
   *     no times
   */
  public record Field(
      String key, String field, Kind kind, int decimals, Optional<Duration> period) {}

  /** What the values of a channel are. */
  public enum Kind {
    NUMBER,
    /** On, off, true or false; or 0 and 1 and back to 0, which no counter does. */
    SWITCH,
    /** A number of more digits than a channel can have. */
    FLOAT
  }

  public Proposal {
    channels = List.copyOf(channels);
    doubts = List.copyOf(doubts);
    notes = List.copyOf(notes);
  }

  /**
   * Whether this cannot well be chance: a person can read it, or 16 bits of check are right. So
   * many framings are tried that 8 bits of check are right in one of them, whatever was heard.
   */
  public boolean isSure() {
    return doubts.isEmpty();
  }

  /** What can be made of what was heard. */
  public static TextGuess of(Recording heard) {
    Framing framing = FramingGuess.of(heard).orElse(null);
    if (framing == null) {
      return new TextGuess.Nonsense();
    }
    Recording.Frames frames = heard.frames(framing);
    FieldsGuess best = FieldsGuess.NONE;
    double most = 0;
    for (FieldsGuess guess : FieldsGuess.all(frames.good)) {
      double values = guess.fields().isEmpty() ? 0 : Seen.of(guess, frames).values();
      double worth = values * worth(guess);
      if (worth > most) {
        most = worth;
        best = guess;
      }
    }
    if (most == 0) {
      return TextLook.isText(heard.bytes())
          ? Tokens.whyNone(
              frames.good.stream().map(frame -> new String(frame, ISO_8859_1)).toList())
          : new TextGuess.Nonsense();
    }
    return new TextGuess.Found(of(framing, usable(best, frames), frames, heard));
  }

  /**
   * What a value of a guess is worth: less where there are doubts, and less in a pattern, which
   * fails when a word of its line changes.
   */
  private static double worth(FieldsGuess guess) {
    boolean sure = guess.doubts().isEmpty();
    return guess.format() instanceof FieldFormat.Regex ? sure ? 0.7 : 0.1 : sure ? 1 : 0.4;
  }

  private static FieldsGuess usable(FieldsGuess guess, Recording.Frames frames) {
    Seen seen = Seen.of(guess, frames);
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < guess.fields().size(); i++) {
      if (seen.isUsable(i)) {
        fields.add(guess.fields().get(i));
      }
    }
    return guess.only(fields);
  }

  private static Proposal of(
      Framing framing, FieldsGuess guess, Recording.Frames frames, Recording heard) {
    Seen seen = Seen.of(guess, frames);
    List<Field> channels = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < guess.fields().size(); i++) {
      String field = guess.fields().get(i);
      Kind kind =
          seen.isSwitch(i)
              ? Kind.SWITCH
              : seen.decimals(i) > MOST_DECIMALS ? Kind.FLOAT : Kind.NUMBER;
      channels.add(
          new Field(
              Values.unused(Values.key(field), keys),
              field,
              kind,
              seen.decimals(i),
              seen.period(i, heard)));
    }
    List<String> doubts = new ArrayList<>(guess.doubts());
    if (guess.format() instanceof FieldFormat.Layout) {
      bytesDoubt(framing, frames).ifPresent(doubts::add);
    } else if (seen.accepted() * 2 < frames.good.size()) {
      doubts.add("it reads %d of %d frames".formatted(seen.accepted(), frames.good.size()));
    }
    return new Proposal(framing, guess.format(), channels, doubts, guess.notes());
  }

  /** Nobody reads bytes; only a check of 16 bits in frames that differ makes them sure. */
  private static Optional<String> bytesDoubt(Framing framing, Recording.Frames frames) {
    boolean checked = framing.check().filter(check -> check.kind().width() >= 2).isPresent();
    boolean differ =
        frames.good.stream().map(frame -> new String(frame, ISO_8859_1)).distinct().count() > 2;
    return checked && differ
        ? Optional.empty()
        : Optional.of(
            checked ? "few frames differ" : "no check of 16 bits shows where frames begin and end");
  }
}
