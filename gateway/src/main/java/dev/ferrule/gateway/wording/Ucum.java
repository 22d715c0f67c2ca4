package dev.ferrule.gateway.wording;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Codes of the Unified Code for Units of Measure (ucum.org, version 2.2, case sensitive), those
 * that devices measure in; and what people write in their place. Any other word may stand in
 * braces: {@code {drops}}.
 */
public final class Ucum {

  /** Atoms that take a prefix. */
  private static final String METRIC =
      words(
          "m s g rad K C cd mol sr Hz N Pa J W A V F Ohm S Wb Cel T H lm lx Bq Gy Sv kat L l t u eV"
              + " bar B Np cal ar st pc bit By Bd G P St R Ci Mx dyn erg gf mho eq osm kat U tex"
              + " m[H2O] m[Hg] g% B[SPL] B[V] B[mV] B[uV] B[W] B[kW] [iU]");

  /** Atoms that take none. */
  private static final String PLAIN =
      words(
          "% deg ' '' gon min h d wk mo a AU atm circ sph bit_s 10* 10^ [degF] [degR] [pH] [ppth]"
              + " [ppm] [ppb] [pptr] [in_i] [ft_i] [yd_i] [mi_i] [nmi_i] [kn_i] [mil_i] [lb_av]"
              + " [oz_av] [ston_av] [lbf_av] [psi] [gal_us] [qt_us] [pt_us] [foz_us] [gal_br] [Btu]"
              + " [Btu_IT] [HP] [acr_us] [sin_i] [sft_i] [cin_i] [cft_i] [in_i'Hg] [in_i'H2O] [g]"
              + " [c] [h] [k] [e]");

  private static final String PREFIX = "(?:da|Ki|Mi|Gi|Ti|[YZEPTGMkhdcmunpfazy])";

  private static final Pattern CODE = Pattern.compile(term());

  /** What people write, in small letters, and its code. */
  private static final Map<String, String> MEANT =
      Map.ofEntries(
          Map.entry("c°", "Cel"),
          Map.entry("degc", "Cel"),
          Map.entry("celsius", "Cel"),
          Map.entry("f", "[degF]"),
          Map.entry("degf", "[degF]"),
          Map.entry("fahrenheit", "[degF]"),
          Map.entry("degree", "deg"),
          Map.entry("degrees", "deg"),
          Map.entry("kwh", "kW.h"),
          Map.entry("wh", "W.h"),
          Map.entry("ah", "A.h"),
          Map.entry("mah", "mA.h"),
          Map.entry("va", "V.A"),
          Map.entry("kva", "kV.A"),
          Map.entry("rpm", "/min"),
          Map.entry("ppm", "[ppm]"),
          Map.entry("ppb", "[ppb]"),
          Map.entry("ph", "[pH]"),
          Map.entry("kn", "[kn_i]"),
          Map.entry("kt", "[kn_i]"),
          Map.entry("knots", "[kn_i]"),
          Map.entry("kmh", "km/h"),
          Map.entry("kph", "km/h"),
          Map.entry("mph", "[mi_i]/h"),
          Map.entry("psi", "[psi]"),
          Map.entry("mmhg", "mm[Hg]"),
          Map.entry("inhg", "[in_i'Hg]"),
          Map.entry("ft", "[ft_i]"),
          Map.entry("in", "[in_i]"),
          Map.entry("lb", "[lb_av]"),
          Map.entry("gal", "[gal_us]"),
          Map.entry("sec", "s"),
          Map.entry("hr", "h"),
          Map.entry("hour", "h"),
          Map.entry("hours", "h"),
          Map.entry("lux", "lx"),
          Map.entry("ohms", "Ohm"),
          Map.entry("percent", "%"),
          Map.entry("rh", "%"),
          Map.entry("%rh", "%"));

  private Ucum() {}

  /** Why a text is no code, and what to write; empty when it is one. */
  public static Optional<String> mistake(String text) {
    if (isCode(text)) {
      return Optional.empty();
    }
    String meant = meant(text);
    return Optional.of(
        Printable.quoted(text)
            + " is not a UCUM unit; "
            + (!meant.isEmpty() && isCode(meant)
                ? "write " + meant
                : "a word of your own stands in braces, such as \"{drops}\""));
  }

  /** Whether it is one. */
  static boolean isCode(String text) {
    return text.isEmpty() || CODE.matcher(text).matches();
  }

  /** The code that was likely meant; not always one. */
  private static String meant(String text) {
    String plain =
        text.strip()
            .replace("°C", "Cel")
            .replace("\u2103", "Cel")
            .replace("°F", "[degF]")
            .replace("°", "deg")
            .replaceAll("[\u00b5\u03bc]", "u")
            .replaceAll("[\u03a9\u2126]", "Ohm")
            .replace("²", "2")
            .replace("³", "3")
            .replaceAll("[\\^ ]|\\*\\*", "")
            .replaceAll("[·*]", ".");
    if (isCode(plain)) {
      return plain;
    }
    String known = MEANT.getOrDefault(plain.toLowerCase(Locale.ROOT), "");
    if (!known.isEmpty()) {
      return known;
    }
    return Stream.of(
            plain.toLowerCase(Locale.ROOT), plain.toUpperCase(Locale.ROOT), prefixed(plain))
        .filter(Ucum::isCode)
        .findFirst()
        .orElse("");
  }

  /**
   * "kPa" of "KPA", "kW" of "kw": a prefix in a small letter, an atom that begins with a capital.
   */
  private static String prefixed(String text) {
    return text.length() < 2
        ? ""
        : text.substring(0, 1).toLowerCase(Locale.ROOT)
            + text.substring(1, 2).toUpperCase(Locale.ROOT)
            + text.substring(2).toLowerCase(Locale.ROOT);
  }

  private static String term() {
    String note = "\\{[!-z|~]*\\}";
    String unit = "(?:" + PREFIX + "?(?:" + METRIC + ")|" + PLAIN + ")";
    String part = "(?:" + unit + "(?:[-+]?[0-9]+)?(?:" + note + ")?|" + note + "|[0-9]+)";
    String flat = "/?" + part + "(?:[./]" + part + ")*";
    return "/?(?:\\(" + flat + "\\)|" + part + ")(?:[./](?:\\(" + flat + "\\)|" + part + "))*";
  }

  private static String words(String list) {
    return Stream.of(list.split(" ")).map(Pattern::quote).collect(Collectors.joining("|"));
  }
}
