package dev.ferrule.gateway.device.text.trial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferrule.gateway.device.text.fields.FieldFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Finds pairs, {@code temp=21.5 hum=40}. Stateless. */
final class PairsGuess {

  private static final Pattern SEPARATOR = Pattern.compile("[ ,;\t]");

  /** {@code temp=21,5}: what follows the comma is the rest of the number, or another one. */
  private static final Pattern COMMA =
      Pattern.compile("(?:^|[ ,;\t])([^ ,;\t=]+)=[-+]?\\d[\\d.]*,\\d[^=]*?(?=[ ,;\t]|$)");

  /** Words for who speaks. */
  private static final Set<String> WHO =
      Set.of("id", "node", "sensor", "addr", "address", "device", "dev", "name", "mac", "serial");

  private PairsGuess() {}

  static FieldsGuess of(List<String> lines) {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    Map<String, String> doubtful = new TreeMap<>();
    for (String line : lines) {
      COMMA
          .matcher(line)
          .results()
          .forEach(pair -> doubtful.put(pair.group(1), "a comma may be in its number"));
      Set<String> inLine = new HashSet<>();
      for (String token : SEPARATOR.split(line, -1)) {
        int equals = token.indexOf('=');
        if (equals > 0) {
          String name = token.substring(0, equals);
          values.computeIfAbsent(name, _ -> new HashSet<>()).add(token.substring(equals + 1));
          if (!inLine.add(name)) {
            doubtful.put(name, "it comes twice in a line");
          }
        }
      }
    }
    Set<String> fields = new LinkedHashSet<>();
    for (String name : values.keySet()) {
      String field = new String(name.getBytes(ISO_8859_1), UTF_8);
      boolean isValue = values.get(name).stream().anyMatch(Values::isValue);
      if (isValue && !doubtful.containsKey(name) && Values.isDeclarable(field)) {
        fields.add(field);
      }
    }
    List<String> doubts = new ArrayList<>();
    values.forEach(
        (name, seen) -> {
          if (WHO.contains(name.toLowerCase(Locale.ROOT)) && seen.size() > 1) {
            doubts.add(
                "\"" + Values.printable(name) + "\" differs: several things share these names");
          }
        });
    List<String> notes =
        doubtful.entrySet().stream()
            .map(
                e -> "\"%s\" is left out: %s".formatted(Values.printable(e.getKey()), e.getValue()))
            .toList();
    return new FieldsGuess(new FieldFormat.Pairs(), FieldsGuess.first(fields), doubts, notes);
  }
}
