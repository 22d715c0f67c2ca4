package dev.ferrule.gateway.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What happens inside the kernel of {@link GpioIT}: the packaged gateway on a real GPIO chip, and
 * this program as root, which pulls its inputs, looks at its outputs and is its client. Prints one
 * line a clause: {@code ok NAME: DETAIL} or {@code FAIL NAME: DETAIL}.
 */
final class GpioGuest {

  private static final String CONFIGURATION =
      """
      gateway: {name: Rig, data: /run/data}
      http: {port: 0}
      devices:
        pi:
          driver: gpio
          channels:
            door: {line: 17}
            button: {line: 27, debounce: 20ms}
            pump: {line: 23, mode: output, safe: 0}
            valve: {line: 24, mode: output, safe: 1}
            contact: {line: 6, pull: up, active_low: true}
            water: {line: 5, mode: counter, edge: falling}
            wind: {line: 7, mode: frequency}
            lamp: {line: 8, mode: output, drive: open-drain, safe: 0}
      """;

  private static final int DOOR = 0;
  private static final int BUTTON = 1;
  private static final int CONTACT = 4;
  private static final int WATER = 5;
  private static final int WIND = 6;

  /** How often the chip is pulled out and plugged in again, after a first time. */
  private static final int REPLUGS = 3;

  private final GpioLines lines = new GpioLines(Path.of("/run/chip"));

  private GpioGuest() {}

  private interface Clause {
    String run() throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    var guest = new GpioGuest();
    Files.writeString(GuestPrograms.DIRECTORY.resolve("pi.yaml"), CONFIGURATION);
    Files.writeString(
        GuestPrograms.DIRECTORY.resolve("busy.yaml"),
        """
        gateway: {data: /run/data/busy}
        http: {port: 0}
        devices: {pi: {driver: gpio, channels: {bell: {line: 9}, spare: {line: 4}}}}
        """);
    Files.writeString(
        GuestPrograms.DIRECTORY.resolve("bad.yaml"), CONFIGURATION.replace("line: 23", "line: 24"));
    // As resistors would hold the lines while nobody drives them.
    guest.lines.pull(23, false);
    guest.lines.pull(24, true);
    guest.lines.pull(17, false);
    guest.lines.pull(27, false);
    guest.lines.pull(5, true);
    try (GpioWitness witness = new GpioWitness(guest.lines, 23, 24)) {
      guest.clause("permission", guest::permission);
      guest.clause("gateway", guest::gateway);
      guest.clause("busy", guest::busy);
      guest.clause(
          "outputs",
          () ->
              witness.expect(
                  List.of(
                      "23=0", "24=1", "23=1", "24=0", "23=0", "24=1", "23=1", "24=0", "23=0",
                      "24=1")));
      guest.clause("unplugged", guest::unplugged);
    }
    System.exit(0);
  }

  private void clause(String name, Clause clause) {
    try {
      System.out.println("ok " + name + ": " + clause.run());
    } catch (Exception | AssertionError e) {
      System.out.println("FAIL " + name + ": " + String.valueOf(e).replace('\n', ' '));
      e.printStackTrace();
    }
  }

  /** As somebody in no group at all. */
  private String permission() throws Exception {
    try (Program program = GuestPrograms.ferrule("65534", "pi.yaml")) {
      String said = program.await("pi is down: (.*)").group(1);
      check(
          said.startsWith("permission denied: /dev/gpiochip0; add ")
              && said.contains("to the group gpio (sudo usermod -aG gpio "),
          said);
      return said;
    }
  }

  /** The gateway's whole life, as a user who is in the group gpio and in no other. */
  private String gateway() throws Exception {
    try (Program program = GuestPrograms.ferrule("gateway", "pi.yaml")) {
      GpioClient client = GpioClient.connect(program);
      program.await("pi is up");
      clause("group", () -> groups(program));
      clause("output", () -> output(client));
      clause("time", () -> time(client, program));
      clause("order", () -> order(client));
      clause("debounce", () -> debounce(client));
      clause("pull", () -> pull(client));
      clause("counter", () -> counter(client));
      clause("frequency", () -> frequency(client));
      clause("drive", () -> drive(client));
      clause("bad configuration", this::badConfiguration);
      clause("stop", () -> stop(program));
    }
    try (Program program = GuestPrograms.ferrule("gateway", "pi.yaml")) {
      GpioClient client = GpioClient.connect(program);
      program.await("pi is up");
      clause("kill", () -> kill(client, program));
    }
    return "ran";
  }

