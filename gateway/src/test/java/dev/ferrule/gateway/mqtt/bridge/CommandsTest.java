package dev.ferrule.gateway.mqtt.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.command.CommandDesk;
import dev.ferrule.gateway.command.DeskPort;
import dev.ferrule.gateway.command.Rules;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.ledger.MemoryLedger;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.mqtt.Arrival;
import dev.ferrule.gateway.mqtt.BrokerSettings.Version;
import dev.ferrule.gateway.registry.DeviceFeed;
import dev.ferrule.gateway.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a broker could send that no honest one would, and what is left of a command's time. */
class CommandsTest {

  private static final String SET = "ferrule/g/boiler/pump/set";

  private final ManualLoop loop = new ManualLoop();
  private final Registry registry = new Registry(loop);
  private final CommandDesk desk = new CommandDesk(loop, registry, Rules.NONE, new MemoryLedger());
  private final List<DeviceCommand> written = new ArrayList<>();
  private final List<Answers.Answer> answers = new ArrayList<>();
  private final Commands commands =
      new Commands(
          loop,
          BridgeRig.settings(BridgeRig.broker(1883, Version.V5), "boiler.*"),
          new DeskPort(loop, desk),
          answers::add);

  @BeforeEach
  void aDeviceIsUp() {
    DeviceFeed feed = registry.feed("boiler", "Boiler", "text", "/dev/x", desk);
    desk.attach("boiler", true, written::add);
    feed.channels(List.of(Channels.relay("boiler", "pump")));
    feed.state(new DeviceState.Up());
    loop.runReady();
    commands.directory(registry.directory());
  }

  private void say(String topic, OptionalLong expiry) {
    byte[] payload =
        "{\"id\":\"command-1\",\"value\":1,\"ttl\":5000}".getBytes(StandardCharsets.UTF_8);
    commands.arrived(
        new Arrival(topic, payload, false, expiry, Optional.empty(), Optional.empty()));
    loop.runReady();
  }

  @Test
  void hearsNothingThatItDidNotAskFor() {
    for (String topic : List.of("", "x", "set", "ferrule/g/boiler/pump", "ferrule/g/$state")) {
      say(topic, OptionalLong.empty());
    }
    assertEquals(List.of(), answers);
    say("/set", OptionalLong.empty());
    assertTrue(answers.getFirst().json().contains("no_channel"), answers::toString);
    assertEquals(List.of(), written);
  }

  @Test
  void refusesWhatExpiredOnItsWay() {
    say(SET, OptionalLong.of(0));
    assertTrue(answers.getFirst().json().contains("\"stale\""), answers::toString);
    assertEquals(List.of(), written);
  }

  @Test
  void givesACommandNoMoreTimeThanTheBrokerHasLeftIt() {
    say(SET, OptionalLong.of(2));
    DeviceCommand command = written.getFirst();
    assertEquals(2_000_000_000L, command.deadline() - loop.nanoTime());
  }
}
