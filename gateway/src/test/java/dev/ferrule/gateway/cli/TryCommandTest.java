package dev.ferrule.gateway.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import dev.ferrule.gateway.config.device.DriverSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TryCommandTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "temp=21.5 hum=40 Pump1=on\r\n",
        "21.5;40;x\n",
        "{\"env\":{\"t\":21.5},\"on\":true}\n",
        "It's 21.5 C [+/-0.5] \"ok\"\n",
        "T=21.5;",
        "\u00c0\u0001\u0002\u0003\u0080\u00ff\u00c0"
      })
  void proposesWhatCanBeRun(String frame) throws IOException {
    Path yaml = directory.resolve("board.yaml");
    CommandRun run =
        CommandRun.of("try", "--capture", capture(frame.repeat(20)), "--write", yaml.toString());
    assertEquals(0, run.exitCode(), run.err());
    var valid =
        assertInstanceOf(
            Loaded.Valid.class,
            ConfigurationFile.parse(Files.readString(yaml)),
            () -> ConfigurationFile.parse(read(yaml)).toString());
    assertInstanceOf(
        DriverSettings.Text.class, valid.configuration().devices().getFirst().driver());
    assertTrue(run.err().contains("accepted  "), run.err());
  }

  @Test
  void printsTheProposalAloneOnStandardOutput() throws IOException {
    CommandRun run = CommandRun.of("try", "--capture", capture("a=1 b=2\n".repeat(5)));
    assertInstanceOf(Loaded.Valid.class, ConfigurationFile.parse(run.out()));
  }

  @Test
  void proposesTheFormOfTheLineAndThePeriodOfTheBoard() throws IOException {
    CommandRun run =
        CommandRun.of(
            "try",
            "--capture",
            capture(
                """
                ferrule-capture 1
                started 2026-01-01T00:00:00Z
                port /dev/ttyUSB0
                line 9600 7E1
                0.000000 open
                2.000000 < temp=21.5 hum=40\\n
                7.000000 < temp=21.6 hum=41\\n
                """));
    assertTrue(run.out().contains("baud: 9600\n    data_bits: 7\n    parity: even\n"), run.out());
    assertTrue(run.out().contains("temp: {decimals: 1, period: 5s}"), run.out());
    assertTrue(run.out().contains("hum: {decimals: 0, period: 5s}"), run.out());
    assertInstanceOf(Loaded.Valid.class, ConfigurationFile.parse(run.out()));
  }

  @Test
  void refusesALineThatNoConfigurationCanHave() throws IOException {
    String head =
        "ferrule-capture 1\nstarted 2026-01-01T00:00:00Z\nport %s\nline %s\n0.1 < a=1\\n\n";
    for (String bad :
        List.of(head.formatted("tty", "9600 8N1"), head.formatted("/dev/x", "5 8N1"))) {
      CommandRun run = CommandRun.of("try", "--capture", capture(bad));
      assertEquals(3, run.exitCode(), run.err());
      assertEquals("", run.out());
    }
    assertEquals(2, CommandRun.of("try", "--capture", capture("a=1\n"), "--baud", "5").exitCode());
  }

  @Test
  void saysPlainlyWhyItProposesNothing() throws IOException {
    CommandRun run = CommandRun.of("try", "--capture", capture("Temp: - 3.5 C\n".repeat(4)));
    assertEquals(1, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().contains("\"- 3.5\" has its sign apart"), run.err());
  }

  @Test
  void saysWhyItIsNotSure() throws IOException {
    CommandRun run = CommandRun.of("try", "--capture", capture("21,5\n22,5\n23,5\n"));
    assertTrue(run.err().contains("perhaps: \"21,5\" may have a decimal comma"), run.err());
    assertTrue(run.out().contains("# Not sure: "), run.out());
    assertInstanceOf(Loaded.Valid.class, ConfigurationFile.parse(run.out()));
  }

  @Test
  void saysThatTheBaudRateMayBeWrong() throws IOException {
    CommandRun run = CommandRun.of("try", "--capture", capture("\u00e1\u0093\u0007\u00fe"));
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("--baud"), run.err());
  }

  @Test
  void readsWhatFerruleCaptureWrote() throws IOException {
    String lines =
        IntStream.range(0, 20)
            .mapToObj(i -> "%d.500000 < a=%d b=2\\n\n%d.600000 > GO\\n\n".formatted(i, i, i))
            .collect(Collectors.joining());
    CommandRun run =
        CommandRun.of(
            "try",
            "--capture",
            capture(
                "ferrule-capture 1\nstarted 2026-01-01T00:00:00Z\nport /dev/ttyACM3\n"
                    + "line 57600 8N1\n"
                    + lines));
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.err().contains("a capture of /dev/ttyACM3 at 57600 baud"), run.err());
    assertTrue(run.err().contains("20 frames accepted, 0 refused"), run.err());
    assertTrue(run.out().contains("port: \"/dev/ttyACM3\"\n    baud: 57600\n"), run.out());
    assertInstanceOf(Loaded.Valid.class, ConfigurationFile.parse(run.out()));
  }

  @Test
  void saysWhereACaptureIsWrong() throws IOException {
    CommandRun run = CommandRun.of("try", "--capture", capture("ferrule-capture 1\nnonsense\n"));
    assertEquals(3, run.exitCode());
    assertTrue(run.err().contains("heard.bin:2: "), run.err());
  }

  @Test
  void saysThatAFileIsEmpty() throws IOException {
    String file = capture("");
    CommandRun run = CommandRun.of("try", "--capture", file);
    assertEquals(3, run.exitCode());
    assertEquals(file + ": the device says nothing in it\n", run.err());
  }

  @Test
  void overwritesNothing() throws IOException {
    Path yaml = Files.writeString(directory.resolve("board.yaml"), "mine");
    CommandRun run =
        CommandRun.of("try", "--capture", capture("a=1\n".repeat(5)), "--write", yaml.toString());
    assertEquals(3, run.exitCode());
    assertEquals("mine", Files.readString(yaml));
  }

  @Test
  void saysWhyItCannotWrite() throws IOException {
    Path yaml = directory.resolve("none").resolve("board.yaml");
    CommandRun run =
        CommandRun.of("try", "--capture", capture("a=1\n".repeat(5)), "--write", yaml.toString());
    assertEquals(3, run.exitCode());
    assertTrue(
        run.err().endsWith(yaml + ": its directory does not exist: make that first\n"), run.err());
  }

  @Test
  void wantsAPortOrACapture() {
    assertEquals(2, CommandRun.of("try").exitCode());
    assertEquals(2, CommandRun.of("try", "--port", "ttyUSB0").exitCode());
    assertEquals(2, CommandRun.of("try", "--port", "/dev/null", "--for", "1h").exitCode());
  }

  private String capture(String bytes) throws IOException {
    return Files.write(directory.resolve("heard.bin"), bytes.getBytes(ISO_8859_1)).toString();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
