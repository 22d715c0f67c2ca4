package dev.ferrule.gateway.device.nmea;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of some bytes looks like sentences of NMEA 0183, whether the gateway reads them or not.
 *
 * @param checked sentences with a right check sum
 * @param bare sentences without one, of a talker that the standard names or of a maker
 * @param types of both
 * @param bytes that they take, with the ends of their lines
 * @param heard bytes in all
 */
public record SentenceLook(int checked, int bare, Set<String> types, int bytes, int heard) {

  /** Fewer may be chance, or a word in a text. */
  private static final int LEAST = 3;

  /** Types that are told by name. */
  private static final int MOST_TYPES = 12;

  private static final Pattern SENTENCE =
      Pattern.compile("[$!]([A-Z][A-Z0-9]{2,9})(?:,[ -~]*?)?(?:\\*([0-9A-Fa-f]{2}))?");

  /** Talkers of the standard (NMEA 0183 4.11, table of talker ids) that say much to others. */
  private static final Set<String> TALKERS =
      Set.of(
          "AB", "AG", "AI", "AP", "BD", "BN", "CD", "CR", "CS", "DF", "DU", "EC", "EP", "ER", "FS",
          "GA", "GB", "GI", "GL", "GN", "GP", "GQ", "HC", "HE", "HF", "HN", "HS", "II", "IN", "LC",
          "QZ", "RA", "SD", "SG", "SN", "SS", "ST", "TI", "UP", "VD", "VM", "VW", "WI", "YX", "ZA",
          "ZC", "ZQ", "ZV");

  public SentenceLook {
    types = Set.copyOf(types);
  }

  /** How much of these bytes does. */
  public static SentenceLook of(byte[] heard) {
    int checked = 0;
    int bare = 0;
    int bytes = 0;
    Set<String> types = new TreeSet<>();
    for (String line : new String(heard, ISO_8859_1).split("[\\r\\n]+", -1)) {
      String text = line.substring(Math.max(0, Math.max(line.lastIndexOf('$'), line.indexOf('!'))));
      Matcher matcher = SENTENCE.matcher(text);
      if (!matcher.matches()) {
        continue;
      }
      boolean isBare = matcher.group(2) == null;
      if (isBare ? isKnown(matcher.group(1)) : isRight(text, matcher.group(2))) {
        checked += isBare ? 0 : 1;
        bare += isBare ? 1 : 0;
        bytes += text.length() + 2;
        types.add(type(matcher.group(1)));
      }
    }
    return new SentenceLook(checked, bare, types, bytes, heard.length);
  }

  /** Whether most of what was heard is sentences. */
  public boolean isMost() {
    return 2L * bytes >= heard && checked + bare >= LEAST;
  }

  /** What it is, in words. */
  public String words() {
    List<String> some = new TreeSet<>(types).stream().limit(MOST_TYPES).toList();
    return "NMEA 0183: "
        + (checked > 0 ? checked + " sentences with a right check sum" : "")
        + (checked > 0 && bare > 0 ? ", " : "")
        + (bare > 0 ? bare + " sentences without check sum" : "")
        + " ("
        + String.join(", ", some)
        + (some.size() < types.size() ? ", …" : "")
        + ")";
  }

  private static boolean isRight(String sentence, String told) {
    int sum = sentence.substring(1, sentence.length() - 3).chars().reduce(0, (a, b) -> a ^ b);
    return sum == Integer.parseInt(told, 16);
  }

  private static boolean isKnown(String address) {
    return (address.length() == 5 && TALKERS.contains(address.substring(0, 2)))
        || address.matches("P[A-Z]{3}[A-Z0-9]*");
  }

  private static String type(String address) {
    return address.length() == 5 && address.charAt(0) != 'P' ? address.substring(2) : address;
  }
}
