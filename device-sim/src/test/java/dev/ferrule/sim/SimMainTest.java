package dev.ferrule.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimMainTest {

  private static final int OK = 0;
  private static final int USAGE = 2;
  private static final int FILE = 3;
  private static final int SIGTERM = 128 + 15;

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private @Nullable Process process;

  @AfterEach
  void kill() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void explainsItself() {
    assertEquals(OK, run("--help"));
    assertTrue(out.toString().contains("--greenhouse"), out::toString);
    assertEquals(OK, run("--version"));
    assertTrue(out.toString().contains("ferrule sim "), out::toString);
  }

  @Test
  void refusesWrongCommandLines() {
    assertEquals(USAGE, run());
    assertEquals(USAGE, run("--greenhouse", "--load", "boards=1"));
    assertEquals(USAGE, run("--load", "boards=0"));
    assertEquals(USAGE, run("--load", "bords=1"));
    assertTrue(err.toString().contains("\"bords\" is not one of boards, "), err::toString);
    assertEquals(USAGE, run("--greenhouse", "--duration", "5"));
    assertTrue(err.toString().contains("such as 500us"), err::toString);
  }

  @Test
  void namesEveryFaultOfAScenario() throws IOException {
    Path file = Files.writeString(directory.resolve("bad.yaml"), "boards: [{nam: x}]\nsed: 1\n");
    assertEquals(FILE, run(file.toString()));
    assertTrue(err.toString().contains(file + ":1:10: boards[0]: needs name"), err::toString);
    assertTrue(err.toString().contains(file + ":2:6: sed: is not known here"), err::toString);
  }

  @Test
  void saysAMistakeOfTheCommandLineInAFewLines() {
    for (String[] line : new String[][] {{}, {"--nonsense"}, {"bench"}, {"--load", "x"}}) {
      err.getBuffer().setLength(0);
      assertEquals(USAGE, run(line));
      assertTrue(err.toString().startsWith("ferrule sim"), err::toString);
      assertTrue(err.toString().endsWith(" --help.\n"), err::toString);
      assertTrue(err.toString().lines().count() <= 12, err::toString);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none         | there is no such file",
        "             | it is a directory, not a file",
        "text/below   | its path leads through a file that is no directory",
        "circle       | its symbolic links lead in a circle",
      })
  void saysWhyAFileCannotBeRead(@Nullable String name, String why) throws IOException {
    Files.writeString(directory.resolve("text"), "");
    Files.createSymbolicLink(directory.resolve("circle"), Path.of("circle"));
    String file = directory.resolve(name == null ? "" : name).toString();

    assertEquals(FILE, run(file));
    assertEquals(FILE, run("--replay", file));
    assertEquals((file + ": " + why + "\n").repeat(2), err.toString());
  }

  @Test
  void readsUtf8Only() throws IOException {
    Path file = Files.write(directory.resolve("latin1.yaml"), new byte[] {(byte) 0xE4});

    assertEquals(FILE, run(file.toString()));
    assertEquals(file + ": it is not text in UTF-8\n", err.toString());
  }

  @Test
  void readsNoScenarioWithoutEnd() {
    assertEquals(FILE, run("/dev/zero"));
    assertEquals("/dev/zero: it is larger than 1024 KiB\n", err.toString());
  }

  @Test
  void saysWhyNoLinkCanBeMade() throws IOException {
    Path text = Files.writeString(directory.resolve("greenhouse-power"), "in the way");
    assertEquals(FILE, run("--greenhouse", "--dir", directory.toString()));
    assertTrue(err.toString().contains("it exists and is no symbolic link"), err::toString);
    err.getBuffer().setLength(0);
    assertEquals(FILE, run("--greenhouse", "--dir", text.toString()));
    assertEquals(text + ": it is a file, not a directory\n", err.toString());
  }

  @Test
  void runsForItsTimeAndSaysWhatIsWhere() {
    Path links = directory.resolve("links");
    assertEquals(OK, run("--greenhouse", "--dir", links.toString(), "--duration", "1ms"));
    assertTrue(out.toString().contains(links.resolve("greenhouse-climate").toString()));
    assertTrue(out.toString().contains(": 3 boards, 22 channels"), out::toString);
    assertTrue(out.toString().contains("Air temperature"));
    assertFalse(Files.exists(links), "made by it, so removed by it");
  }

  @Test
  void printsWhatALoadComesTo() {
    Path links = directory.resolve("links");
    assertEquals(
        OK,
        run(
            "--load",
            "boards=2,channels=3,rate=10,driver=text,duration=1100ms",
            "--json",
            "--dir",
            links.toString()));
    List<String> lines = out.toString().lines().toList();
    assertTrue(lines.getFirst().startsWith("{\"event\":\"ready\",\"scenario\":\"load\""));
    assertTrue(lines.get(1).contains("\"readings_per_s\":"), lines::toString);
    assertEquals("{\"event\":\"stopped\"}", lines.getLast());
  }

  @Test
  void keepsTheColumnsOfLongKeysInLine() throws Exception {
    Path scenario =
        Files.writeString(
            directory.resolve("scenario.yaml"),
            """
            boards:
              - name: rig
                channels:
                  - {key: speed, unit: m/s}
                  - {key: water_temperature_of_the_keel, unit: Cel}
            """);
    Path links = directory.resolve("links");
    try (BufferedReader lines = start(scenario.toString(), "--dir", links.toString())) {
      List<String> rows = lines.lines().takeWhile(line -> !line.startsWith("Ctrl-C")).toList();
      int end = rows.size() - 1; // an empty one
      assertEquals(
          rows.get(end - 2).indexOf("m/s"), rows.get(end - 1).indexOf("Cel"), rows::toString);
    } finally {
      child().destroy();
      assertTrue(child().waitFor(60, TimeUnit.SECONDS));
    }
  }

  @Test
  void signalStopsItAndNothingIsLeft() throws Exception {
    Path links = directory.resolve("links");
    try (BufferedReader lines = start("--greenhouse", "--json", "--dir", links.toString())) {
      assertTrue(lines.readLine().startsWith("{\"event\":\"ready\""));
      assertTrue(Files.isSymbolicLink(links.resolve("greenhouse-irrigation")));
      child().destroy();
      assertTrue(child().waitFor(60, TimeUnit.SECONDS));
      assertEquals(SIGTERM, child().exitValue());
      assertFalse(Files.exists(links));
    }
  }

  @Test
  void endsWithItsParent() throws Exception {
    Path links = directory.resolve("links");
    try (BufferedReader lines =
        start("--greenhouse", "--json", "--exit-with-parent", "--dir", links.toString())) {
      assertTrue(lines.readLine().startsWith("{\"event\":\"ready\""));
      child().getOutputStream().close();
      assertEquals("{\"event\":\"stopped\"}", lines.readLine());
      assertTrue(child().waitFor(60, TimeUnit.SECONDS));
      assertEquals(OK, child().exitValue());
      assertFalse(Files.exists(links));
    }
  }

  @Test
  void refusesACaptureThatIsNoneAndOptionsWithoutOne() throws IOException {
    Path file = Files.writeString(directory.resolve("odd.capture"), "temp=21.5\n");
    assertEquals(FILE, run("--replay", file.toString()));
    assertTrue(err.toString().startsWith(file + ":1: "), err::toString);
    assertEquals(USAGE, run("--greenhouse", "--loop"));
    assertEquals(USAGE, run("--replay", file.toString(), "--speed", "0"));
    assertEquals(USAGE, run("--replay", file.toString(), "--name", "../odd"));
  }

  @Test
  void saysWhereAReplayIs() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("one.capture"),
            """
            ferrule-capture 1
            started 2026-01-01T00:00:00Z
            port /dev/ttyUSB0
            line 9600 8N1
            0.000000 < a
            """);
    Path links = directory.resolve("links");
    assertEquals(
        OK,
        run("--replay", file.toString(), "--dir", links.toString(), "--duration", "1ms", "--json"));
    List<String> lines = out.toString().lines().toList();
    assertTrue(lines.getFirst().contains("\"link\":\"" + links.resolve("replay")), lines::toString);
    assertEquals("{\"event\":\"stopped\"}", lines.getLast());
    assertFalse(Files.exists(links));
  }

  private int run(String... arguments) {
    return SimMain.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private BufferedReader start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(SimMain.class.getName());
    command.addAll(List.of(arguments));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return child().inputReader();
  }

  private Process child() {
    Process started = process;
    if (started == null) {
      throw new AssertionError("not started");
    }
    return started;
  }
}