  private String groups(Program program) throws Exception {
    String status = Files.readString(Path.of("/proc/" + program.pid() + "/status"));
    String groups = status.lines().filter(l -> l.startsWith("Groups:")).findFirst().orElseThrow();
    String user = status.lines().filter(l -> l.startsWith("Uid:")).findFirst().orElseThrow();
    check(groups.strip().matches("Groups:\\s*4712"), groups);
    check(user.matches("Uid:(\\s4711)+"), user);
    return groups.strip();
  }

  private String output(GpioClient client) throws Exception {
    check(!lines.isHigh(23) && lines.isHigh(24), "not safe at the start");
    client.command("pi.pump", 1);
    check(lines.isHigh(23), "the pump's line is low");
    client.command("pi.valve", 0);
    check(!lines.isHigh(24), "the valve's line is high");
    return "followed";
  }

  /** The gateway sleeps while the line moves: what it tells afterwards is when the line moved. */
  private String time(GpioClient client, Program program) throws Exception {
    client.forget();
    GuestPrograms.signal("STOP", program.pid());
    long before = System.currentTimeMillis();
    lines.pull(17, true);
    long after = System.currentTimeMillis();
    Thread.sleep(700);
    GuestPrograms.signal("CONT", program.pid());
    GpioClient.Reading reading = client.next(DOOR);
    check(reading.value() == 1, "not on: " + reading);
    check(
        reading.time() >= before - 5 && reading.time() <= after + 300,
        "moved at %d to %d, told %d".formatted(before, after, reading.time()));
    return (reading.time() - before) + " ms after the pull began; the gateway slept for 700 ms";
  }

