package dev.ferrule.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.sim.pty.Pty;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The gateway on a machine whose /tmp takes nothing. */
@Timeout(300)
class FullTmpIT {

  @TempDir private Path temp;

  @Test
  void opensPortsAndSocketsWithoutATmpThatCanBeWritten() throws Exception {
    try (Pty board = Pty.open()) {
      Path file =
          Files.writeString(
              temp.resolve("g.yaml"),
              """
              http: {port: 0}
              devices:
                desk: {driver: text, port: %s, channels: {temp: {unit: Cel}}}
              """
                  .formatted(board.path()));
      List<String> command =
          List.of(
              "env",
              "FERRULE_JAVA_OPTS=-Djava.io.tmpdir=/proc -Duser.home=/proc",
              Program.LAUNCHER.toString(),
              "run",
              "-v",
              "--config",
              file.toString(),
              "--data",
              temp.resolve("data").toString());
      try (Program gateway = Program.start("run", temp, command)) {
        gateway.await("desk is connecting");
        gateway.await("Sockets use epoll");
        gateway.await("Dashboard: ");
        assertEquals(143, gateway.terminate());
      }
    }
  }
}
