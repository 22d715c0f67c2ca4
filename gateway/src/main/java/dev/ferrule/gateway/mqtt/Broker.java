package dev.ferrule.gateway.mqtt;

import dev.ferrule.gateway.loop.Loop;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A broker that the gateway is a client of: connects, comes back after a pause when that fails or
 * the connection is lost, and says why in the log, once per cause.
 *
 * <p>The pause is random between nothing and a limit that doubles with each failure ("full
 * jitter"), so that many gateways do not come back in step. Every connection begins without
 * anything from before: what was under way when one was lost is for its owner to send again.
 *
 * <p>Owner: its loop. Callbacks of an earlier connection are not heard.
 */
public final class Broker {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LEAST_PAUSE = Duration.ofMillis(200);

  /** A connection that held so long was a good one. */
  private static final Duration STEADY = Duration.ofSeconds(20);

  private final Loop loop;
  private final BrokerSettings settings;
  private final Publication will;
  private final Listener listener;
  private final RandomGenerator random;
  private final Logger log;

  // Of this connection.
  private @Nullable BrokerClient client;
  private boolean connected;
  private long connectedAt;

  /** Why it was lost, when that is heard before that it was there: they come on two threads. */
  private @Nullable Throwable lostEarly;

  /** Counts connections; a callback of another one comes too late. */
  private int attempt;

  // Since the start.
  private int failures;
  private String lastTrouble = "";
  private boolean wasConnected;
  private boolean closed;

  /** What its owner is told, on the loop. */
  public interface Listener {

    /** It is there; {@code most} messages may be under way to it at a time, 1 or more. */
    void connected(int most);

    /** It is gone: nothing that was under way will be told of any more. */
    void lost();

    /** It sent something. */
    void arrived(Arrival message);
  }

  /**
   * A broker that is not connected to yet.
   *
   * @param will what the broker tells when the gateway is gone without a goodbye
   */
  public Broker(
      Loop loop,
      BrokerSettings settings,
      Publication will,
      Listener listener,
      RandomGenerator random) {
    this.loop = loop;
    this.settings = settings;
    this.will = will;
    this.listener = listener;
    this.random = random;
    this.log = System.getLogger("dev.ferrule.mqtt." + settings.name());
  }

  /** Whether messages can be handed over now. */
  public boolean isConnected() {
    return connected;
  }

  /** Why it is not connected, for people; empty while it is, and before that was tried. */
  public String trouble() {
    return lastTrouble;
  }

  /** Connects, and goes on trying. */
  public void connect() {
    if (closed) {
      return;
    }
    int mine = ++attempt;
    var events =
        new BrokerClient.Events(
            loop,
            message -> {
              if (mine == attempt && connected) {
                listener.arrived(message);
              }
            },
            () ->
                log.log(Level.WARNING, "The broker sends more than can be heard: some is dropped"),
            why -> lost(mine, why),
            new AtomicLong());
    Thread.ofVirtual()
        .name("mqtt-files")
        .start(
            () -> {
              try {
                BrokerClient made = BrokerClient.of(settings, Optional.of(will), events);
                loop.execute(() -> connect(mine, made));
              } catch (TlsFiles.Unusable e) {
                loop.execute(() -> failed(mine, e));
              }
            });
  }

  private void connect(int mine, BrokerClient made) {
    if (closed || mine != attempt) {
      return;
    }
    client = made;
    lostEarly = null;
    hear(
        made.connect(),
        most -> {
          if (mine != attempt || closed) {
            end(made);
          } else if (lostEarly != null) {
            tryAgain(Trouble.lost(lostEarly, settings));
          } else {
            opened(most);
          }
        },
        why -> failed(mine, why));
  }

  private void opened(int most) {
    connected = true;
    connectedAt = loop.nanoTime();
    log.log(
        Level.INFO,
        wasConnected ? "Connected again to {0}" : "Connected to {0} as {1}",
        settings.address(),
        settings.clientId());
    wasConnected = true;
    lastTrouble = "";
    listener.connected(most);
  }

  private void failed(int mine, Throwable why) {
    if (mine == attempt && !closed) {
      tryAgain(Trouble.connecting(why, settings));
    }
  }

  private void lost(int mine, Throwable why) {
    if (mine != attempt) {
      return;
    }
    if (!connected) {
      lostEarly = why; // or connecting failed, which tells so by itself
      return;
    }
    connected = false;
    if (loop.nanoTime() - connectedAt >= STEADY.toNanos()) {
      failures = 0;
    }
    if (!closed) {
      listener.lost();
      tryAgain(Trouble.lost(why, settings));
    }
  }

  private void tryAgain(Trouble trouble) {
    attempt++; // nothing of this connection is heard any more
    client = null;
    Duration pause = pause();
    failures++;
    boolean isNew = !trouble.text().equals(lastTrouble);
    lastTrouble = trouble.text();
    log.log(
        isNew ? Level.WARNING : Level.DEBUG,
        "Not connected to {0}: {1}. Goes on trying",
        settings.address(),
        trouble.text());
    loop.after(pause, this::connect);
  }

  private Duration pause() {
    Duration limit = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 6));
    long most = Math.min(limit.toNanos(), LONGEST_PAUSE.toNanos());
    return Duration.ofNanos(Math.max(LEAST_PAUSE.toNanos(), random.nextLong(most)));
  }

  /** Asks for what matches the filters; {@code done} when the broker has agreed. */
  public void subscribe(List<String> filters, Runnable done) {
    int mine = attempt;
    client()
        .ifPresent(
            open ->
                hear(
                    open.subscribe(filters),
                    _ -> {
                      if (mine == attempt && connected) {
                        done.run();
                      }
                    },
                    why ->
                        log.log(
                            Level.WARNING,
                            "{0} takes no subscription to {1}: {2}",
                            settings.address(),
                            String.join(", ", filters),
                            Trouble.publishing(why))));
  }

  /**
   * Hands over a message; {@code then} hears what becomes of it, unless the connection is lost
   * first, which the listener is told.
   */
  public void publish(Publication message, Consumer<Delivery> then) {
    int mine = attempt;
    client()
        .ifPresent(
            open ->
                hear(
                    open.publish(message),
                    told -> {
                      if (mine == attempt && connected) {
                        then.accept(told);
                      }
                    },
                    why -> {
                      if (mine == attempt && connected) {
                        then.accept(new Delivery.Refused(Trouble.publishing(why)));
                      }
                    }));
  }

  private Optional<BrokerClient> client() {
    return connected ? Optional.ofNullable(client) : Optional.empty();
  }

  /**
   * Tells a last message and ends the connection.
   *
   * @param limit how long that may take
   * @param done told on the loop, once
   */
  public void close(Publication goodbye, Duration limit, Runnable done) {
    Optional<BrokerClient> open = client();
    closed = true;
    attempt++;
    connected = false;
    if (open.isEmpty()) {
      Optional.ofNullable(client).ifPresent(Broker::end);
      done.run();
      return;
    }
    var once = new CompletableFuture<Void>();
    hear(once, _ -> done.run(), _ -> done.run());
    loop.after(limit, () -> once.complete(null));
    var _ =
        open.get()
            .publish(goodbye)
            .exceptionally(_ -> new Delivery.Taken()) // the will says it then
            .thenCompose(_ -> open.get().disconnect())
            .whenComplete((_, _) -> once.complete(null));
  }

  private static void end(BrokerClient made) {
    var _ = made.disconnect().exceptionally(_ -> null);
  }

  /** Carries the end of a future to the loop. */
  private <T> void hear(CompletableFuture<T> future, Consumer<T> done, Consumer<Throwable> failed) {
    var _ =
        future.whenComplete(
            (result, thrown) ->
                loop.execute(
                    () -> {
                      if (thrown == null) {
                        done.accept(result);
                      } else {
                        failed.accept(thrown);
                      }
                    }));
  }
}
