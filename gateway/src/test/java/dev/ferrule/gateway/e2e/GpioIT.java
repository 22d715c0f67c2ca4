package dev.ferrule.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packaged gateway on a real GPIO chip of a real kernel: User Mode Linux, an ordinary process
 * without any rights, with the kernel's own simulated chip in it. It is booted once; {@link
 * GpioGuest} is what runs inside, and each test is one of its clauses.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GpioIT {

  private static final Path SCRIPTS = Path.of("src/test/uml").toAbsolutePath();

  /** The guest needs some 60 s on one core that is its own; as long as nothing hangs. */
  private static final long LIMIT_S = 1500;

  private Path temp = SCRIPTS;

  private Map<String, String> report = Map.of();
  private String everything = "";

  /** What the guest needs and is not here, and how to get it; empty when all is. */
  private String missing = "";

  @BeforeAll
  void runGuest(@TempDir Path directory) throws Exception {
    temp = directory;
    Path kernel = kernel();
    missing = missing(kernel);
    if (!missing.isEmpty()) {
      return;
    }
    var builder = new ProcessBuilder(commandLine(kernel));
    // The guest's memory is a file there; /dev/shm, its own choice, is 64 MiB in a container.
    builder.environment().put("TMPDIR", temp.toString());
    Process guest =
        builder
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("kernel").toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    try {
      boolean ended = guest.waitFor(LIMIT_S, TimeUnit.SECONDS);
      everything = texts();
      assertTrue(ended, () -> "the guest did not end:\n" + everything);
    } finally {
      guest.descendants().forEach(ProcessHandle::destroyForcibly);
      guest.destroyForcibly();
    }
    report =
        Files.readAllLines(temp.resolve("report")).stream()
            .filter(line -> line.matches("(ok|FAIL) [^:]+: .*"))
            .collect(
                Collectors.toMap(
                    line -> line.substring(line.indexOf(' ') + 1, line.indexOf(':')),
                    line -> line));
    System.out.println(String.join("\n", report.values()));
  }

  /** In each test: JUnit and Surefire report tests as skipped, but say nothing of a class. */
  @BeforeEach
  void needsWhatTheGuestNeeds() {
    assumeTrue(missing.isEmpty(), missing);
  }

  private static String missing(Path kernel) {
    if (!Files.isExecutable(kernel)) {
      return "no kernel at "
          + kernel
          + ": apt-get install gcc make flex bison bc libelf-dev xz-utils linux-source, then"
          + " gateway/src/test/uml/build-kernel (5 to 12 minutes, once)";
    }
    return Files.isExecutable(Path.of("/usr/bin/gpiomon"))
        ? ""
        : "no gpiomon: apt-get install gpiod";
  }

  private static Path kernel() {
    String named = System.getenv("FERRULE_LINUX_UML");
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base = cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
    return named == null ? base.resolve("ferrule/linux-uml") : Path.of(named);
  }

  /** On one processor: the kernel and its processes take turns, and a wake-up across costs more. */
  private List<String> commandLine(Path kernel) throws IOException, URISyntaxException {
    Path classes =
        Path.of(GpioGuest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return List.of(
        "taskset",
        "--cpu-list",
        lastProcessor(),
        kernel.toString(),
        "mem=1024M",
        "quiet",
        "rootfstype=hostfs",
        "rootflags=/",
        "ro",
        "init=" + SCRIPTS.resolve("guest-init"),
        "con=null",
        "con0=null,fd:1",
        "ssl=null",
        "uml_dir=" + temp + "/",
        "umid=guest",
        "shared=" + temp,
        "dist=" + Path.of("target/ferrule").toAbsolutePath(),
        "jdk=" + Path.of(System.getProperty("java.home")),
        "classes=" + classes,
        "main=" + GpioGuest.class.getName());
  }

  private static String lastProcessor() throws IOException {
    String allowed =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("Cpus_allowed_list:"))
            .findFirst()
            .orElseThrow();
    return allowed.replaceFirst(".*\\D", "");
  }

  private String texts() throws IOException {
    List<String> texts = new ArrayList<>();
    for (String name : List.of("report", "errors", "kernel")) {
      Path file = temp.resolve(name);
      if (Files.exists(file)) {
        texts.add(name + ":");
        texts.addAll(Files.readAllLines(file));
      }
    }
    return String.join("\n", texts);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permission",
        "group",
        "output",
        "time",
        "order",
        "debounce",
        "pull",
        "counter",
        "frequency",
        "drive",
        "bad configuration",
        "stop",
        "kill",
        "busy",
        "outputs",
        "unplugged",
        "gateway"
      })
  void holds(String clause) {
    String line = report.getOrDefault(clause, "FAIL " + clause + ": it did not come to that");
    assertTrue(line.startsWith("ok "), () -> line + "\n" + everything);
  }
}
