package dev.ferrule.gateway.device.nmea;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What a line from {@code $} or {@code !} to its end is. */
sealed interface Line {

  /** A sentence of the standard, whole. */
  record Talk(Sentence sentence) implements Line {}

  /** What gives no values. */
  enum None implements Line {
    /** {@code $P…}: what a maker makes of it. */
    MAKERS_OWN,
    /** A sentence without a check sum, where one is demanded. */
    UNCHECKED,
    /** Something else: {@code !AIVDM}, a text, bytes of another protocol. */
    OTHER,
    /** A sentence with a wrong check sum, or cut. */
    DAMAGED
  }

  /** Longest that is read; the standard has 82, some instruments more. */
  int MAX_LENGTH = 256;

  /** Who talks, and what: two letters and three, or a maker's own. */
  Pattern ADDRESS = Pattern.compile("[A-Z][A-Z0-9]{2,}");

  /** The first seven characters of a sentence. */
  Pattern BEGINNING = Pattern.compile("[$!](?:[A-Z][A-Z0-9]{4},|P[A-Z0-9,]{5})");

  /**
   * Reads {@code $ttsss,field,…*hh}, where hh is the exclusive or of all between $ and *.
   *
   * @param unchecked whether one without a check sum is taken
   */
  static Line of(byte[] line, int size, boolean unchecked) {
    int length = size;
    while (length > 0 && line[length - 1] == ' ') {
      length--;
    }
    int star = length - 3;
    boolean checked = star > 0 && line[star] == '*' && told(line, star) >= 0;
    if (checked && sum(line, star) != told(line, star)) {
      return None.DAMAGED;
    }
    String[] parts = new String(line, 1, (checked ? star : length) - 1, ISO_8859_1).split(",", -1);
    String address = parts[0];
    if (line[0] != '$' || !ADDRESS.matcher(address).matches() || (checked && parts.length < 2)) {
      return None.OTHER;
    }
    if (!checked && !isPlain(line, length)) {
      return None.DAMAGED;
    }
    if (address.charAt(0) == 'P') {
      return None.MAKERS_OWN;
    }
    if (address.length() != 5) {
      return None.OTHER;
    }
    if (!checked && !unchecked) {
      return None.UNCHECKED;
    }
    List<String> fields = Arrays.asList(parts).subList(1, parts.length);
    return new Talk(new Sentence(address.substring(0, 2), address.substring(2), fields, checked));
  }

  /** Whether what was cut off by the next one, or was too long, had begun as a sentence. */
  static boolean isSentence(byte[] line, int length) {
    return length > 6 && BEGINNING.matcher(new String(line, 0, 7, ISO_8859_1)).matches();
  }

  private static int sum(byte[] line, int star) {
    int sum = 0;
    for (int i = 1; i < star; i++) {
      sum ^= line[i];
    }
    return sum & 0xFF;
  }

  /** The check sum that it tells; negative when there are no digits. */
  private static int told(byte[] line, int star) {
    int high = Character.digit(line[star + 1], 16);
    int low = Character.digit(line[star + 2], 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  /** Whether it holds nothing but what a sentence without check sum may hold. */
  private static boolean isPlain(byte[] line, int length) {
    for (int i = 1; i < length; i++) {
      if (line[i] < ' ' || line[i] > '~' || line[i] == '*' || line[i] == '$' || line[i] == '!') {
        return false;
      }
    }
    return true;
  }
}
