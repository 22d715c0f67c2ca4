package dev.ferrule.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers from the command line. */
class MqttCommandTest {

  @TempDir private Path temp;

  private Path configuration(String more) throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    Path file = temp.resolve("ferrule.yaml");
    Files.writeString(
        file, "mqtt:\n  home: {url: \"mqtt://127.0.0.1:" + free + "\"" + more + "}\ndevices: {}\n");
    return file;
  }

  @Test
  void saysWhyABrokerDoesNotGetTheTestMessage() throws Exception {
    var run = CommandRun.of("mqtt", "test", configuration("").toString());

    assertAll(
        () -> assertEquals(1, run.exitCode(), run.err()),
        () -> assertTrue(run.out().contains("nothing listens on 127.0.0.1:"), run.out()),
        () -> assertTrue(run.out().startsWith("home, "), run.out()));
  }

  @Test
  void knowsOnlyTheBrokersOfTheConfiguration() throws Exception {
    var run = CommandRun.of("mqtt", "test", configuration("").toString(), "works");

    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains("no broker \"works\""), run.err());
  }

  @Test
  void checkSaysWhatBecomesOfReadingsWhileABrokerIsAway() throws Exception {
    Path file = configuration("");
    assertTrue(CommandRun.of("check", file.toString()).out().contains("is told later"));

    file = configuration(", backlog: false");
    assertTrue(CommandRun.of("check", file.toString()).out().contains("is not told"));

    file = configuration(", backlog: {rate: 100}");
    Files.writeString(file, "history: {enabled: false}\n" + Files.readString(file));
    assertTrue(CommandRun.of("check", file.toString()).out().contains("is lost: history is off"));
  }
}
