package dev.ferrule.gateway.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.ledger.Event;
import dev.ferrule.gateway.ledger.Ledger;
import dev.ferrule.gateway.ledger.MemoryLedger;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.CommandState.Rejected;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.DeviceFeed;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.protocol.Quality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A desk with rules and one device that the test speaks for. Channels: pump, valve, heater, cooler
 * (switches, safe off), fan (0 to 100 in steps of 5, safe 0), level (a sensor).
 */
abstract class FarmFixture {

  static final List<String> KEYS = List.of("pump", "valve", "heater", "cooler", "fan", "level");

  final ManualLoop loop = new ManualLoop();
  final List<DeviceCommand> written = new ArrayList<>();
  final List<CommandRecord> told = new ArrayList<>();
  private Registry registry = new Registry(loop);
  CommandDesk desk = new CommandDesk(loop, registry, Rules.NONE, new MemoryLedger());
  DeviceFeed feed = registry.feed("none", "None", "text", "/dev/x", desk);
  final List<Event> events = new ArrayList<>();
  private int count;

  /** The ledger of the desk that {@link #farm} makes. */
  Ledger ledger() {
    return new MemoryLedger();
  }

  void farm(Rules rules, boolean keepsSafe) {
    registry = new Registry(loop, rules::apply);
    desk = new CommandDesk(loop, registry, rules, ledger(), events::add);
    desk.listen(told::add);
    feed = registry.feed("farm", "Farm", "text", "/dev/x", desk);
    desk.attach("farm", keepsSafe, written::add);
    up();
    if (keepsSafe) {
      KEYS.forEach(key -> reading(key, 0));
    }
  }

  void up() {
    feed.channels(
        List.of(
            Channels.relay("farm", "pump"),
            Channels.relay("farm", "valve"),
            Channels.relay("farm", "heater"),
            Channels.relay("farm", "cooler"),
            Channels.setPoint("farm", "fan", false),
            Channels.sensor("farm", "level")));
    feed.state(new DeviceState.Up());
  }

  void farm(String key, ChannelRule rule) {
    farm(new Rules(Map.of(id(key), rule), Map.of()), true);
  }

  void answerAll() {
    answerAllBut();
  }

  void answerAllBut(int... channels) {
    for (DeviceCommand command : List.copyOf(written)) {
      if (Arrays.stream(channels).noneMatch(c -> c == command.channel())) {
        feed.command(command.id(), new CommandProgress.Written());
        reading(KEYS.get(command.channel()), command.value());
        feed.command(command.id(), new CommandProgress.Done(command.value()));
      }
    }
  }

  static ChannelId id(String key) {
    return new ChannelId("farm", key);
  }

  Command submit(String key, double value) {
    return submit(key, value, "");
  }

  Command submit(String key, double value, String proof) {
    int before = written.size();
    Command command = command(key, value, proof);
    CommandRecord record = desk.submit(command, Caller.local("test"));
    assertEquals(before + 1, written.size(), () -> record.state().toString());
    return command;
  }

  Command command(String key, double value, String proof) {
    return new Command("command-" + ++count, id(key), value, Command.DEFAULT_TTL, proof, "test");
  }

  /** The device does what it was asked last. */
  Command finish(Command command) {
    feed.command(command.id(), new CommandProgress.Written());
    feed.command(command.id(), new CommandProgress.Done(command.value()));
    reading(command.channel().key(), command.value());
    assertEquals("confirmed", desk.find(command.id()).orElseThrow().state().word());
    return command;
  }

  void act(String key, double value) {
    finish(submit(key, value));
  }

  Reason refusal(String key, double value) {
    return refusal(key, value, "");
  }

  Reason refusal(String key, double value, String proof) {
    return ((Rejected) desk.submit(command(key, value, proof), Caller.local("test")).state())
        .reason();
  }

  /** What is said of a refusal, and how long to wait where that is known. */
  String refused(String key, double value) {
    var refused = (Rejected) desk.submit(command(key, value, ""), Caller.local("test")).state();
    return refused.text()
        + (refused.retryAfter().isZero() ? "" : " " + refused.retryAfter().toMillis());
  }

  void reading(String key, double value) {
    feed.readings(
        ReadingBatch.single(KEYS.indexOf(key), loop.currentTimeMillis(), value, Quality.GOOD));
  }
}
