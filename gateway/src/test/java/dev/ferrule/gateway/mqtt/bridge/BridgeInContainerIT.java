package dev.ferrule.gateway.mqtt.bridge;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.IsRunningStartupCheckStrategy;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

@DisplayName("A bridge at mosquitto, in a container of Testcontainers")
class BridgeInContainerIT extends BrokerContract {

  private static final String IMAGE = "ferrule-mosquitto";

  @TempDir private static Path temp;
  private static DockerEngine engine;

  @BeforeAll
  static void startAnEngine() throws Exception {
    Optional<Path> mosquitto = MosquittoProcess.program();
    assumeTrue(mosquitto.isPresent(), "mosquitto is missing: apt install mosquitto");
    engine = DockerEngine.start(temp);
    engine.image(IMAGE, mosquitto.get());
  }

  @AfterAll
  static void endTheEngine() throws Exception {
    if (engine != null) {
      engine.close();
    }
  }

  @Override
  BrokerUnderTest broker() throws Exception {
    return new Container(MosquittoProcess.program().orElseThrow(), MosquittoProcess.freePort());
  }

  /** One container after the other, on one port of this machine. */
  private static final class Container implements BrokerUnderTest {
    private final Path program;
    private final int port;
    private @Nullable GenericContainer<?> running;

    Container(Path program, int port) {
      this.program = program;
      this.port = port;
    }

    @Override
    public int port() {
      return port;
    }

    @Override
    public void start() throws IOException, InterruptedException {
      String settings = MosquittoProcess.configuration(port, List.of());
      GenericContainer<?> made =
          new GenericContainer<>(DockerImageName.parse(IMAGE))
              .withNetworkMode("host")
              .withCopyToContainer(Transferable.of(settings), "/mosquitto.conf")
              .withCommand(program.toString(), "-c", "/mosquitto.conf")
              .withStartupCheckStrategy(
                  new IsRunningStartupCheckStrategy().withTimeout(Duration.ofMinutes(1)));
      running = made;
      made.start();
      MosquittoProcess.await(port, () -> made.isRunning() ? "" : made.getLogs());
    }

    @Override
    public void kill() {
      GenericContainer<?> killed = Objects.requireNonNull(running);
      killed.getDockerClient().killContainerCmd(killed.getContainerId()).exec();
      killed.stop();
    }

    @Override
    public void close() {
      if (running != null) {
        running.stop();
      }
    }
  }
}
