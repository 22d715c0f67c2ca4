package dev.ferrule.gateway.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.json.JsonTree;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a gateway's stream, JSON subprotocol. Owner: the thread that connected; the web
 * socket's own threads only put what arrives into {@link #arrived}, one message at a time, so that
 * a slow reader slows the sender and not this process's memory.
 */
public final class StreamClient implements AutoCloseable {

  private static final String SUBPROTOCOL = "v1.json.ferrule.dev";

  /** Nobody there is known at once; on a small or busy machine a handshake of TLS takes seconds. */
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(15);

  private static final Duration CLOSE_LIMIT = Duration.ofMillis(300);

  /** Room for a dictionary of all 16384 channels. */
  private static final int MAX_MESSAGE = 16 * 1024 * 1024;

  /** Close code of a connection that ended without one. */
  public static final int NO_CODE = 1006;

  /** What comes of an attempt to connect. */
  public sealed interface Attempt {

    /** It is open. */
    record Open(StreamClient client) implements Attempt {}

    /** Nobody answers there, or something that is no gateway: check the address, or try again. */
    record Unreachable(String reason) implements Attempt {}

    /** The gateway wants to know who asks. */
    record Unauthorized(String reason) implements Attempt {}
  }

  /** What comes out of an open connection. */
  public sealed interface Event {

    /** A message of the gateway. */
    record Message(JsonNode json) implements Event {}

    /** The end, once. */
    record Closed(int code, String reason) implements Event {}
  }

  private final HttpClient http;
  private final BlockingQueue<Event> arrived;
  private final WebSocket socket;

  private StreamClient(HttpClient http, BlockingQueue<Event> arrived, WebSocket socket) {
    this.http = http;
    this.arrived = arrived;
    this.socket = socket;
  }

  /** Connects; takes at most five seconds. */
  public static Attempt connect(GatewayAddress address) throws InterruptedException {
    HttpClient http = address.client(CONNECT_LIMIT);
    // One message on its way and the end behind it.
    BlockingQueue<Event> arrived = new ArrayBlockingQueue<>(2);
    CompletableFuture<WebSocket> opening =
        builder(http, address)
            .connectTimeout(CONNECT_LIMIT)
            .subprotocols(SUBPROTOCOL)
            .buildAsync(address.stream(), new Intake(arrived));
    try {
      WebSocket socket = opening.get(2 * CONNECT_LIMIT.toSeconds(), TimeUnit.SECONDS);
      return new Attempt.Open(new StreamClient(http, arrived, socket));
    } catch (ExecutionException e) {
      http.shutdownNow();
      return refused(address, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      http.shutdownNow();
      return new Attempt.Unreachable(address + " does not answer");
    }
  }

  private static WebSocket.Builder builder(HttpClient http, GatewayAddress address) {
    WebSocket.Builder builder = http.newWebSocketBuilder();
    address.authorization().ifPresent(shown -> builder.header("Authorization", shown));
    return builder;
  }

  private static Attempt refused(GatewayAddress address, Throwable cause) {
    return switch (cause) {
      case WebSocketHandshakeException answer -> {
        int status = answer.getResponse().statusCode();
        if (status == 308) {
          yield new Attempt.Unreachable(
              Unanswered.elsewhere(address, answer.getResponse().headers()));
        }
        if (status == 426) {
          yield new Attempt.Unreachable(Unanswered.plain(address, answer.getResponse().headers()));
        }
        yield status == 401 || status == 403
            ? new Attempt.Unauthorized(address.whoAsks())
            : new Attempt.Unreachable(address + " is no Ferrule gateway (HTTP " + status + ")");
      }
      default -> new Attempt.Unreachable(Unanswered.words(address, cause));
    };
  }

  /** Sends a message; false when the connection is gone. */
  boolean send(String json) throws InterruptedException {
    try {
      socket.sendText(json, true).get(CONNECT_LIMIT.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /** What came next, or nothing when nothing came within {@code wait}. */
  Optional<Event> next(Duration wait) throws InterruptedException {
    Event event = arrived.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    if (event instanceof Event.Message) {
      socket.request(1);
    }
    return Optional.ofNullable(event);
  }

  /** Says goodbye when the gateway listens, and forgets the connection in any case. */
  @Override
  public void close() {
    try {
      socket
          .sendClose(WebSocket.NORMAL_CLOSURE, "")
          .get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // Nobody to say goodbye to.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    socket.abort();
    http.shutdownNow();
  }

  /** Collects the pieces of messages. Owner: the web socket, which calls one method at a time. */
  private static final class Intake implements WebSocket.Listener {

    private final BlockingQueue<Event> arrived;
    private final StringBuilder text = new StringBuilder();

    Intake(BlockingQueue<Event> arrived) {
      this.arrived = arrived;
    }

    @Override
    public void onOpen(WebSocket socket) {
      socket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (text.length() > MAX_MESSAGE) {
        end(1009, "a message was longer than " + MAX_MESSAGE + " characters");
        socket.abort();
      } else if (last) {
        message(socket);
        text.setLength(0);
      } else {
        socket.request(1);
      }
      return null;
    }

    private void message(WebSocket socket) {
      try {
        put(new Event.Message(JsonTree.read(text.toString())));
      } catch (IOException e) {
        end(1007, "a message was not JSON");
        socket.abort();
      }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      end(code, reason);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      end(NO_CODE, "it broke off");
    }

    private void end(int code, String reason) {
      put(new Event.Closed(code, reason));
    }

    /**
     * Never waits long: only one message is asked for at a time, and after the end nothing comes.
     */
    private void put(Event event) {
      boolean unused = arrived.offer(event);
    }
  }
}
