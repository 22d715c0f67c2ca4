package dev.ferrule.gateway.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@link GpioGuest} starts, and how it treats it. */
final class GuestPrograms {

  /** Where configurations and logs are. */
  static final Path DIRECTORY = Path.of("/tmp");

  private GuestPrograms() {}

  /** What watches a line; version 2 of the tools names the chip otherwise. */
  static List<String> gpiomon(int line) throws Exception {
    Program version = Program.start("version", DIRECTORY, List.of("gpiomon", "--version"));
    version.exitCode();
    return version.said().contains(" v1")
        ? List.of("gpiomon", "gpiochip0", Integer.toString(line))
        : List.of("gpiomon", "-c", "gpiochip0", Integer.toString(line));
  }

  /** The packaged gateway with a configuration, as a user who is in the group gpio or in none. */
  static Program ferrule(String user, String configuration) throws Exception {
    List<String> command =
        List.of(
            "setpriv",
            "--reuid",
            user,
            "--regid",
            "65534",
            user.equals("gateway") ? "--groups=4712" : "--clear-groups",
            "env",
            "HOME=/run/data",
            "FERRULE_JAVA_HOME=/run/jdk",
            "FERRULE_JAVA_OPTS=-XX:-UsePerfData -Duser.name=" + user,
            "/run/ferrule/bin/ferrule",
            "run",
            "--config",
            DIRECTORY.resolve(configuration).toString());
    return Program.start("ferrule", DIRECTORY, command);
  }

  /** Sends a signal by its name, such as {@code STOP}. */
  static void signal(String name, long pid) throws Exception {
    int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    GpioGuest.check(exit == 0, "kill -" + name + " failed");
  }

  /** What the descriptors that a program has open lead to. */
  static List<String> descriptors(Program program) throws Exception {
    try (var descriptors = Files.list(Path.of("/proc/" + program.pid() + "/fd"))) {
      return descriptors.map(GuestPrograms::target).toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return descriptor + ", closed meanwhile";
    }
  }
}
