package dev.ferrule.sim;

import dev.ferrule.sim.scenario.Scenario;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The scenario of the demo: a greenhouse with a climate node, an irrigation node and a power node,
 * 22 channels that answer to each other.
 */
public final class Greenhouse {

  private static final String RESOURCE = "greenhouse.yaml";

  private Greenhouse() {}

  /** Reads it from the jar. */
  public static Scenario scenario() {
    try (InputStream in = Greenhouse.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not in the jar");
      }
      return Scenario.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
