package dev.ferrule.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged {@code ferrule doctor}, with boards well and ill. */
@Timeout(300)
class DoctorIT {

  private static final String BOARDS =
      """
      boards:
        - name: weather
          driver: text
          channels: [{key: temp, unit: Cel, decimals: 1, period: 200ms, wave: 21.5}]
        - name: binary
          channels: [{key: temp, unit: Cel, decimals: 1, period: 200ms, wave: 21.5}]
      """;

  @TempDir private Path temp;
  private final List<Program> programs = new ArrayList<>();
  private Simulation simulation;

  @BeforeEach
  void boards() {
    simulation = Simulation.start(Scenario.parse(BOARDS), temp, SimClock.system());
  }

  @AfterEach
  void stop() {
    programs.forEach(Program::close);
    simulation.close();
  }

  private Path config(String... devices) throws IOException {
    return Files.writeString(
        temp.resolve("gateway.yaml"),
        "gateway: {data: %s/data}\nhttp: {port: 0}\ndevices:\n%s"
            .formatted(temp, String.join("\n", devices)));
  }

  private String text(String id, String port) {
    return "  %s: {driver: text, port: %s/%s, channels: {temp: {unit: Cel}}}"
        .formatted(id, temp, port);
  }

  private String doctor(int exit, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("doctor"));
    command.addAll(List.of(arguments));
    Program doctor = Program.ferrule(temp, command.toArray(String[]::new));
    programs.add(doctor);
    assertEquals(exit, doctor.exitCode(), doctor.said());
    return doctor.said();
  }

  /** They are told once a second. */
  private static void awaitCounts(String address) throws Exception {
    HttpRequest devices = HttpRequest.newBuilder(URI.create(address + "/api/v1/devices")).build();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (!http.send(devices, BodyHandlers.ofString()).body().contains("last_frame")) {
        assertTrue(System.nanoTime() < end, "no counts");
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  private static void assertLine(String regex, String said) {
    assertTrue(Pattern.compile("(?m)^" + regex + "$").matcher(said).find(), regex + "\n" + said);
  }

  @Test
  void listensToFreePortsAndFindsThemWell() throws Exception {
    String said = doctor(0, config(text("weather", "weather")).toString());
    assertLine("ok +java .*", said);
    assertLine("ok +port +" + temp + "/weather +can be opened", said);
    assertLine("ok +line +weather +\\d+ valid frames", said);
    assertTrue(!said.contains("\u001B"), "no colors but on a terminal");
  }

  @Test
  void asksTheGatewayThatRunsAndLeavesItsPortAlone() throws Exception {
    String config = config(text("weather", "weather")).toString();
    Program gateway = Program.ferrule(temp, "run", "--config", config);
    programs.add(gateway);
    String address = gateway.await("Dashboard: (http://\\S+?)/?\\s").group(1);
    gateway.await("weather is up");
    awaitCounts(address);
    JsonNode told = new ObjectMapper().readTree(doctor(0, config, "--json", "--url", address));
    assertEquals(0, told.path("fail").asInt(), told.toString());
    String findings = told.path("findings").toString();
    assertTrue(findings.contains("runs with this configuration"), findings);
    assertTrue(findings.contains("held by the gateway (java, process "), findings);
    assertTrue(findings.contains("valid frames, the last "), findings);
  }

  @Test
  void saysOnceThatAPortOfTheRunningGatewayIsMissing() throws Exception {
    String config = config(text("gone", "nothing-here")).toString();
    Program gateway = Program.ferrule(temp, "run", "--config", config);
    programs.add(gateway);
    String address = gateway.await("Dashboard: (http://\\S+?)/?\\s").group(1);
    gateway.await("gone is down");
    JsonNode told = new ObjectMapper().readTree(doctor(1, config, "--json", "--url", address));
    assertEquals(1, told.path("fail").asInt(), told.toString());
    assertTrue(told.path("findings").toString().contains("does not exist"), told.toString());
  }

  @Test
  void saysWhatIsMissingAndWhatMakesNoSense() throws Exception {
    String config = config(text("gone", "nothing-here"), text("binary", "binary")).toString();
    String said = doctor(1, config);
    assertLine("fail +port +" + temp + "/nothing-here +does not exist; plug it in.*", said);
    assertLine("fail +line +binary +\\d+ bytes came, but no valid frame; is 115200 baud.*", said);
  }

  @Test
  void namesTheProgramThatHasThePort() throws Exception {
    Program other =
        Program.start(
            "other",
            temp,
            List.of("sh", "-c", "exec 3<>" + temp + "/weather; echo held; exec sleep 100"));
    programs.add(other);
    other.await("held");
    String said = doctor(0, config(text("weather", "weather")).toString());
    assertLine(
        "warn +port +\\S+ +can be opened, but is open elsewhere too, where bytes are lost: sleep, process "
            + other.pid()
            + "; end that program.*",
        said);
  }

  @Test
  void namesTheGroupToJoin() throws Exception {
    String config = config(text("weather", "weather")).toString();
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path node = temp.resolve("weather").toRealPath();
    Files.setPosixFilePermissions(node, PosixFilePermissions.fromString("---------"));
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    command.addAll(List.of(Program.LAUNCHER.toString(), "doctor", config));
    Program doctor = Program.start("doctor", temp, command);
    programs.add(doctor);
    assertEquals(1, doctor.exitCode(), doctor.said());
    assertLine(
        "fail +port +\\S+ +permission denied for \\S+; sudo usermod -aG \\S+ \\S+, and log in again",
        doctor.said());
  }

  @Test
  void leavesAWrongConfigurationToItsAuthor() throws Exception {
    String said = doctor(3, config("  pump: {driver: telepathy}").toString());
    assertTrue(said.contains("gateway.yaml:4:"), said);
  }
}
