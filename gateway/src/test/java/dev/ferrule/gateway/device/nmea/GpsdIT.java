package dev.ferrule.gateway.device.nmea;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.RecordedOutput;
import dev.ferrule.gateway.loop.ManualLoop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** gpsd's decoder hears the same receiver: a tour of the whole earth with a fix each minute. */
@Timeout(300)
class GpsdIT {

  private static final Path GPSDECODE = Path.of("/usr/bin/gpsdecode");
  private static final int FIXES = 500;

  @TempDir private Path directory;

  @Test
  void positionsSpeedsAndHeightsAreThoseOfGpsd() throws Exception {
    assumeTrue(Files.exists(GPSDECODE), "no " + GPSDECODE + ": apt-get install gpsd gpsd-clients");
    String stream = stream(new SplittableRandom(20261122));

    List<JsonNode> theirs = gpsd(stream);
    RecordedEvents ours = driver(stream);

    assertTrue(theirs.size() > FIXES * 9 / 10, () -> "only " + theirs.size());
    List<Double> latitudes = ours.values(0);
    assertEquals(FIXES, latitudes.size());
    int fix = 0;
    for (JsonNode report : theirs) { // gpsd may leave out the first
      double latitude = report.get("lat").asDouble();
      while (Math.abs(latitudes.get(fix) - latitude) > 1e-8) {
        fix++;
        assertTrue(fix < FIXES, "not one of our positions: " + report);
      }
      assertEquals(report.get("lon").asDouble(), ours.values(1).get(fix), 1e-8);
      assertEquals(report.get("speed").asDouble(), ours.values(2).get(fix), 2e-3);
      assertEquals(report.get("track").asDouble(), ours.values(3).get(fix), 1e-3);
      assertEquals(report.get("altMSL").asDouble(), ours.values(5).get(fix), 1e-3);
    }
  }

  /** Position from RMC only, so that there is one a fix; height from GGA. */
  private static RecordedEvents driver(String stream) {
    var loop = new ManualLoop();
    var all = new RecordedEvents();
    var driver = new NmeaDriver("gps", NmeaSettings.GPS, loop, all, (_, _) -> {});
    driver.start();
    driver.linkUp(new RecordedOutput());
    for (String line : stream.lines().toList()) {
      int before = all.batches.size();
      byte[] bytes = (line + "\r\n").getBytes(ISO_8859_1);
      driver.received(bytes, 0, bytes.length, loop.nanoTime());
      if (line.contains("GGA")) {
        all.batches.subList(before, all.batches.size()).removeIf(b -> b.firstChannel() == 0);
      }
    }
    return all;
  }

  private List<JsonNode> gpsd(String stream) throws Exception {
    Path input = Files.writeString(directory.resolve("receiver.nmea"), stream, UTF_8);
    Path output = directory.resolve("gpsd.json");
    Process process =
        new ProcessBuilder(GPSDECODE.toString(), "-j")
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "gpsdecode does not end");
    var json = new ObjectMapper();
    List<JsonNode> reports = new ArrayList<>();
    for (String line : Files.readAllLines(output, UTF_8)) {
      JsonNode report = json.readTree(line);
      if (report.path("class").asText().equals("TPV") && report.has("lat") && report.has("speed")) {
        reports.add(report);
      }
    }
    return reports;
  }

  private static String stream(SplittableRandom random) {
    var text = new StringBuilder();
    for (int i = 0; i < FIXES; i++) {
      String time = "%02d%02d00.00".formatted(i / 60, i % 60);
      String latitude = angle(random, 2, 90, "NS");
      String longitude = angle(random, 3, 180, "EW");
      double height = random.nextInt(-4_000, 80_000) / 10.0;
      text.append(line("GGA,%s,%s,%s,1,09,0.9,%.1f,M,12.0,M,,", time, latitude, longitude, height));
      double knots = random.nextInt(1, 9_999) / 10.0;
      double course = random.nextInt(0, 3_600) / 10.0;
      text.append(
          line(
              "RMC,%s,A,%s,%s,%05.1f,%05.1f,230326,,,A", time, latitude, longitude, knots, course));
    }
    return text.toString();
  }

  private static String angle(SplittableRandom random, int digits, int most, String halves) {
    int degrees = random.nextInt(most);
    double minutes = random.nextInt(600_000) / 10_000.0;
    char half = halves.charAt(random.nextInt(2));
    return String.format(Locale.ROOT, "%0" + digits + "d%07.4f,%c", degrees, minutes, half);
  }

  private static String line(String form, Object... values) {
    return Sentences.checked("GP" + String.format(Locale.ROOT, form, values)) + "\r\n";
  }
}
