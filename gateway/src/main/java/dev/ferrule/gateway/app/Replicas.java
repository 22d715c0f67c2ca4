package dev.ferrule.gateway.app;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.gateway.registry.Replica;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Makes replicas of the registry for other loops; stateless. */
final class Replicas {

  private Replicas() {}

  /** A replica for the loop that this is called on, on which the future is completed. */
  static Future<Replica> make(Loop core, Registry registry, Loop here) {
    Promise<Replica> replica = Promise.promise();
    core.run(
        () -> {
          Replica made = registry.replicate(here);
          here.run(() -> replica.complete(made));
        });
    return replica.future();
  }
}
