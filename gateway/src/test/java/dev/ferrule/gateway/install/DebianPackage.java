package dev.ferrule.gateway.install;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The package that this build made for this machine. */
final class DebianPackage {

  private DebianPackage() {}

  /** Its file; without one the test is left out. */
  static Path built() throws IOException {
    String processor = System.getProperty("os.arch").equals("amd64") ? "amd64" : "arm64";
    String name = "ferrule_*_" + processor + ".deb";
    try (var files = Files.newDirectoryStream(Path.of("target"), name)) {
      var all = files.iterator();
      assumeTrue(all.hasNext(), "no package was built: mvn -Pdeb verify");
      return all.next().toAbsolutePath();
    }
  }
}
