package dev.ferrule.gateway.app;

import dev.ferrule.gateway.clock.WallClock;
import dev.ferrule.gateway.command.CommandPort;
import dev.ferrule.gateway.command.DeskPort;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.mqtt.bridge.Bridge;
import dev.ferrule.gateway.mqtt.bridge.BridgeSettings;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.gateway.registry.Replica;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The loop of all bridges to brokers: a replica of the registry and a door to the desk for them
 * together.
 *
 * <p>Owner: the loop that it is deployed on.
 */
final class Bridges extends VerticleBase {

  /** How long goodbyes may take. */
  private static final Duration GOODBYE = Duration.ofMillis(400);

  private final WallClock clock;
  private final Loop core;
  private final Registry registry;
  private final CommandPort commands;
  private final List<BridgeSettings> settings;
  private final Consumer<Loop> started;

  /** Filled before it is deployed; then nobody writes. */
  private final List<Bridge> bridges = new ArrayList<>();

  /** Bridges that are not started yet; {@code started} is told of their loop. */
  Bridges(
      WallClock clock,
      Loop core,
      Registry registry,
      CommandPort commands,
      List<BridgeSettings> settings,
      Consumer<Loop> started) {
    this.clock = clock;
    this.core = core;
    this.registry = registry;
    this.commands = commands;
    this.settings = settings;
    this.started = started;
  }

  @Override
  public Future<?> start() {
    VertxLoop loop = VertxLoop.current(clock);
    started.accept(loop);
    Promise<Replica> replica = Promise.promise();
    core.run(
        () -> {
          Replica made = registry.replicate(loop);
          loop.run(() -> replica.complete(made));
        });
    return replica.future().map(made -> begin(loop, made));
  }

  private int begin(Loop loop, Replica replica) {
    CommandPort door =
        new DeskPort.Queued(commands, command -> replica.directory().isSafe(command));
    for (BridgeSettings one : settings) {
      var bridge = new Bridge(loop, replica, door, one, Version.text(), new Random());
      bridges.add(bridge);
      bridge.start();
    }
    return bridges.size();
  }

  /** How each stands. Any thread, once it is deployed. */
  List<Bridge.Standing> standings() {
    return bridges.stream().map(Bridge::standing).toList();
  }

  /** Says goodbye to all brokers at once. */
  @Override
  public Future<?> stop() {
    List<Future<?>> goodbyes = new ArrayList<>();
    for (Bridge bridge : bridges) {
      Promise<?> done = Promise.promise();
      bridge.close(GOODBYE, done::tryComplete);
      goodbyes.add(done.future());
    }
    return Future.all(goodbyes);
  }
}
