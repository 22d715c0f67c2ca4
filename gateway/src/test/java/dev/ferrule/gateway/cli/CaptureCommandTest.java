package dev.ferrule.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.stream.StreamSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command against the serving half of a gateway, each of whose lines said hello once. */
@Timeout(300)
class CaptureCommandTest {

  private static final String CAPTURE =
      """
      ferrule-capture 1
      started 1970-01-01T00:00:00Z
      port /dev/boiler
      line 9600 8N1
      0.000000 open
      0.250000 < hello\\n
      """;

  @TempDir private Path directory;

  private ServingFixture gateway;

  @BeforeEach
  void start() {
    gateway = new ServingFixture(StreamSettings.DEFAULT, 1, "boiler");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void writesWhatIsRememberedToStandardOutput() {
    CommandRun run = capture("--device", "boiler", "--for", "0s");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(CAPTURE, run.out());
    assertTrue(run.err().contains("captured 0.3 s: 6 bytes from the device, 0 to it"), run.err());
  }

  @Test
  void followsForSomeSecondsIntoAFile() throws IOException {
    Path file = directory.resolve("boiler.capture");
    CommandRun run = capture("--device", "boiler", "--for", "1s", "-o", file.toString());
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(CAPTURE, Files.readString(file));
    assertTrue(run.err().contains("in " + file), run.err());
  }

  @Test
  void overwritesNothing() throws IOException {
    Path file = Files.writeString(directory.resolve("mine"), "mine");
    CommandRun run = capture("--device", "boiler", "--for", "0s", "-o", file.toString());
    assertEquals(3, run.exitCode());
    assertTrue(run.err().startsWith(file + ": it exists; nothing is overwritten"), run.err());
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void saysThatAFileCannotBeWritten() {
    Path file = directory.resolve("nowhere").resolve("boiler.capture");
    CommandRun run = capture("--device", "boiler", "--for", "0s", "-o", file.toString());
    assertEquals(3, run.exitCode());
    assertTrue(run.err().startsWith(file + ": its directory does not exist"), run.err());
  }

  @Test
  void endsWellWhenThePipeIsClosed() {
    var err = new StringWriter();
    var closed =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) throws IOException {
            throw new IOException("Broken pipe");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    String[] line = {
      "capture", "--device", "boiler", "--url", "http://127.0.0.1:" + gateway.port()
    };

    assertEquals(
        0,
        Ferrule.commandLine(new PrintWriter(closed), new PrintWriter(err)).execute(line),
        err::toString);
  }

  @Test
  void saysThatThereIsNoSuchLine() {
    CommandRun run = capture("--device", "kettle", "--for", "0s");
    assertEquals(6, run.exitCode());
    assertTrue(run.err().contains("No device kettle has a serial line."), run.err());
    CommandRun port = capture("--port", "/dev/ttyUSB7", "--for", "0s");
    assertEquals(6, port.exitCode());
    assertTrue(port.err().contains("no device is on /dev/ttyUSB7"), port.err());
  }

  @Test
  void findsADeviceByItsPort() {
    CommandRun run = capture("--port", "test", "--for", "0s");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(CAPTURE, run.out());
  }

  @Test
  void saysThatNoGatewayAnswers() {
    gateway.close();
    Path file = directory.resolve("boiler.capture");
    CommandRun run = capture("--device", "boiler", "-o", file.toString());
    assertEquals(4, run.exitCode());
    assertFalse(Files.exists(file), "an empty file is left");
    assertTrue(run.err().contains("no gateway answers"), run.err());
    gateway = new ServingFixture(StreamSettings.DEFAULT, 1, "boiler");
  }

  @Test
  void wantsOneLineAndATime() {
    assertEquals(2, CommandRun.of("capture").exitCode());
    assertEquals(2, capture("--device", "boiler", "--port", "test").exitCode());
    assertEquals(2, capture("--device", "boiler", "--for", "-1s").exitCode());
    assertEquals(2, capture("--device", "the boiler").exitCode());
  }

  private CommandRun capture(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "capture";
    all[1] = "--url";
    all[2] = "http://127.0.0.1:" + gateway.port();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return CommandRun.of(all);
  }
}
