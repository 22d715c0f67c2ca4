package dev.ferrule.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  private static final Path EXAMPLES = Path.of("../config/examples");

  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"demo", "run", "check", "ports", "watch", "send"})
  void everyCommandHelpsWithExamplesAndExitCodes(String command) {
    var run = CommandRun.of(command, "--help");

    assertAll(
        () -> assertEquals(0, run.exitCode()),
        () -> assertTrue(run.out().contains("\nExamples:\n  ferrule " + command), run.out()),
        () -> assertTrue(run.out().contains("\nExit codes:\n"), run.out()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "run", "send"})
  void everyCommandTellsTheVersion(String command) {
    var run = command.isEmpty() ? CommandRun.of("--version") : CommandRun.of(command, "--version");

    assertTrue(run.out().matches("(?s)ferrule 0\\..*Java 2.*"), run.out());
  }

  @Test
  void namesTheCommandThatWasMeant() {
    var run = CommandRun.of("chekc");

    assertAll(
        () -> assertEquals(2, run.exitCode()),
        () -> assertTrue(run.err().contains("ferrule check"), run.err()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"run --confg x", "check", "send a.b", "try", "watch --url", "nonsense"})
  void saysAMistakeOfTheCommandLineInAFewLines(String line) {
    var run = CommandRun.of(line.split(" "));

    assertAll(
        () -> assertEquals(2, run.exitCode()),
        () -> assertTrue(run.err().startsWith("ferrule: "), run.err()),
        () -> assertTrue(run.err().contains("Usage: ferrule"), run.err()),
        () -> assertTrue(run.err().endsWith(" --help.\n"), run.err()),
        () -> assertTrue(run.err().lines().count() <= 12, run.err()));
  }

  @Test
  void runTakesAFileAsCheckDoes() {
    String none = temp.resolve("none.yaml").toString();
    var run = CommandRun.of("run", none);

    assertAll(
        () -> assertEquals(3, run.exitCode(), run.err()),
        () -> assertTrue(run.err().endsWith("none.yaml: there is no such file\n"), run.err()),
        () -> assertEquals(2, CommandRun.of("run", none, "--config", none).exitCode()));
  }

  @Test
  void refusesDataInAFile() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "mine");
    String board = EXAMPLES.resolve("text-board.yaml").toString();
    for (Path data : List.of(file, file.resolve("below"))) {
      var run = CommandRun.of("run", board, "--http-port", "0", "--data", data.toString());
      assertEquals(3, run.exitCode(), run.err());
      assertEquals(file.toAbsolutePath() + ": it is a file, not a directory\n", run.err());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"check", "run", "run --config", "doctor", "ports --config", "try --capture"})
  void everyCommandSaysTheSameOfAFileThatCannotBeRead(String command) throws IOException {
    String text = Files.writeString(temp.resolve("text"), "").toString();
    String circle = Files.createSymbolicLink(temp.resolve("circle"), Path.of("circle")).toString();

    assertUnusable(command, temp.resolve("none").toString(), "there is no such file");
    assertUnusable(command, temp.toString(), "it is a directory, not a file");
    assertUnusable(command, text + "/x", "its path leads through a file that is no directory");
    assertUnusable(command, circle, "its symbolic links lead in a circle");
  }

  private static void assertUnusable(String command, String file, String why) {
    var run = CommandRun.of((command + " " + file).split(" "));

    assertAll(
        () -> assertEquals(3, run.exitCode(), run.err()),
        () -> assertEquals(file + ": " + why + "\n", run.err()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "try                                | Missing required argument (specify one of these)",
        "try --port /dev/x --capture y      | --port=PORT, --capture=FILE are mutually exclusive",
        "run --http-port x                  | Invalid value for option '--http-port': 'x' is not a whole number",
        "watch --rate x                     | Invalid value for option '--rate': 'x' is not a number",
        "run --log-format xml               | Invalid value for option '--log-format': must be one of text, json, not 'xml'",
        "check a.yaml b.yaml                | Nothing here takes 'b.yaml'",
      })
  void saysAMistakeOfTheCommandLineInItsOwnWords(String line, String words) {
    var run = CommandRun.of(line.split(" +"));

    assertAll(
        () -> assertEquals(2, run.exitCode()),
        () -> assertTrue(run.err().startsWith("ferrule: " + words), run.err()));
  }

  @Test
  void tellsWhenStandardOutputTakesNoMore() {
    assertAll(
        () ->
            assertLost(
                3, "standard output: the disk is full; make room", "No space left on device"),
        () -> assertLost(0, "", "Broken pipe"));
  }

  private static void assertLost(int exitCode, String said, String trouble) {
    var err = new StringWriter();
    var full =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException(trouble);
          }
        };
    assertEquals(exitCode, Ferrule.execute(full, new PrintWriter(err), "check", "--schema"));
    assertTrue(err.toString().startsWith(said), err::toString);
    assertEquals(said.isEmpty(), err.toString().isEmpty());
  }

  @Test
  void printsACompletionScript() {
    var run = CommandRun.of("generate-completion");

    assertAll(
        () -> assertEquals(0, run.exitCode()),
        () -> assertTrue(run.out().contains("complete -F _complete_ferrule"), run.out()));
  }

  @Test
  void checkSumsUpWhatCanBeRun() {
    var run = CommandRun.of("check", EXAMPLES.resolve("text-board.yaml").toString());

    assertAll(
        () -> assertEquals(0, run.exitCode(), run.err()),
        () ->
            assertEquals(
                """
                ../config/examples/text-board.yaml: ok
                Ferrule: 1 device, dashboard at http://127.0.0.1:8080/
                  desk  text with 3 channels, /dev/ttyACM0 at 115200 baud 8N1
                """,
                run.out()));
  }

  @Test
  void checkTellsAllProblemsAndNothingElse() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("bad.yaml"),
            """
            http: {port: x}
            devices:
              a: {driver: firmware, port: tty}
            """);

    var run = CommandRun.of("check", file.toString());

    assertAll(
        () -> assertEquals(3, run.exitCode()),
        () -> assertEquals("", run.out()),
        () ->
            assertEquals(
                """
                F:1:14: http.port: must be a port from 1 to 65535, or 0 for any free one, not "x"
                F:3:31: devices.a.port: must be the path of a serial port, such as /dev/serial/by-id/usb-… or /dev/ttyUSB0, not "tty"
                F: 2 problems
                """,
                run.err().replace(file.toString(), "F")));
  }

  @Test
  void checkPrintsTheSchema() {
    var run = CommandRun.of("check", "--schema");

    assertTrue(run.out().startsWith("{\n  \"$schema\": \"http://json-schema.org/draft-07/"));
  }

  @Test
  void checkWithoutFileIsAWrongCommandLine() {
    assertEquals(2, CommandRun.of("check").exitCode());
  }

  @Test
  void runRefusesAConfigurationThatIsNotThere() {
    var run = CommandRun.of("run", "--config", temp.resolve("none.yaml").toString());

    assertAll(
        () -> assertEquals(3, run.exitCode()),
        () -> assertTrue(run.err().endsWith("none.yaml: there is no such file\n"), run.err()));
  }

  @Test
  void sendRefusesAnImpossibleTimeToLive() {
    assertAll(
        () -> assertEquals(2, CommandRun.of("send", "a.b", "1", "--ttl", "1ms").exitCode()),
        () -> assertEquals(2, CommandRun.of("send", "a.b", "1", "--ttl", "soon").exitCode()),
        () -> assertEquals(2, CommandRun.of("send", "a.b", "1", "--id", "short").exitCode()));
  }

  @Test
  void clientsSayThatNobodyAnswers() {
    // Port 1 is privileged and nobody's.
    var watch = CommandRun.of("watch", "--url", "http://127.0.0.1:1");
    var send = CommandRun.of("send", "a.b", "1", "--url", "127.0.0.1:1");

    assertAll(
        () -> assertEquals(4, watch.exitCode(), watch.err()),
        () -> assertEquals(4, send.exitCode(), send.err()),
        () ->
            assertTrue(
                send.err().contains("no gateway answers at http://127.0.0.1:1/"), send.err()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://x", "http://", "http://a b", "mailto:x@y"})
  void clientsRefuseWhatIsNoAddress(String url) {
    assertEquals(2, CommandRun.of("watch", "--url", url).exitCode());
  }
}
