package dev.ferrule.gateway.install;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image of the Dockerfile, built and run by an engine of this test's own. */
class ContainerIT {

  @TempDir private Path temp;

  private Process engine;

  @BeforeEach
  void startAnEngine() throws Exception {
    DebianPackage.built();
    String lacking = DebianMachine.lacks();
    assumeTrue(lacking.isEmpty(), lacking);
    assumeTrue(
        Files.isExecutable(Path.of("/usr/sbin/dockerd")),
        "dockerd is missing: apt install docker.io iptables");
    engine =
        new ProcessBuilder(
                "/usr/sbin/dockerd",
                "--host=unix://" + temp.resolve("socket"),
                "--data-root=" + temp.resolve("data"),
                "--exec-root=" + temp.resolve("exec"),
                "--pidfile=" + temp.resolve("pid"),
                "--bridge=none",
                "--iptables=false")
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("log").toFile())
            .start();
    long end = System.nanoTime() + Command.PATIENCE.toNanos();
    while (docker("version").exitCode() != 0) {
      if (!engine.isAlive() || System.nanoTime() > end) {
        throw new AssertionError(Files.readString(temp.resolve("log")));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  @AfterEach
  void endTheEngine() throws Exception {
    if (engine != null) {
      docker("rm", "--force", "ferrule");
      engine.destroy();
      engine.waitFor(1, TimeUnit.MINUTES);
      Command.run("rm", "-rf", temp.resolve("data").toString(), temp.resolve("exec").toString());
    }
  }

  @Test
  void servesThePageWithoutARightOrAFileToWriteButItsData() throws Exception {
    Path base = temp.resolve("base.tar");
    String root = DebianMachine.base("bookworm").toString();
    Command.run("tar", "--create", "--file=" + base, "--directory=" + root, ".").succeeded();
    docker("import", base.toString(), "base").succeeded();
    Files.delete(base);
    docker("build", "--network=none", "--build-arg=BASE=base", "--tag=ferrule", "..").succeeded();

    docker(
            "run",
            "--detach",
            "--name=ferrule",
            "--read-only",
            "--cap-drop=ALL",
            "--security-opt=no-new-privileges",
            "--network=none",
            "--health-interval=1s",
            "ferrule")
        .succeeded();

    awaitHealth();
    String user = docker("exec", "ferrule", "id", "-u").succeeded();
    String version = docker("exec", "ferrule", "ferrule", "--version").succeeded();
    String changed = docker("diff", "ferrule").succeeded();
    docker("stop", "--time=10", "ferrule").succeeded();
    String exit = docker("inspect", "--format={{.State.ExitCode}}", "ferrule").succeeded();
    assertAll(
        () -> assertEquals("901", user.strip()),
        () -> assertTrue(version.startsWith("ferrule 0."), version),
        () -> assertEquals("", changed),
        () -> assertEquals("143", exit.strip(), "SIGTERM, with its safe values; not SIGKILL"));
  }

  private void awaitHealth() throws Exception {
    long end = System.nanoTime() + Command.PATIENCE.toNanos();
    while (!docker("inspect", "--format={{.State.Health.Status}}", "ferrule")
        .succeeded()
        .strip()
        .equals("healthy")) {
      if (System.nanoTime() > end) {
        throw new AssertionError(docker("logs", "ferrule").output());
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private Command.Result docker(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("env", "DOCKER_BUILDKIT=0", "docker"));
    command.add("--host=unix://" + temp.resolve("socket"));
    command.addAll(List.of(words));
    return Command.run(command.toArray(String[]::new));
  }
}
