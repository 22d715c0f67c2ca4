package dev.ferrule.gateway.app;

import dev.ferrule.gateway.clock.WallClock;
import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.history.History;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;

/**
 * The loop that readings are gathered on for the history. One of the devices' loops: it goes on
 * while clients are said goodbye to, until the outputs are at their safe values.
 */
final class HistoryVerticle extends VerticleBase {

  private final CoreVerticle core;
  private final Configuration configuration;
  private final WallClock clock;
  private final Promise<History> history = Promise.promise();

  private HistoryVerticle(CoreVerticle core, Configuration configuration, WallClock clock) {
    this.core = core;
    this.configuration = configuration;
    this.clock = clock;
  }

  /** Begins to remember; whoever started it closes the history. */
  static Future<History> start(
      Vertx vertx, CoreVerticle core, Configuration configuration, WallClock clock) {
    var verticle = new HistoryVerticle(core, configuration, clock);
    return vertx.deployVerticle(verticle).compose(_ -> verticle.history.future());
  }

  @Override
  public Future<?> start() {
    VertxLoop loop = VertxLoop.current(clock);
    return loop.replica(core.loop(), core.registry())
        .onSuccess(
            replica ->
                history.complete(
                    History.start(loop, replica, configuration.data(), configuration.history())));
  }
}
