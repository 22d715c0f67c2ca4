package dev.ferrule.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.LogWitness;
import dev.ferrule.gateway.command.CommandDesk;
import dev.ferrule.gateway.command.Rules;
import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.ledger.MemoryLedger;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.DeviceFeed;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandLogTest {

  private final ManualLoop loop = new ManualLoop();
  private final Registry registry = new Registry(loop);
  private final CommandDesk desk = new CommandDesk(loop, registry, Rules.NONE, new MemoryLedger());
  private final DeviceFeed feed = registry.feed("farm", "Farm", "firmware", "/dev/x", desk);
  private final LogWitness log = new LogWitness("dev.ferrule.command");

  @BeforeEach
  void bringUp() {
    desk.listen(new CommandLog(registry::directory));
    desk.attach("farm", true, _ -> {});
    feed.channels(List.of(Channels.relay("farm", "pump"), Channels.setPoint("farm", "fan", false)));
    feed.state(new DeviceState.Up());
  }

  @AfterEach
  void unhook() {
    log.close();
  }

  private void submit(String channel, double value) {
    var id = ChannelId.parse(channel).orElseThrow();
    desk.submit(
        new Command("command-1", id, value, Duration.ofSeconds(3), false, "kim"),
        Caller.local("test"));
  }

  private void assertLogged(Level level, String logger, String line) {
    var formatter = new SimpleFormatter();
    List<LogRecord> logged = List.copyOf(log.heard());
    assertEquals(List.of(line), logged.stream().map(formatter::formatMessage).toList());
    assertEquals(level, logged.getFirst().getLevel());
    assertEquals(logger, logged.getFirst().getLoggerName());
  }

  @Test
  void hasOneLineForACommandThatHappened() {
    submit("farm.pump", 1);
    feed.command("command-1", new CommandProgress.Written());
    feed.command("command-1", new CommandProgress.Done(1));
    feed.readings(ReadingBatch.single(0, loop.currentTimeMillis(), 1, Quality.GOOD));
    assertLogged(Level.INFO, "dev.ferrule.command.farm", "farm.pump = on by kim: confirmed");
  }

  @Test
  void saysWhyACommandWasRefused() {
    submit("farm.fan", 500);
    assertLogged(
        Level.INFO,
        "dev.ferrule.command.farm",
        "farm.fan = 500 % by kim: rejected (range): 500 is not allowed: 0 to 100 %");
  }

  @Test
  void warnsOfACommandThatCameToNothing() {
    submit("farm.pump", 1);
    feed.command("command-1", new CommandProgress.Expired());
    assertLogged(
        Level.WARNING,
        "dev.ferrule.command.farm",
        "farm.pump = on by kim: expired: its time to live ended first");
  }

  /** A stranger chooses no logger: each has a limit of its own. */
  @Test
  void hasOneLoggerForAllChannelsThatDoNotExist() {
    submit("other.pump", 1);
    assertLogged(
        Level.INFO,
        "dev.ferrule.command",
        "other.pump = 1 by kim: rejected (no_channel): There is no channel other.pump");
  }
}
