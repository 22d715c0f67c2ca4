package dev.ferrule.gateway.device.modbus.line;

import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Finds frames in the bytes that come.
 *
 * <p>An answer has the request's unit and function, a right check sum and, to a write, the address
 * and what was written; it may begin anywhere behind the request, because adapters that turn the
 * line around often add a byte. What was there before the request answers nothing. Owner: the line.
 */
final class AnswerFinder {

  private static final int SHORTEST = 5;
  private static final int EXCEPTION_LENGTH = 5;
  private static final int EXCEPTION_BIT = 0x80;
  private static final int AROUND_DATA = 5;
  private static final int WRITTEN_LENGTH = 8;

  /** Unit, function, address and value or count: what the answer to a write repeats. */
  private static final int REPEATED = 6;

  private final byte[] bytes = new byte[4 * Request.MAX_FRAME];
  private int length;

  /** Where the bytes begin that came after the request. */
  private int begin;

  /** A request goes out. */
  void begin() {
    begin = length;
  }

  /** Forgets everything. */
  void clear() {
    length = 0;
    begin = 0;
  }

  /** How many bytes came since the request, without the frames that were taken out. */
  int count() {
    return length - begin;
  }

  /** Takes bytes in; when there is no room for all, the oldest are forgotten. */
  void add(byte[] from, int offset, int count) {
    int taken = Math.min(count, bytes.length);
    int kept = Math.min(length, bytes.length - taken);
    System.arraycopy(bytes, length - kept, bytes, 0, kept);
    begin = Math.max(0, begin - (length - kept));
    System.arraycopy(from, offset + count - taken, bytes, kept, taken);
    length = kept + taken;
  }

  /** Takes out the request itself, where it came back; whether it did. */
  boolean takeEcho(Request request) {
    byte[] frame = request.frame();
    for (int start = begin; start + frame.length <= length; start++) {
      if (Arrays.equals(bytes, start, start + frame.length, frame, 0, frame.length)) {
        cut(start, start + frame.length);
        return true;
      }
    }
    return false;
  }

  /** Takes out the answer; null while it is not there whole. */
  @Nullable Answer take(Request request) {
    for (int start = begin; length - start >= SHORTEST; start++) {
      int end = end(start, request.unit(), request.function());
      if (end >= 0) {
        Answer answer = answer(request, start, end);
        if (answer != null) {
          cut(start, end);
          return answer;
        }
      }
    }
    return null;
  }

  /**
   * Takes out a frame that answers a request of before.
   *
   * @param before whether only what came before the present request is looked at
   */
  @Nullable Answer takeLate(Request request, boolean before) {
    int last = before ? begin : length;
    for (int start = 0; last - start >= SHORTEST; start++) {
      int end = end(start, request.unit(), request.function());
      if (end >= 0 && end <= last) {
        Answer answer = answer(request, start, end);
        cut(start, end);
        return answer == null ? new Answer.Damaged() : answer;
      }
    }
    return null;
  }

  private @Nullable Answer answer(Request request, int start, int end) {
    if ((bytes[start + 1] & EXCEPTION_BIT) != 0) {
      return new Answer.Refused(new ExceptionName(bytes[start + 2] & 0xFF));
    }
    if (request.isWrite()) {
      boolean repeats = Arrays.equals(bytes, start, start + REPEATED, request.frame(), 0, REPEATED);
      return repeats ? new Answer.Data(Arrays.copyOfRange(bytes, start + 2, end - 2)) : null;
    }
    if (request.function() == DeviceIdentification.FUNCTION) {
      return new Answer.Data(Arrays.copyOfRange(bytes, start + 2, end - 2));
    }
    return end - start == request.answerLength()
        ? new Answer.Data(Arrays.copyOfRange(bytes, start + 3, end - 2))
        : new Answer.OtherLength(bytes[start + 2] & 0xFF);
  }

  /** Whether an answer may have begun that is not there whole. */
  boolean hasBegun(Request request) {
    for (int start = begin; start < length; start++) {
      boolean isUnit = (bytes[start] & 0xFF) == request.unit();
      if (isUnit
          && (start + 1 == length
              || (bytes[start + 1] & ~EXCEPTION_BIT & 0xFF) == request.function())) {
        return true;
      }
    }
    return false;
  }

  /** A unit that answered as the one that was asked should have. */
  OptionalInt otherUnit(Request request) {
    for (int start = begin; length - start >= SHORTEST; start++) {
      int unit = bytes[start] & 0xFF;
      int end = unit == request.unit() ? -1 : end(start, unit, request.function());
      boolean fits = end - start == request.answerLength() || end - start == EXCEPTION_LENGTH;
      if (end >= 0 && unit != 0 && fits) {
        return OptionalInt.of(unit);
      }
    }
    return OptionalInt.empty();
  }

  /** Where the frame of a unit and function ends that begins at {@code start}; -1 if none does. */
  private int end(int start, int unit, int function) {
    if ((bytes[start] & 0xFF) != unit) {
      return -1;
    }
    int came = bytes[start + 1] & 0xFF;
    int size =
        came == (function | EXCEPTION_BIT)
            ? EXCEPTION_LENGTH
            : came == function ? length(start, function) : length + 1;
    int sum = start + size - 2;
    return length - start >= size
            && Request.crc(bytes, start, sum)
                == ((bytes[sum] & 0xFF) | (bytes[sum + 1] & 0xFF) << 8)
        ? start + size
        : -1;
  }

  private int length(int start, int function) {
    return switch (function) {
      case 1, 2, 3, 4 -> AROUND_DATA + (bytes[start + 2] & 0xFF);
      case DeviceIdentification.FUNCTION ->
          4 + DeviceIdentification.length(bytes, start + 2, length);
      default -> WRITTEN_LENGTH;
    };
  }

  private void cut(int start, int end) {
    System.arraycopy(bytes, end, bytes, start, length - end);
    length -= end - start;
    begin = begin >= end ? begin - (end - start) : Math.min(begin, start);
  }
}
