package dev.ferrule.gateway.cli.trial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import dev.ferrule.gateway.config.device.DriverSettings;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.RecordedOutput;
import dev.ferrule.gateway.device.text.TextChannel;
import dev.ferrule.gateway.device.text.TextDriver;
import dev.ferrule.gateway.device.text.TextSettings;
import dev.ferrule.gateway.device.text.trial.Recording;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.wording.Numbers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes come in: what {@code ferrule try} prints is a configuration that loads, running it
 * over the same bytes gives the values that were shown, and what is offered as a number is one.
 */
class ProposedConfigurationTest {

  private static final int ROUNDS = 250;

  private static final String[] WORDS = {
    "temp",
    "T",
    "Hum",
    "on",
    "null",
    "Outdoor Temp",
    "~",
    "<<",
    "P1",
    "1-0:1.8.0",
    "Sensor 1",
    "\u00b0C",
    "\u00c2\u00b0C",
    "it's",
    "#",
    "\"q\"",
    "\\d",
    "a:b",
    "- x",
    "?",
    "*",
    "&a",
    "%",
    "V",
    "\u001b[0;32m",
    "\u001b",
    "\u0000",
    "[x]",
    "(y)",
    "{z}",
    "a|b",
    "$",
    "^",
    "id"
  };

  private static final String[] SEPARATORS = {
    " ", ",", ";", "\t", " = ", "=", ": ", ":", "|", "  "
  };
  private static final String[] ENDS = {"\n", "\r\n", "\r", ";", "\r\r\n", ""};

  private int proposed;

