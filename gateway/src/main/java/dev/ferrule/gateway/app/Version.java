package dev.ferrule.gateway.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Ferrule this is. */
public final class Version {

  private Version() {}

  /** The version that the build wrote into {@code version.properties}. */
  public static String text() {
    return build().getProperty("version", "unknown");
  }

  /**
   * The commit that it was built of, twelve hexadecimal digits, with a {@code +} when files
   * differed from it; {@code unknown} when it was built of an archive of the sources.
   */
  public static String commit() {
    Properties build = build();
    boolean changed = Boolean.parseBoolean(build.getProperty("changed"));
    return build.getProperty("commit", "unknown") + (changed ? "+" : "");
  }

  private static Properties build() {
    var build = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IllegalStateException("version.properties is not in the jar");
      }
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build;
  }
}
