package dev.ferrule.gateway.device.text.trial;

import dev.ferrule.gateway.device.text.framing.Check;
import dev.ferrule.gateway.device.text.framing.Framing;
import dev.ferrule.gateway.device.text.framing.Framing.Cut;
import dev.ferrule.gateway.device.text.framing.Framing.Cut.Counts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Tries framings on what was heard and takes the one that explains most of it. Stateless. */
final class FramingGuess {

  /** Fewer frames say nothing. */
  private static final int LEAST = 3;

  private static final int MAX_FRAME = 512;

  /** Pairs of bytes that are tried as the start of a frame. */
  private static final int STARTS = 12;

  /** The share of what was heard that must be explained. */
  private static final double ENOUGH = 0.6;

  private FramingGuess() {}

  /** The best framing; empty when nothing explains most of what was heard. */
  static Optional<Framing> of(Recording heard) {
    byte[] bytes = heard.bytes();
    if (bytes.length == 0) {
      return Optional.empty();
    }
    if (TextLook.isText(bytes)) {
      return Optional.of(text(heard, bytes));
    }
    List<Framing> candidates = new ArrayList<>();
    for (Cut cut : List.of(new Cut.Slip(), new Cut.Cobs())) {
      withChecks(cut, candidates);
    }
    for (String start : starts(bytes)) {
      for (int length : periods(bytes, start)) {
        withChecks(new Cut.Fixed(start, length), candidates);
      }
      for (Counts counts : Counts.values()) {
        withChecks(new Cut.LengthPrefixed(start, 1, false, counts), candidates);
        withChecks(new Cut.LengthPrefixed(start, 2, false, counts), candidates);
        withChecks(new Cut.LengthPrefixed(start, 2, true, counts), candidates);
      }
    }
    return best(heard, candidates).map(framing -> withShortStart(framing, heard));
  }

  /**
   * The same with one byte less at the start, where the check finds the frames all the same: a byte
   * that never changed may be the high byte of a number that will.
   */
  private static Framing withShortStart(Framing framing, Recording heard) {
    if (!(framing.cut() instanceof Cut.Fixed(String start, int length))
        || framing.check().isEmpty()
        || start.length() < 2) {
      return framing;
    }
    var shorter =
        new Framing(new Cut.Fixed(start.substring(0, 1), length), framing.check(), framing.max());
    return heard.frames(shorter).good.size() == heard.frames(framing).good.size()
            && start.charAt(1) < 0x20
        ? shorter
        : framing;
  }

  private static Framing text(Recording heard, byte[] bytes) {
    if (count(bytes, '\n') + count(bytes, '\r') > 0) {
      List<Check> checks = new ArrayList<>();
      for (int skip = 0; skip <= 1; skip++) {
        for (Check.Kind kind : List.of(Check.Kind.XOR, Check.Kind.SUM8, Check.Kind.CRC8)) {
          checks.add(new Check(kind, true, '*', false, skip));
        }
        for (Check.Kind kind :
            List.of(Check.Kind.CRC16_MODBUS, Check.Kind.CRC16_XMODEM, Check.Kind.CRC16_CCITT)) {
          checks.add(new Check(kind, false, (char) 0, false, skip));
          checks.add(new Check(kind, false, (char) 0, true, skip));
        }
      }
      Framing lines = plain(new Cut.Lines(), longestLine(bytes));
      return checks.stream()
          .map(check -> new Framing(lines.cut(), Optional.of(check), lines.max()))
          .filter(framing -> isRight(heard.frames(framing)))
          .findFirst()
          .orElse(lines);
    }
    for (char end : new char[] {';', '|', '#'}) {
      if (count(bytes, end) >= LEAST) {
        return plain(new Cut.Delimiter(String.valueOf(end)), 0);
      }
    }
    return heard.hasTimes() ? plain(new Cut.Gap(Duration.ofMillis(50)), 0) : Framing.LINES;
  }

  private static boolean isRight(Recording.Frames frames) {
    return frames.good.size() >= LEAST && frames.good.size() > 4 * frames.refused;
  }

  private static int longestLine(byte[] bytes) {
    int longest = 0;
    int length = 0;
    for (byte b : bytes) {
      length = b == '\n' || b == '\r' ? 0 : length + 1;
      longest = Math.max(longest, length);
    }
    return longest;
  }

  /** With room for frames of a length, and for some that are longer. */
  private static Framing plain(Cut cut, int longest) {
    int max = Framing.LINES.max();
    while (max < longest && max < Framing.MAX) {
      max *= 2;
    }
    return new Framing(cut, Optional.empty(), max);
  }

  private static long count(byte[] bytes, char wanted) {
    long count = 0;
    for (byte b : bytes) {
      count += b == wanted ? 1 : 0;
    }
    return count;
  }

  private static void withChecks(Cut cut, List<Framing> to) {
    for (Check.Kind kind : Check.Kind.values()) {
      for (boolean little : new boolean[] {false, true}) {
        for (int skip = 0; skip <= 2; skip++) {
          add(cut, Optional.of(new Check(kind, false, (char) 0, little, skip)), to);
        }
      }
    }
    add(cut, Optional.empty(), to);
  }

  private static void add(Cut cut, Optional<Check> check, List<Framing> to) {
    try {
      to.add(new Framing(cut, check, MAX_FRAME));
    } catch (IllegalArgumentException e) {
      // no room for this check in so short a frame
    }
  }

  /** The pairs of bytes that are heard most often. */
  private static List<String> starts(byte[] bytes) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i + 1 < bytes.length; i++) {
      String pair = "" + (char) (bytes[i] & 0xFF) + (char) (bytes[i + 1] & 0xFF);
      counts.merge(pair, 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .filter(pair -> pair.getValue() >= LEAST && !pair.getKey().equals("\0\0"))
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(STARTS)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The distance between two starts that is seen most often. */
  private static List<Integer> periods(byte[] bytes, String start) {
    Map<Integer, Integer> counts = new HashMap<>();
    int last = -1;
    for (int i = 0; i + 1 < bytes.length; i++) {
      if ((bytes[i] & 0xFF) == start.charAt(0) && (bytes[i + 1] & 0xFF) == start.charAt(1)) {
        if (last >= 0 && i - last >= 3 && i - last <= MAX_FRAME) {
          counts.merge(i - last, 1, Integer::sum);
        }
        last = i;
      }
    }
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .stream()
        .toList();
  }

  /** The one that explains most; a check that holds by chance in every frame there is not. */
  private static Optional<Framing> best(Recording heard, List<Framing> candidates) {
    Optional<Framing> best = Optional.empty();
    double most = 0;
    for (Framing framing : candidates) {
      Recording.Frames frames = heard.frames(framing);
      double score = score(heard.size(), framing, frames);
      if (score > most) {
        most = score;
        best = Optional.of(framing);
      }
    }
    return best;
  }

  /** The share of bytes explained; a check that holds counts for more than none. */
  private static double score(int size, Framing framing, Recording.Frames frames) {
    if (frames.good.size() < LEAST) {
      return 0;
    }
    long explained = 0;
    var different = new TreeSet<String>();
    for (byte[] frame : frames.good) {
      explained += framing.encode(frame).length;
      if (different.size() < LEAST) {
        different.add(Arrays.toString(frame));
      }
    }
    double whole = (double) frames.good.size() / (frames.good.size() + frames.refused);
    boolean proved = framing.check().isPresent() && different.size() >= 2;
    double share = Math.min(1, (double) explained / size) * whole;
    return share > ENOUGH ? share + (proved ? 0.3 : 0) : 0;
  }
}