  @Test
  void loadsAndGivesTheValuesThatWereShown() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      var random = new SplittableRandom(seed);
      byte[] wire = wire(random);
      boolean timed = random.nextInt(3) == 0;
      int round = seed;
      check(heard(wire, random, timed), random, () -> "seed " + round + ": " + printable(wire));
    }
    assertTrue(proposed > ROUNDS / 4, proposed + " of " + ROUNDS + " proposed something");
  }

  private void check(Recording heard, SplittableRandom random, Supplier<String> about) {
    if (!(Verdict.of(heard) instanceof Verdict.Proposed found)) {
      return;
    }
    proposed++;
    String yaml = found.yaml(new HeardAt("/dev/ttyUSB0", 9600, "8N1"), "a test");
    var valid =
        assertInstanceOf(
            Loaded.Valid.class, ConfigurationFile.parse(yaml), () -> about.get() + "\n" + yaml);
    if (valid.configuration().devices().getFirst().driver()
        instanceof DriverSettings.Text(TextSettings settings)) {
      Map<String, List<String>> shown = shown(yaml, found.heard());
      Map<String, List<String>> read = read(settings, found.heard(), random);
      assertEquals(read, shown, () -> about.get() + "\n" + yaml);
      read.forEach(
          (key, values) ->
              assertTrue(
                  values.stream().filter(v -> v.equals("(no number)")).count() * 4
                      <= values.size() + 4,
                  () -> about.get() + "\n" + yaml + key + ": " + values));
    }
  }

  /** What {@code ferrule try} shows, by channel. */
  private static Map<String, List<String>> shown(String yaml, Recording heard) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    assertTrue(Rehearsal.of(yaml, heard, lines::add).isPresent());
    for (String line : lines) {
      int at = line.lastIndexOf("  ->");
      if (line.startsWith("accepted") && at > 0) {
        for (String pair : line.substring(at + 5).split(" (?=[a-z][a-z0-9_]*=)", -1)) {
          int equals = pair.indexOf('=');
          values
              .computeIfAbsent(pair.substring(0, equals), _ -> new ArrayList<>())
              .add(pair.substring(equals + 1));
        }
      }
    }
    return values;
  }

  /** What a gateway reads that is open for a while when the first byte comes, by channel. */
  private static Map<String, List<String>> read(
      TextSettings settings, Recording heard, SplittableRandom random) {
    var loop = new ManualLoop();
    var events = new RecordedEvents();
    var driver = new TextDriver("board", settings, loop, events);
    driver.start();
    driver.linkUp(new RecordedOutput());
    loop.advance(Duration.ofSeconds(1));
    long start = loop.nanoTime() - heard.startNanos();
    heard.replay(
        (bytes, offset, length, nanoTime) -> {
          loop.advance(Duration.ofNanos(start + nanoTime - loop.nanoTime()));
          for (int at = offset; at < offset + length; ) {
            int part = Math.min(offset + length - at, random.nextInt(1, 40));
            driver.received(bytes, at, part, loop.nanoTime());
            at += part;
          }
        });
    loop.advance(Duration.ofSeconds(1));
    Map<String, List<String>> values = new LinkedHashMap<>();
    List<TextChannel> channels = settings.channels();
    for (int i = 0; i < channels.size(); i++) {
      List<Double> read = events.values(i);
      if (!read.isEmpty()) {
        values.put(
            channels.get(i).key(),
            read.stream().map(v -> v.isNaN() ? "(no number)" : Numbers.text(v)).toList());
      }
    }
    return values;
  }

  private static Recording heard(byte[] wire, SplittableRandom random, boolean timed) {
    var recording = new Recording();
    int at = 0;
    for (long nanos = 0; at < wire.length; nanos += timed ? 80_000_000 : 0) {
      int length = Math.min(wire.length - at, timed ? 12 : random.nextInt(1, 200));
      recording.add(new Recording.Piece(wire, at, length, nanos));
      at += length;
    }
    return recording;
  }

  /** Lines of a few kinds with numbers of one form, some of them damaged; or bytes. */
  private static byte[] wire(SplittableRandom random) {
    if (random.nextInt(8) == 0) {
      return frames(random);
    }
    List<List<String>> kinds = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      kinds.add(kind(random));
    }
    String end = ENDS[random.nextInt(ENDS.length)];
    int form = random.nextInt(10);
    var text = new StringBuilder();
    for (int line = 0; line < random.nextInt(4, 30); line++) {
      for (String part : kinds.get(line % kinds.size())) {
        text.append(part.equals("N") ? number(form, random) : part);
      }
      text.append(end);
    }
    byte[] wire = text.toString().getBytes(ISO_8859_1);
    for (int i = random.nextInt(4) == 0 ? random.nextInt(3) : 0; i > 0 && wire.length > 0; i--) {
      wire[random.nextInt(wire.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return wire;
  }

  private static List<String> kind(SplittableRandom random) {
    List<String> parts = new ArrayList<>();
    boolean json = random.nextInt(6) == 0;
    parts.add(json ? "{" : "");
    String separator = SEPARATORS[random.nextInt(SEPARATORS.length)];
    String between = SEPARATORS[random.nextInt(SEPARATORS.length)];
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      String word = WORDS[random.nextInt(WORDS.length)];
      parts.add(json ? "\"" + word.replace("\"", "") + "\":" : word + separator);
      parts.add(random.nextInt(6) == 0 && !json ? WORDS[random.nextInt(WORDS.length)] : "N");
      parts.add(json ? i > 1 ? "," : "}" : between);
    }
    return parts;
  }

  private static String number(int form, SplittableRandom random) {
    int n = random.nextInt(-200, 2000);
    return switch (form) {
      case 0 -> "" + n;
      case 1 -> n / 10.0 + "";
      case 2 -> "0x%02X".formatted(n & 0xFF);
      case 3 -> "%04x".formatted(n & 0xFFFF);
      case 4 -> n / 10 + "," + Math.abs(n % 10);
      case 5 -> "%5d".formatted(n);
      case 6 -> n + "e-0" + (n & 7);
      case 7 -> random.nextInt(9) == 0 ? "err" : "%.2f".formatted(n / 7.0);
      case 8 -> "- " + Math.abs(n);
      default -> "%02d:%02d".formatted(n & 15, n & 31);
    };
  }

  private static byte[] frames(SplittableRandom random) {
    byte[] wire = new byte[random.nextInt(1, 600)];
    random.nextBytes(wire);
    int length = random.nextInt(3, 20);
    for (int i = 0; i + 1 < wire.length; i += length) {
      wire[i] = (byte) 0xAA;
      wire[i + 1] = 0x05;
    }
    return wire;
  }

  private static String printable(byte[] wire) {
    return new String(wire, ISO_8859_1).replaceAll("[^\n -~]", "?");
  }
}