  /**
   * 500 edges at 50 a second. Each waits for its time after the one before: the simulated chip
   * merges edges that come within one tick of the kernel, before anybody sees them.
   */
  private String order(GpioClient client) throws Exception {
    client.forget();
    for (int i = 0; i < 500; i++) {
      lines.pull(17, i % 2 == 1); // the line is high from the clause before
      sleepUntil(System.nanoTime() + 20_000_000);
    }
    List<GpioClient.Reading> readings = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      GpioClient.Reading reading = client.next(DOOR);
      check(reading.value() == i % 2, "reading " + i + " is " + reading.value());
      check(
          readings.isEmpty() || reading.time() >= readings.getLast().time(),
          "reading " + i + " is older than the one before");
      readings.add(reading);
    }
    long took = readings.getLast().time() - readings.getFirst().time();
    check(client.quiet(DOOR), "more edges than there were");
    return "500 of 500 in order, in " + took + " ms";
  }

  /** 5 ms are a bounce, 50 ms are a press. */
  private String debounce(GpioClient client) throws Exception {
    client.forget();
    int bounces = 0;
    for (int tries = 0; bounces < 5 && tries < 50; tries++) {
      if (pulse(5) < 15) {
        bounces++;
      } else { // the machine was elsewhere, and the bounce became a press
        client.forget();
        bounces = 0;
      }
      sleepUntil(System.nanoTime() + 100_000_000L);
    }
    check(bounces == 5, "the machine is too busy for 5 bounces of 5 ms");
    check(client.quiet(BUTTON), "a bounce got through");
    pulse(50);
    check(client.next(BUTTON).value() == 1, "no press");
    check(client.next(BUTTON).value() == 0, "no release");
    check(client.quiet(BUTTON), "more than one press");
    return "5 of 5 bounces swallowed, the press passed";
  }

  /** How long it was in truth, milliseconds. */
  private long pulse(long millis) throws Exception {
    long began = System.nanoTime();
    lines.pull(27, true);
    sleepUntil(System.nanoTime() + millis * 1_000_000);
    lines.pull(27, false);
    return (System.nanoTime() - began) / 1_000_000;
  }

  /** A contact to ground: the chip's own resistor holds the line up, and closed is on. */
  private String pull(GpioClient client) throws Exception {
    check(lines.isHigh(6), "no pull-up");
    client.forget();
    lines.pull(6, false);
    check(client.next(CONTACT).value() == 1, "closed is not on");
    lines.pull(6, true);
    check(client.next(CONTACT).value() == 0, "open is not off");
    return "pulled up by the chip, on when low";
  }

  private String counter(GpioClient client) throws Exception {
    client.forget();
    for (int i = 0; i < 20; i++) {
      lines.pull(5, false);
      sleepUntil(System.nanoTime() + 5_000_000);
      lines.pull(5, true);
      sleepUntil(System.nanoTime() + 5_000_000);
    }
    double count = 0;
    while (count < 20) {
      count = client.next(WATER).value();
    }
    check(count == 20 && client.next(WATER).value() == 20, "counted " + count);
    return "20 of 20 pulses";
  }

  private String frequency(GpioClient client) throws Exception {
    client.forget();
    long[] rose = new long[150];
    for (int i = 0; i < rose.length; i++) {
      rose[i] = System.nanoTime();
      lines.pull(7, true);
      sleepUntil(System.nanoTime() + 10_000_000);
      lines.pull(7, false);
      sleepUntil(System.nanoTime() + 10_000_000);
    }
    client.next(WIND); // the second in which it began
    double told = client.next(WIND).value();
    // The guest is not even: any half second of it may be slower than the next.
    var real = new DoubleSummaryStatistics();
    for (int i = 25; i < rose.length; i++) {
      real.accept(25e9 / (rose[i] - rose[i - 25]));
    }
    String said = "%.1f to %.1f Hz told as %.1f".formatted(real.getMin(), real.getMax(), told);
    check(told > real.getMin() * 0.95 && told < real.getMax() * 1.05, said);
    return said;
  }

  /**
   * An open drain pulls down or lets go. The simulated line keeps its level until its resistor is
   * set anew: to the gateway that is an output without a resistor.
   */
  private String drive(GpioClient client) throws Exception {
    lines.pull(8, true);
    check(!lines.isHigh(8), "not safe: the resistor won");
    JsonNode end = client.end("pi.lamp", 1);
    check(end.path("text").asText().contains("open-drain without a resistor"), end.toString());
    lines.pull(8, true);
    check(lines.isHigh(8), "not let go");
    lines.pull(8, false);
    check(!lines.isHigh(8), "driven high");
    return "pulls down or lets go; a missing resistor is told";
  }

  private String badConfiguration() throws Exception {
    try (Program program = GuestPrograms.ferrule("gateway", "bad.yaml")) {
      int exit = program.exitCode();
      check(exit == 3, "exit code " + exit);
    }
    check(lines.isHigh(23) && !lines.isHigh(24), "an output moved");
    return "refused, outputs as they were";
  }

  private String stop(Program program) throws Exception {
    int exit = program.terminate();
    check(exit == 143, "exit code " + exit);
    check(!lines.isHigh(23) && lines.isHigh(24), "not safe after the stop");
    return "safe";
  }

  private String kill(GpioClient client, Program program) throws Exception {
    client.command("pi.pump", 1);
    client.command("pi.valve", 0);
    check(lines.isHigh(23) && !lines.isHigh(24), "not commanded");
    program.kill();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (lines.isHigh(23) || !lines.isHigh(24)) {
      check(System.nanoTime() < until, "the lines were not let go");
      Thread.sleep(1);
    }
    return "let go, the resistors hold the safe values";
  }

  /** Another process has the line; when it ends the gateway gets it. */
  private String busy() throws Exception {
    Program other = Program.start("gpiomon", GuestPrograms.DIRECTORY, GuestPrograms.gpiomon(9));
    try (other;
        Program program = GuestPrograms.ferrule("gateway", "busy.yaml")) {
      program.await("pi is up");
      String said = program.await("a channel has no line: bell: (.*)").group(1);
      check(said.startsWith("line 9 is busy: \"gpiomon\" holds it"), said);
      other.kill();
      program.await("a channel has its line now: bell");
      return said;
    }
  }

  /** The chip goes away while all its lines are in use, and comes back: nothing is left over. */
  private String unplugged() throws Exception {
    try (Program program = GuestPrograms.ferrule("gateway", "pi.yaml")) {
      program.await("pi is up");
      List<String> before = List.of();
      String said = "";
      for (int i = 0; i <= REPLUGS; i++) {
        live(false);
        said = program.await("(?s)(?:pi is down: ([^\n]*).*){" + (i + 1) + "}").group(1);
        live(true);
        program.await("(?s)(?:pi is up.*){" + (i + 2) + "}");
        // The first time may open what stays open for good; a leak adds one with each of the
        // others.
        before = i == 0 ? GuestPrograms.descriptors(program) : before;
      }
      List<String> more = new ArrayList<>(GuestPrograms.descriptors(program));
      int grown = more.size() - before.size();
      before.forEach(more::remove);
      check(grown < REPLUGS, grown + " more descriptors after " + REPLUGS + " plugs: " + more);
      return REPLUGS + " times: " + said;
    }
  }

  /** Plugs the chip in, for the group gpio as udev would, or pulls it out. */
  private static void live(boolean on) throws Exception {
    Path chip = Path.of("/sys/kernel/config/gpio-sim/board");
    Files.writeString(chip.resolve("live"), on ? "1" : "0");
    if (on) {
      String udev = "chgrp 4712 /dev/gpiochip* && chmod 660 /dev/gpiochip*";
      check(new ProcessBuilder("sh", "-c", udev).start().waitFor() == 0, udev);
    }
  }

  private static void sleepUntil(long nanoTime) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanoTime - System.nanoTime());
  }

  static void check(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }

  /** For those who read JSON: the type of a message. */
  static boolean is(JsonNode message, String type) {
    return message.path("t").asText().equals(type);
  }
}
