package dev.ferrule.gateway.device.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceRuntime;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.serial.SerialLine;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.loop.ThreadLoop;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.sim.pty.Pty;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A board that talks and does not read, on a real pseudo-terminal. */
@Timeout(300)
class UnreadBoardIT {

  private static final int COMMANDS = 74;

  private final ThreadLoop loop = new ThreadLoop();
  private final RecordedEvents events = new RecordedEvents();

  @AfterEach
  void stop() {
    loop.close();
  }

  @Test
  void hasFewLinesToReadLaterAndNoneThatWasToldNotToHappen() throws Exception {
    try (Pty board = Pty.open()) {
      var settings = new TextSettings(List.of(TextBoards.relay("lamp", Optional.empty())));
      var line = new SerialLine(new SerialSettings(board.path().toString()), "lamp", loop);
      var driver = new TextDriver("lamp", settings, loop, events);
      var device = new DeviceRuntime("lamp", loop, line, driver, events);
      device.start();
      loop.await(() -> events.states.contains(new DeviceState.Up()));
      for (int i = 0; i < COMMANDS; i++) {
        String id = "c" + i;
        long deadline = loop.nanoTime() + 3_000_000_000L;
        device.sendCommand(new DeviceCommand(id, 0, i % 2, deadline));
        loop.await(() -> isOver(id));
      }
      List<String> told =
          loop.call(
              () ->
                  events.commands.values().stream()
                      .map(steps -> steps.getLast().getClass().getSimpleName())
                      .toList());
      long sent = told.stream().filter("Sent"::equals).count();
      var lying = new StringBuilder();
      while (lying.toString().lines().count() < sent) { // the kernel moves them by and by
        lying.append(read(board));
      }
      assertEquals(sent, lying.toString().lines().count(), "each line that lies there was sent");
      assertTrue(sent <= Unproved.LIMIT, sent + " lines");
      assertTrue(told.contains("Refused"), told.toString());
      line.close();
    }
  }

  private boolean isOver(String id) {
    List<CommandProgress> steps = events.progress(id);
    return !steps.isEmpty() && !(steps.getLast() instanceof CommandProgress.Written);
  }

  private static String read(Pty board) {
    byte[] all = new byte[Pty.CHUNK];
    int length = board.read(all);
    return new String(all, 0, Math.max(length, 0), ISO_8859_1);
  }
}
