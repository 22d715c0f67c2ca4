package dev.ferrule.gateway.app;

import dev.ferrule.gateway.clock.WallClock;
import dev.ferrule.gateway.command.CommandPort;
import dev.ferrule.gateway.command.DeskPort;
import dev.ferrule.gateway.device.FlightRecorder;
import dev.ferrule.gateway.history.History;
import dev.ferrule.gateway.history.Recollection;
import dev.ferrule.gateway.ledger.LedgerView;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.loop.Turns;
import dev.ferrule.gateway.metrics.Metrics;
import dev.ferrule.gateway.outbox.Receiver;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.gateway.registry.Replica;
import dev.ferrule.gateway.security.accounts.Accounts;
import dev.ferrule.gateway.stream.ClientCount;
import dev.ferrule.gateway.stream.ServerName;
import dev.ferrule.gateway.stream.StreamEndpoint;
import dev.ferrule.gateway.stream.StreamHub;
import dev.ferrule.gateway.stream.StreamSettings;
import dev.ferrule.gateway.web.Access;
import dev.ferrule.gateway.web.HttpEndpoint;
import dev.ferrule.gateway.web.HttpSettings;
import dev.ferrule.gateway.web.WebSockets;
import dev.ferrule.gateway.web.layout.Layouts;
import dev.ferrule.gateway.web.tls.IdentityKeeper;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One event loop that serves clients: a replica of the registry, a stream hub, an HTTP endpoint.
 *
 * <p>Owner: the loop that it is deployed on.
 */
final class ServingVerticle extends VerticleBase {

  /**
   * What all serving loops share.
   *
   * @param core loop of the registry
   * @param registry devices, channels, readings
   * @param commands the desk
   * @param http where to listen
   * @param identity who the server is
   * @param stream how to treat stream clients
   * @param name how the gateway introduces itself
   * @param recorders of serial lines, by the id of each device on them
   * @param clients how many stream clients there are
   * @param access who is let in
   * @param history what is remembered, if anything is
   * @param metrics figures for monitoring systems
   * @param upstream how those stand that are told readings
   * @param ledger what was recorded
   * @param layouts how users want the dashboard
   * @param started told of each serving loop
   */
  record Shared(
      WallClock clock,
      Loop core,
      Registry registry,
      CommandPort commands,
      HttpSettings http,
      IdentityKeeper identity,
      StreamSettings stream,
      ServerName name,
      Map<String, FlightRecorder> recorders,
      ClientCount clients,
      Access access,
      Optional<History> history,
      Metrics metrics,
      Supplier<List<Receiver>> upstream,
      LedgerView ledger,
      Layouts layouts,
      Consumer<Loop> started) {}

  private static final Duration LOOK = Duration.ofSeconds(10);

  private final Shared shared;
  private final Promise<Integer> port;
  private @Nullable StreamHub hub;
  private @Nullable HttpEndpoint endpoint;

  private ServingVerticle(Shared shared, Promise<Integer> port) {
    this.shared = shared;
    this.port = port;
  }

  /**
   * Starts as many serving loops as the settings say, on one port.
   *
   * @return the port; fails with {@link dev.ferrule.gateway.web.CannotListen}
   */
  static Future<Integer> start(Vertx vertx, Shared shared) {
    Promise<Integer> port = Promise.promise();
    return vertx
        .deployVerticle(
            () -> new ServingVerticle(shared, port),
            new DeploymentOptions().setInstances(shared.http().loops()))
        .compose(_ -> port.future());
  }

  @Override
  public Future<?> start() {
    VertxLoop loop = VertxLoop.current(shared.clock());
    shared.started().accept(loop);
    return loop.replica(shared.core(), shared.registry()).compose(made -> serve(loop, made));
  }

  private Future<Integer> serve(Loop loop, Replica replica) {
    CommandPort commands =
        new DeskPort.Queued(shared.commands(), command -> replica.directory().isSafe(command));
    Turns turns = new Turns(loop);
    StreamHub streams =
        new StreamHub(
            loop,
            turns,
            replica,
            commands,
            shared.stream(),
            shared.name(),
            shared.clients(),
            shared.history().<Recollection>map(history -> history).orElse(Recollection.NONE));
    WebSockets sockets =
        new WebSockets(
            new StreamEndpoint(streams)::handle,
            StreamEndpoint.subprotocols(),
            StreamSettings.MAX_CLIENT_MESSAGE);
    HttpEndpoint http =
        new HttpEndpoint(
            vertx,
            loop,
            turns,
            shared.http(),
            replica,
            commands,
            shared.recorders(),
            shared.access(),
            shared.history(),
            shared.metrics(),
            shared.upstream(),
            shared.ledger(),
            shared.layouts(),
            sockets,
            shared.identity());
    watchAccess(loop, streams);
    hub = streams;
    endpoint = http;
    return http.start().onSuccess(port::tryComplete);
  }

  /** Clients who may no more what they might when they came have to come again. */
  private void watchAccess(Loop loop, StreamHub streams) {
    if (shared.access() instanceof Access.Guarded(_, Accounts accounts, _)) {
      Runnable look =
          () -> {
            long now = System.currentTimeMillis();
            streams.admitAgain(caller -> accounts.roster().grantOf(caller, now));
          };
      accounts.listen(loop, look);
      lookAgain(loop, look, streams, accounts);
    }
  }

  /** What ends by time ends without a word; and who watches makes use of a session. */
  private static void lookAgain(Loop loop, Runnable look, StreamHub streams, Accounts accounts) {
    loop.after(
        LOOK,
        () -> {
          look.run();
          streams.callers().forEach(accounts::touch);
          lookAgain(loop, look, streams, accounts);
        });
  }

  /** Says goodbye to clients, then closes what is open. */
  @Override
  public Future<?> stop() {
    if (hub != null) {
      hub.close();
    }
    return endpoint == null ? Future.succeededFuture() : endpoint.stop();
  }
}
