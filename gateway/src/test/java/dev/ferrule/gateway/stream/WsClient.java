package dev.ferrule.gateway.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferrule.protocol.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A stream client on the JDK's WebSocket: everything that comes is kept in order. */
public final class WsClient implements AutoCloseable, WebSocket.Listener {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_S = 60;

  /** What came: text as JSON, or bytes, or the code of the close. */
  public sealed interface Event {
    /** A control message, or readings in JSON. */
    record Text(JsonNode json, String text) implements Event {}

    /** A readings message. */
    record Binary(Bytes bytes) implements Event {}

    /** The end. */
    record Closed(int code, String reason) implements Event {}
  }

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
  private final CompletableFuture<Void> pong = new CompletableFuture<>();
  private final WebSocket socket;

  /** Connects, offering {@code subprotocols} in that order. */
  public WsClient(int port, String... subprotocols) {
    this(HttpClient.newHttpClient(), address(port, ""), subprotocols);
  }

  /** Connects by way of another client, to any address. */
  public WsClient(HttpClient http, URI address, String... subprotocols) {
    this(address, http.newWebSocketBuilder(), subprotocols);
  }

  /** Connects with a token. */
  public static WsClient withToken(int port, String token) {
    return new WsClient(
        address(port, ""),
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + token));
  }

  /** Connects with a ticket. */
  public static WsClient withTicket(int port, String ticket) {
    return new WsClient(
        address(port, "?ticket=" + ticket), HttpClient.newHttpClient().newWebSocketBuilder());
  }

  private static URI address(int port, String query) {
    return URI.create("ws://127.0.0.1:" + port + "/ws/v1" + query);
  }

  private WsClient(URI address, WebSocket.Builder builder, String... subprotocols) {
    if (subprotocols.length == 1) {
      builder.subprotocols(subprotocols[0]);
    } else if (subprotocols.length > 1) {
      builder.subprotocols(
          subprotocols[0], Arrays.copyOfRange(subprotocols, 1, subprotocols.length));
    }
    socket = builder.buildAsync(address, this).orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
  }

  /** The subprotocol that the server chose. */
  String subprotocol() {
    return socket.getSubprotocol();
  }

  /** Says something. */
  public void send(String json) {
    socket.sendText(json, true).orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
  }

  /** Says something, unless the server has closed the connection meanwhile; whether it did not. */
  boolean offer(String json) {
    try {
      send(json);
      return true;
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException) {
        return false;
      }
      throw e;
    }
  }

  /** Sends bytes. */
  void send(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
  }

  /** Sends a ping frame and waits for its pong. */
  void ping() {
    socket.sendPing(ByteBuffer.wrap(new byte[] {1})).join();
    pong.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
  }

  /** The next thing that comes, except {@code time} messages. */
  Event next() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (true) {
      Event event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (event == null) {
        throw new AssertionError("nothing but the time came for " + PATIENCE_S + " s");
      }
      if (!(event instanceof Event.Text(JsonNode json, _)
          && json.path("t").asText().equals("time"))) {
        return event;
      }
    }
  }

  /** The next text message of a type; others are passed over. */
  public JsonNode text(String type) throws InterruptedException {
    while (true) {
      switch (next()) {
        case Event.Text(JsonNode json, _) -> {
          if (json.path("t").asText().equals(type)) {
            return json;
          }
        }
        case Event.Closed closed ->
            throw new AssertionError("closed instead of " + type + ": " + closed);
        case Event.Binary _ -> {}
      }
    }
  }

  /** Waits for a {@code time} message. */
  JsonNode time() throws InterruptedException {
    while (true) {
      Event event = events.poll(PATIENCE_S, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("no time message");
      }
      if (event instanceof Event.Text(JsonNode json, _) && json.path("t").asText().equals("time")) {
        return json;
      }
    }
  }

  /** The next readings message; control messages are passed over. */
  byte[] readings() throws InterruptedException {
    while (true) {
      switch (next()) {
        case Event.Binary(Bytes bytes) -> {
          return bytes.toArray();
        }
        case Event.Closed closed ->
            throw new AssertionError("closed instead of readings: " + closed);
        case Event.Text _ -> {}
      }
    }
  }

  /** The code that the server closes with; what comes before is passed over. */
  public int closeCode() throws InterruptedException {
    while (true) {
      if (next() instanceof Event.Closed(int code, _)) {
        return code;
      }
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      String whole = text.toString();
      text.setLength(0);
      try {
        events.add(new Event.Text(JSON.readTree(whole), whole));
      } catch (IOException e) {
        throw new IllegalStateException("no JSON: " + whole, e);
      }
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    binary.writeBytes(part);
    if (last) {
      events.add(new Event.Binary(Bytes.copyOf(binary.toByteArray())));
      binary.reset();
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    pong.complete(null);
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    events.add(new Event.Closed(code, reason));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    events.add(new Event.Closed(1006, String.valueOf(error)));
  }

  @Override
  public void close() {
    socket.abort();
  }
}
