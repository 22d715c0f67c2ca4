package dev.ferrule.gateway.device.modbus.line;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the answer to one request in the bytes that come after it.
 *
 * <p>An answer has the request's unit and function, the length that was asked for and a right check
 * sum; it may begin anywhere, because adapters that turn the line around often add a byte. So an
 * answer of another unit, or a late one to another question, is passed over. Owner: the line.
 */
final class AnswerFinder {

  private static final int EXCEPTION_LENGTH = 5;
  private static final int EXCEPTION_BIT = 0x80;

  private final byte[] bytes = new byte[2 * Request.MAX_FRAME];
  private int length;

  /** Begins anew. */
  void reset() {
    length = 0;
  }

  /** Whether any byte came since. */
  boolean isEmpty() {
    return length == 0;
  }

  /** Takes bytes in; when there are more than two frames full, the oldest are forgotten. */
  void add(byte[] from, int offset, int count) {
    int taken = Math.min(count, bytes.length);
    int kept = Math.min(length, bytes.length - taken);
    System.arraycopy(bytes, length - kept, bytes, 0, kept);
    System.arraycopy(from, offset + count - taken, bytes, kept, taken);
    length = kept + taken;
  }

  /** The answer, or null while it is not there whole. */
  @Nullable Answer find(Request request) {
    for (int start = 0; length - start >= EXCEPTION_LENGTH; start++) {
      if ((bytes[start] & 0xFF) != request.unit()) {
        continue;
      }
      int function = bytes[start + 1] & 0xFF;
      if (function == request.function()) {
        int size = request.answerLength(bytes, start, length);
        if (isWhole(start, size)) {
          int header = function <= 4 ? 3 : 2;
          return new Answer.Data(Arrays.copyOfRange(bytes, start + header, start + size - 2));
        }
      }
      if (function == (request.function() | EXCEPTION_BIT) && isWhole(start, EXCEPTION_LENGTH)) {
        return new Answer.Refused(new ExceptionName(bytes[start + 2] & 0xFF));
      }
    }
    return null;
  }

  private boolean isWhole(int start, int size) {
    int end = start + size - 2;
    return length - start >= size
        && Request.crc(bytes, start, end) == ((bytes[end] & 0xFF) | (bytes[end + 1] & 0xFF) << 8);
  }
}
