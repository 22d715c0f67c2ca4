package dev.ferrule.gateway.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferrule.gateway.frames.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A socket that takes as much as a test says. */
final class FakeSocket implements ClientSocket {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What reached the client. */
  private final List<Payload> taken = new ArrayList<>();

  private final Queue<Payload> waiting = new ArrayDeque<>();
  private boolean stalled;
  private long pending;
  private long mostPending;
  private long progress;
  private Runnable drained = () -> {};
  @Nullable CloseCode closed;
  boolean ignored;
  boolean dropped;

  /** The network takes nothing any more. */
  void stall() {
    stalled = true;
  }

  /** The network takes one waiting message. */
  void takeOne() {
    Payload next = waiting.remove();
    taken.add(next);
    pending -= next.size();
    progress++;
    drained.run();
  }

  /** The network takes everything again. */
  void resume() {
    stalled = false;
    while (!waiting.isEmpty()) {
      takeOne();
    }
  }

  @Override
  public void send(Payload payload) {
    if (stalled || !waiting.isEmpty()) {
      waiting.add(payload);
      pending += payload.size();
      mostPending = Math.max(mostPending, pending);
    } else {
      taken.add(payload);
    }
  }

  @Override
  public long pending() {
    return pending;
  }

  @Override
  public long progress() {
    return progress;
  }

  @Override
  public void onProgress(Runnable taker) {
    drained = taker;
  }

  @Override
  public void close(CloseCode code) {
    closed = code;
  }

  @Override
  public void ignore() {
    ignored = true;
  }

  @Override
  public void listen() {
    ignored = false;
  }

  @Override
  public void drop() {
    dropped = true;
    waiting.clear();
    pending = 0;
  }

  long mostPending() {
    return mostPending;
  }

  /** What came since this was last asked. */
  List<Payload> take() {
    List<Payload> since = List.copyOf(taken);
    taken.clear();
    return since;
  }

  /** The text messages of a type among {@code payloads}. */
  static List<JsonNode> texts(List<Payload> payloads, String type) {
    List<JsonNode> texts = new ArrayList<>();
    for (Payload payload : payloads) {
      if (payload.message() instanceof Message.Text(String text)) {
        JsonNode json = json(text);
        if (json.path("t").asText().equals(type)) {
          texts.add(json);
        }
      }
    }
    return texts;
  }

  /** The types of text messages, with {@code binary} for the others. */
  static List<String> types(List<Payload> payloads) {
    return payloads.stream()
        .map(
            payload ->
                switch (payload.message()) {
                  case Message.Binary _ -> "binary";
                  case Message.Text(String text) -> json(text).path("t").asText();
                })
        .toList();
  }

  /** The binary messages among {@code payloads}. */
  static List<byte[]> binaries(List<Payload> payloads) {
    List<byte[]> binaries = new ArrayList<>();
    for (Payload payload : payloads) {
      if (payload.message() instanceof Message.Binary(byte[] bytes)) {
        binaries.add(bytes);
      }
    }
    return binaries;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON: " + text, e);
    }
  }
}
