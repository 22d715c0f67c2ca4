package dev.ferrule.gateway.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.config.device.DriverSettings;
import dev.ferrule.gateway.config.yaml.Mistake;
import dev.ferrule.gateway.config.yaml.StructureCheck;
import dev.ferrule.gateway.device.gpio.GpioChannel;
import dev.ferrule.gateway.device.gpio.GpioChip;
import dev.ferrule.gateway.device.text.TextChannel;
import dev.ferrule.protocol.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {

  private static final Path CONFIG = Path.of("../config");
  private static final StructureCheck STRUCTURE = new StructureCheck();

  @TempDir private Path temp;

  @TestFactory
  Stream<DynamicTest> everyExampleCanBeRunAndNamesItsSchema() throws IOException {
    List<Path> examples = examples();
    assertTrue(examples.size() >= 3, () -> "only " + examples);
    return examples.stream()
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example.getFileName().toString(),
                    () -> {
                      assertInstanceOf(Loaded.Valid.class, ConfigurationFile.load(example));
                      String first = Files.readAllLines(example).getFirst();
                      assertEquals("# yaml-language-server: $schema=../ferrule.schema.json", first);
                    }));
  }

  @Test
  void readsEveryValueOfTheGreenhouse() throws IOException {
    Configuration greenhouse = valid(Files.readString(CONFIG.resolve("examples/greenhouse.yaml")));

    assertAll(
        () -> assertEquals("Greenhouse", greenhouse.name()),
        () -> assertEquals(Configuration.usualData(), greenhouse.data()),
        () -> assertEquals("127.0.0.1", greenhouse.http().host()),
        () -> assertEquals(8080, greenhouse.http().port()),
        () -> assertFalse(greenhouse.http().login()),
        () -> assertEquals(1, greenhouse.http().loops()),
        () ->
            assertEquals(
                List.of("climate", "irrigation", "weather"),
                greenhouse.devices().stream().map(DeviceConfiguration::id).toList()),
        () ->
            assertEquals(
                List.of("House 1", "House 1", "Yard"),
                greenhouse.devices().stream().map(DeviceConfiguration::area).toList()),
        () -> assertEquals(250_000, greenhouse.devices().get(1).serial().orElseThrow().baud()));
    var firmware =
        assertInstanceOf(DriverSettings.Firmware.class, greenhouse.devices().get(1).driver());
    assertEquals(Duration.ofSeconds(1), firmware.settings().heartbeatTimeout());
  }

  @Test
  void readsEveryValueOfATextChannel() throws IOException {
    Configuration greenhouse = valid(Files.readString(CONFIG.resolve("examples/greenhouse.yaml")));
    var weather =
        assertInstanceOf(DriverSettings.Text.class, greenhouse.devices().getLast().driver());
    Function<String, TextChannel> channel =
        key ->
            weather.settings().channels().stream()
                .filter(c -> c.key().equals(key))
                .findFirst()
                .orElseThrow();

    TextChannel shade = channel.apply("shade");
    assertAll(
        () -> assertEquals("WS", channel.apply("wind").field()),
        () -> assertEquals("Wind speed", channel.apply("wind").name()),
        () -> assertEquals(Kind.COUNTER, channel.apply("rain").kind()),
        () -> assertEquals(Duration.ofMinutes(1), channel.apply("rain").period()),
        () -> assertEquals(Duration.ZERO, channel.apply("door").period()),
        () -> assertEquals(-40, channel.apply("temp").range().min()),
        () -> assertEquals(1, channel.apply("temp").decimals()),
        () -> assertFalse(channel.apply("temp").output().isPresent()),
        () -> assertEquals(5, shade.output().orElseThrow().settings().step()),
        () -> assertTrue(shade.output().orElseThrow().settings().dangerous()),
        () -> assertEquals("SHADE {value}\n", shade.output().orElseThrow().template()));
  }

  @Test
  void readsEveryValueOfAGpioChannel() throws IOException {
    Configuration pumpHouse = valid(Files.readString(CONFIG.resolve("examples/gpio.yaml")));
    var pi = assertInstanceOf(DriverSettings.Gpio.class, pumpHouse.devices().getFirst().driver());
    List<GpioChannel> channels = pi.settings().channels();

    assertEquals(new GpioChip.Header(), pi.settings().chip());
    assertEquals(
        List.of(
            new GpioChannel.Input(GpioChannel.Pull.UP, Duration.ofMillis(20)),
            new GpioChannel.Counter(
                GpioChannel.Pull.UP,
                Duration.ofMillis(5),
                GpioChannel.Edge.FALLING,
                Duration.ofSeconds(5)),
            new GpioChannel.Frequency(
                GpioChannel.Pull.UP,
                Duration.ZERO,
                GpioChannel.Edge.RISING,
                Duration.ofSeconds(1),
                "km/h",
                2.4,
                1),
            new GpioChannel.Output(0, GpioChannel.Drive.PUSH_PULL, true),
            new GpioChannel.Pwm(25_000, 30, false)),
        channels.stream().map(GpioChannel::use).toList());
    assertEquals(List.of(17, 27, 22, 23, 0), channels.stream().map(GpioChannel::line).toList());
    assertTrue(channels.getFirst().activeLow());
  }

  @Test
  void fillsInWhatIsLeftOut() {
    Configuration small =
        valid(
            "devices: {uno: {driver: firmware, port: /dev/ttyACM0}, b: {driver: text, port: /x, channels: {t:}}}");

    assertAll(
        () -> assertEquals("Ferrule", small.name()),
        () -> assertEquals("uno", small.devices().getFirst().name()),
        () -> assertEquals(115_200, small.devices().getFirst().serial().orElseThrow().baud()));
  }

  @Test
  void readsAConfigurationWithoutDevices() {
    assertEquals(List.of(), valid("gateway: {name: Empty}").devices());
  }

  @Test
  void readsJsonAndAByteOrderMark() {
    assertEquals("A", valid("\uFEFF{\"gateway\": {\"name\": \"A\"}}").name());
  }

  @Test
  void writesAliasesOut() {
    Configuration twins =
        valid(
            """
            devices:
              a: {driver: text, port: /dev/a, channels: &both {temp: {unit: Cel}, hum:}}
              b: {driver: text, port: /dev/b, channels: *both}
            """);

    assertEquals(twins.devices().get(0).driver(), twins.devices().get(1).driver());
  }

  @Test
  void refusesAliasesThatGrowWithoutBound() {
    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String before = "*a" + (i - 1) + " ";
      bomb.append("a%d: &a%d [%s]%n".formatted(i, i, (before + ", ").repeat(9) + before));
    }

    var loaded = assertInstanceOf(Loaded.Invalid.class, ConfigurationFile.parse(bomb.toString()));

    assertTrue(
        loaded.problems().getLast().text().contains("too many values"),
        loaded.problems()::toString);
  }

  @Test
  void overridesPortAndData() {
    Configuration changed = valid("{}").withHttpPort(0).withData(Path.of("here"));

    assertAll(
        () -> assertEquals(0, changed.http().port()),
        () -> assertEquals(Path.of("here").toAbsolutePath(), changed.data()));
  }

  @Test
  void saysWhatIsWrongWithTheFileItself() throws IOException {
    Path large = Files.write(temp.resolve("large.yaml"), new byte[ConfigurationFile.MAX_BYTES + 1]);

    assertAll(
        () -> assertEquals("there is no such file", reason(temp.resolve("none.yaml"))),
        () -> assertEquals("it is a directory, not a file", reason(temp)),
        () -> assertEquals("it is larger than 256 KiB", reason(large)));
  }

  @Test
  void saysWhereAByteIsNoUtf8() throws IOException {
    Path latin =
        Files.write(temp.resolve("latin.yaml"), "gateway:\n  name: Grün\n".getBytes(ISO_8859_1));

    var loaded = assertInstanceOf(Loaded.Invalid.class, ConfigurationFile.load(latin));

    assertEquals(
        "2:11: byte 0xfc is not UTF-8; save the file as UTF-8",
        loaded.problems().getFirst().toString());
  }

  @Test
  void findsAWordForEveryTruncation() throws IOException {
    for (Path example : examples()) {
      String whole = Files.readString(example);
      for (int end = 0; end < whole.length(); end += 7) {
        explained(whole.substring(0, end));
      }
    }
  }

  @Test
  void findsAWordForEveryMutation() throws IOException {
    String whole = Files.readString(CONFIG.resolve("examples/greenhouse.yaml"));
    String spice = ":{}[]&*!|>'\"%@`#,?-\t\n \0\u001b\u00ff0aZ~<";
    var random = new Random(20_261_122);
    for (int round = 0; round < 1_500; round++) {
      var text = new StringBuilder(whole);
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, spice.charAt(random.nextInt(spice.length())));
          default -> text.setCharAt(at, spice.charAt(random.nextInt(spice.length())));
        }
      }
      explained(text.toString());
    }
  }

  @Test
  void schemaInTheJarIsTheOneThatEditorsRead() throws IOException {
    assertEquals(
        Files.readString(CONFIG.resolve("ferrule.schema.json"), UTF_8), ConfigurationFile.schema());
  }

  /** Nothing is thrown, and what is wrong has a place inside the text and a reason. */
  private static void explained(String text) {
    if (ConfigurationFile.parse(text, STRUCTURE) instanceof Loaded.Invalid invalid) {
      long lines = text.chars().filter(c -> c == '\n').count() + 1;
      assertFalse(invalid.problems().isEmpty());
      for (Mistake problem : invalid.problems()) {
        assertTrue(problem.place().line() <= lines, () -> problem + " of " + lines + " lines");
        assertFalse(problem.text().isBlank());
      }
    }
  }

  private static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(CONFIG.resolve("examples"))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static Configuration valid(String text) {
    return assertInstanceOf(Loaded.Valid.class, ConfigurationFile.parse(text)).configuration();
  }

  private static String reason(Path file) {
    return assertInstanceOf(Loaded.Unreadable.class, ConfigurationFile.load(file)).reason();
  }
}
