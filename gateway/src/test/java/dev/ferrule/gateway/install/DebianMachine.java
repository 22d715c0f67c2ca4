package dev.ferrule.gateway.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Debian with systemd as its first process and a network of its own, in a copy of a root that
 * debootstrap made. Needs root.
 *
 * <p>Roots are kept below {@code ~/.cache/ferrule}, made again after four weeks.
 */
final class DebianMachine implements AutoCloseable {

  private static final Path CACHE =
      Path.of(System.getProperty("user.home"), ".cache", "ferrule").toAbsolutePath();

  private final Path root;
  private final Path console;
  private final Process nspawn;
  private final long init;

  private DebianMachine(Path root, Path console, Process nspawn, long init) {
    this.root = root;
    this.console = console;
    this.nspawn = nspawn;
    this.init = init;
  }

  /** What this machine lacks to make one; empty when nothing. */
  static String lacks() {
    if (!Files.isWritable(Path.of("/proc/sys/kernel/hostname"))) {
      return "only root may start a Debian in a directory";
    }
    for (String program : List.of("debootstrap", "systemd-nspawn", "nsenter", "dpkg-deb")) {
      boolean found =
          List.of("/usr/sbin/", "/usr/bin/").stream()
              .anyMatch(directory -> Files.isExecutable(Path.of(directory + program)));
      if (!found) {
        return program + " is missing: apt install debootstrap systemd-container";
      }
    }
    return "";
  }

  /** Boots a fresh Debian. */
  static DebianMachine boot(String suite, Path temp) throws IOException, InterruptedException {
    Path root = temp.resolve(suite);
    Command.run("cp", "-a", "--reflink=auto", base(suite).toString(), root.toString()).succeeded();
    Path console = temp.resolve(suite + ".console");
    Process nspawn =
        new ProcessBuilder(
                "systemd-nspawn",
                "--quiet",
                "--directory=" + root,
                "--machine=ferrule-" + ProcessHandle.current().pid(),
                "--register=no",
                "--keep-unit",
                "--private-network",
                "--boot")
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(console.toFile())
            .start();
    try {
      var machine = new DebianMachine(root, console, nspawn, init(nspawn, console));
      machine.awaitBoot();
      return machine;
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      nspawn.destroy();
      throw e;
    }
  }

  /** A root that debootstrap made; to be copied, not changed. */
  static Path base(String suite) throws IOException, InterruptedException {
    Path base = CACHE.resolve("debian-" + suite);
    if (Files.exists(base)
        && Files.getLastModifiedTime(base)
            .toInstant()
            .plus(Duration.ofDays(28))
            .isAfter(Instant.now())) {
      return base;
    }
    Files.createDirectories(CACHE);
    Path made = CACHE.resolve("debian-" + suite + ".new");
    Command.run("rm", "-rf", base.toString(), made.toString()).succeeded();
    Command.run(
            "debootstrap",
            "--variant=minbase",
            "--include=systemd,systemd-sysv,udev",
            suite,
            made.toString())
        .succeeded();
    Files.setLastModifiedTime(made, FileTime.from(Instant.now()));
    return Files.move(made, base, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The process that is number 1 inside. */
  private static long init(Process nspawn, Path console) throws IOException, InterruptedException {
    long end = System.nanoTime() + Command.PATIENCE.toNanos();
    while (nspawn.isAlive() && System.nanoTime() < end) {
      for (ProcessHandle process : (Iterable<ProcessHandle>) nspawn.descendants()::iterator) {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (Files.exists(status) && Files.readString(status).matches("(?s).*\nNSpid:.*\t1\n.*")) {
          return process.pid();
        }
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new AssertionError("it does not boot: " + Files.readString(console));
  }

  private void awaitBoot() throws IOException, InterruptedException {
    long end = System.nanoTime() + Command.PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      String state = run("systemctl is-system-running --wait").output();
      if (state.contains("running") || state.contains("degraded")) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(200); // no bus yet
    }
    throw new AssertionError("it does not boot: " + Files.readString(console));
  }

  /** Puts a file into its /root. */
  String put(Path file) throws IOException {
    Files.copy(file, root.resolve("root").resolve(file.getFileName()));
    return "/root/" + file.getFileName();
  }

  /** Runs lines of the shell inside, as root. */
  Command.Result run(String lines) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("nsenter", "--target=" + init));
    command.addAll(List.of("--mount", "--uts", "--ipc", "--net", "--pid", "--root", "--wd"));
    command.addAll(
        List.of(
            "env",
            "-i",
            "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME=/root",
            "LC_ALL=C.UTF-8",
            "DEBIAN_FRONTEND=noninteractive"));
    command.addAll(List.of("bash", "-c", lines));
    return Command.run(command.toArray(String[]::new));
  }

  /** The same; it must succeed. */
  String must(String lines) throws IOException, InterruptedException {
    return run(lines).succeeded();
  }

  @Override
  public void close() throws IOException {
    nspawn.destroy();
    try {
      if (!nspawn.waitFor(1, TimeUnit.MINUTES)) {
        nspawn.destroyForcibly().waitFor();
      }
      Command.run("rm", "-rf", "--one-file-system", root.toString()).succeeded();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
