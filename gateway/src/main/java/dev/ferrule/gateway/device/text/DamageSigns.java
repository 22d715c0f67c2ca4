package dev.ferrule.gateway.device.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.LineDoubt;
import dev.ferrule.gateway.device.text.fields.FieldFormat;
import dev.ferrule.gateway.loop.Loop;
import java.util.HashSet;
import java.util.Set;

/**
 * What shows that a line is damaged: frames that are refused, and in those that are taken a byte
 * that no text has, a number that is none though its field has them else, a name that never came
 * before. What a board does again and again is no damage but its way. Owner: the driver. The hot
 * path: it allocates nothing for frames of declared fields.
 */
final class DamageSigns {

  /** What comes once in so many times at most is no way of the board. */
  private static final int RARE = 8;

  /** Frames after which the names that a board prints are known. */
  private static final int ACQUAINTED = 64;

  private static final int MOST_NAMES = 64;

  private final LineDoubt doubt;
  private final boolean isText;
  private final long[] numbers;
  private final long[] others;
  private final Set<String> names = new HashSet<>();
  private long frames;
  private long strangeFrames;

  /** The present frame has bytes that no text has. */
  private boolean strange;

  /** And they are rare, so that its values are in doubt. */
  private boolean suspect;

  DamageSigns(TextSettings settings, Loop loop, DeviceEvents events) {
    this.doubt = new LineDoubt(settings.channels().size(), settings.proof(), loop, events);
    this.isText = !(settings.format() instanceof FieldFormat.Layout);
    this.numbers = new long[settings.channels().size()];
    this.others = new long[settings.channels().size()];
  }

  /** A frame is about to be read. */
  void begin(byte[] bytes, int from, int to) {
    strange = isText && isStrange(bytes, from, to);
    suspect = strange && isRare(strangeFrames, frames);
  }

  private static boolean isStrange(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      int b = bytes[i];
      if (b < ' ' ? b != '\t' && b != '\r' && b != '\n' && b != 0x1B : b == 0x7F) {
        return true;
      }
    }
    return false;
  }

  /** It had values. */
  void taken() {
    frames++;
    strangeFrames += strange ? 1 : 0;
    if (suspect) {
      doubt.damaged();
    }
  }

  /** It was damaged, and refused. */
  void refused() {
    doubt.damaged();
  }

  /** A number, or NaN for what stands where one should. A word such as {@code nan} is no damage. */
  void number(int field, double value, byte[] bytes, int from, int to) {
    if (!Double.isNaN(value)) {
      numbers[field]++;
      return;
    }
    if (hasDigit(bytes, from, to)) {
      if (isRare(others[field], numbers[field])) {
        doubt.damaged();
      }
      others[field]++;
    }
  }

  private static boolean hasDigit(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] >= '0' && bytes[i] <= '9') {
        return true;
      }
    }
    return false;
  }

  /** A name that no channel declares. */
  void undeclared(byte[] bytes, int from, int to) {
    if (names.size() < MOST_NAMES
        && names.add(new String(bytes, from, to - from, ISO_8859_1))
        && frames >= ACQUAINTED) {
      doubt.damaged();
    }
  }

  private static boolean isRare(long times, long of) {
    return of >= RARE && RARE * times < of;
  }

  /** The quality of a value that has one by itself. */
  int quality(int field, double value, int own) {
    return doubt.quality(field, value, own, suspect);
  }
}
