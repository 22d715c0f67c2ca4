package dev.ferrule.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client libraries of the distribution with the demo, and the lines that the manual shows. */
class ClientLibrariesIT {

  private static final Path MANUAL = Path.of("../docs/manual/clients.md");
  private static final Path CLIENTS = Path.of("target/ferrule/clients").toAbsolutePath();
  private static final Path PROGRAMS = Path.of("src/test").toAbsolutePath();
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String USUAL = "http://127.0.0.1:8080";

  /** How long the connection is cut again and again. */
  private static final String SECONDS = System.getProperty("seconds", "10");

  private static final String SEED = System.getProperty("seed", "7");

  @TempDir private Path temp;
  private Program demo;
  private String url;

  @BeforeEach
  void startTheDemo() throws Exception {
    demo = Program.ferrule(temp, "demo", "--http-port", "0");
    url = demo.await("Dashboard: (http://\\S+)/").group(1);
  }

  @AfterEach
  void stopIt() throws Exception {
    demo.terminate();
  }

  /** The first block of a language in the manual, for this gateway. */
  private String shown(String language) throws IOException {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(MANUAL));
    assertTrue(block.find(), "no " + language + " in " + MANUAL);
    String lines = block.group(1);
    assertTrue(lines.contains(USUAL), lines);
    assertTrue(lines.strip().lines().count() <= 5, "five lines to a value");
    return lines.replace(USUAL, url);
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(temp, "out", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(temp.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    boolean ended = process.waitFor(Program.PATIENCE.toSeconds() * 2, TimeUnit.SECONDS);
    process.destroyForcibly();
    String said = Files.readString(out);
    assertTrue(ended && process.waitFor() == 0, () -> command + " said:\n" + said);
    return said.strip();
  }

  /** Node with a WebSocket of its own. */
  private static List<String> node(String... arguments) throws Exception {
    Process process = new ProcessBuilder("node", "--version").start();
    String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assumeTrue(version.startsWith("v"), "no Node 20 or later: apt-get install nodejs");
    int major = Integer.parseInt(version.substring(1).split("\\.", 2)[0]);
    assumeTrue(major >= 20, "no Node 20 or later: apt-get install nodejs");
    List<String> command = new ArrayList<>(List.of("node"));
    if (major < 22) {
      command.add("--experimental-websocket");
      command.add("--no-warnings");
    }
    command.addAll(List.of(arguments));
    return command;
  }

  @Test
  void javaScriptNeedsFiveLinesToAValue() throws Exception {
    List<String> node = node("five.js");
    try (Stream<Path> files = Files.list(CLIENTS.resolve("javascript"))) {
      for (Path file : files.toList()) {
        Files.copy(file, temp.resolve(file.getFileName()));
      }
    }
    Files.writeString(temp.resolve("five.js"), shown("js"));
    String said = run(node);
    assertTrue(said.matches("\\D+ -?\\d+(\\.\\d+)? Cel"), said);
  }

  @Test
  void javaScriptMissesNothingOverCuts() throws Exception {
    missesNothing(
        run(
            node(
                PROGRAMS.resolve("js/clients/cut.mjs").toString(),
                url,
                CLIENTS.resolve("javascript").toString(),
                SECONDS,
                SEED)));
  }

  @Test
  void pythonNeedsFiveLinesToAValue() throws Exception {
    assumeTrue(Files.isExecutable(PYTHON), "no Python: apt-get install python3");
    Files.copy(CLIENTS.resolve("python/ferrule.py"), temp.resolve("ferrule.py"));
    Files.writeString(temp.resolve("five.py"), shown("python"));
    String said = run(List.of(PYTHON.toString(), "five.py"));
    assertTrue(said.matches("\\D+ -?\\d+(\\.\\d+)? Cel"), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "binary"})
  void pythonMissesNothingOverCuts(String codec) throws Exception {
    assumeTrue(Files.isExecutable(PYTHON), "no Python: apt-get install python3");
    missesNothing(
        run(
            List.of(
                PYTHON.toString(),
                PROGRAMS.resolve("python/cut.py").toString(),
                url,
                CLIENTS.resolve("python").toString(),
                SECONDS,
                SEED,
                codec)));
  }

  private static void missesNothing(String said) throws IOException {
    JsonNode result = JSON.readTree(said);
    assertEquals(0, result.path("missing").asInt(-1), said);
    assertEquals(0, result.path("twice").asInt(-1), said);
    assertEquals(0, result.path("gaps").asInt(-1), said);
    assertTrue(result.path("rows").asInt() > 50, said);
    assertTrue(result.path("cuts").asInt() >= 3, said);
    assertTrue(result.path("past").asInt() > 0, said);
  }
}
