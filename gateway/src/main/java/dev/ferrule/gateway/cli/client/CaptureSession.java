package dev.ferrule.gateway.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.json.JsonTree;
import dev.ferrule.protocol.capture.CaptureEvent;
import dev.ferrule.protocol.capture.CaptureEvent.Direction;
import dev.ferrule.protocol.capture.CaptureText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fetches what a gateway's line carried, then follows it. Owner: the thread that runs it; only
 * {@link #stop} is for others.
 */
public final class CaptureSession {

  /** Takes what belongs into the file, as it comes. */
  public interface Sink {
    /** Some whole lines of a capture. */
    void write(String lines) throws IOException;
  }

  /** How a session ended. */
  public sealed interface End {

    /** As wanted. */
    record Done() implements End {}

    /** There is no such line, or the gateway does not give it. */
    record Refused(String reason) implements End {}

    /** The gateway wants to know who asks. */
    record Unauthorized(String reason) implements End {}

    /** The gateway does not answer, or not any more; what was written is whole. */
    record Unreachable(String reason) implements End {}
  }

  /**
   * What was captured so far.
   *
   * @param received bytes from the device
   * @param sent bytes to the device
   * @param lost events that are missing
   * @param micros from the first event to the last
   */
  public record Tally(long received, long sent, long lost, long micros) {}

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** An answer of this length has a next one at once. */
  private static final int LONG_ANSWER = 64 * 1024;

  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

  private final HttpClient http;
  private final GatewayAddress address;
  private final Sink sink;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private long received;
  private long sent;
  private long lost;
  private long first = -1;
  private long last;

  /** A session that has asked nothing yet. */
  public CaptureSession(GatewayAddress address, Sink sink) {
    this.address = address;
    this.http = address.client(LIMIT);
    this.sink = sink;
  }

  /** Ends {@link #run} after what it is about. Any thread. */
  public void stop() {
    stopped.countDown();
  }

  /** What was captured so far. */
  public Tally tally() {
    return new Tally(received, sent, lost, Math.max(0, last - Math.max(0, first)));
  }

  /**
   * The id of a device on a port.
   *
   * @throws IOException when no gateway answers
   */
  public Optional<String> deviceOn(String port) throws IOException, InterruptedException {
    for (JsonNode device :
        JsonTree.read(get(address.base().resolve("api/v1/devices")).body()).path("devices")) {
      if (isSame(port, device.path("link").asText())) {
        return Optional.of(device.path("id").asText());
      }
    }
    return Optional.empty();
  }

  private static boolean isSame(String port, String link) {
    try {
      return port.equals(link)
          || (link.startsWith("/") && Files.isSameFile(Path.of(port), Path.of(link)));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Fetches what the gateway keeps of a device's line, then what comes.
   *
   * @param follow for how long; zero for what it keeps alone
   * @param told called after each answer
   * @throws IOException when the sink takes no more
   */
  public End run(String device, Duration follow, Runnable told)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + follow.toNanos();
    URI next = address.base().resolve("api/v1/captures/" + device);
    while (true) {
      HttpResponse<String> answer;
      try {
        answer = get(next);
      } catch (IOException e) {
        return new End.Unreachable(Unanswered.words(address, e));
      }
      Matcher link = NEXT.matcher(answer.headers().firstValue("link").orElse(""));
      if (answer.statusCode() != 200 || !link.matches()) {
        return refused(answer);
      }
      next = next.resolve(link.group(1));
      take(answer.body());
      told.run();
      boolean more = answer.body().length() >= LONG_ANSWER;
      if (!more && (System.nanoTime() >= end || stopped.getCount() == 0)) {
        return new End.Done();
      }
      if (!more) {
        long pause = Math.min(PAUSE.toNanos(), Math.max(0, end - System.nanoTime()));
        boolean unused = stopped.await(pause, TimeUnit.NANOSECONDS);
      }
    }
  }

  private HttpResponse<String> get(URI place) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(place).timeout(LIMIT);
    address.authorization().ifPresent(shown -> request.header("Authorization", shown));
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private End refused(HttpResponse<String> answer) {
    int status = answer.statusCode();
    if (status == 401 || status == 403) {
      return new End.Unauthorized(address.whoAsks());
    }
    if (status == 308) {
      return new End.Unreachable(Unanswered.elsewhere(address, answer.headers()));
    }
    if (status == 426) {
      return new End.Unreachable(Unanswered.plain(address, answer.headers()));
    }
    try {
      JsonNode problem = JsonTree.read(answer.body());
      if (problem.has("detail")) {
        return new End.Refused(problem.path("detail").asText());
      }
    } catch (IOException e) {
      // No problem of a gateway.
    }
    return new End.Unreachable(address + " is no Ferrule gateway (HTTP " + status + ")");
  }

  private void take(String lines) throws IOException {
    for (String line : lines.split("\n", -1)) {
      if (!line.isEmpty() && Character.isDigit(line.charAt(0))) {
        count(line);
      }
    }
    if (!lines.isEmpty()) {
      sink.write(lines);
    }
  }

  private void count(String line) throws IOException {
    CaptureEvent event;
    try {
      event = CaptureText.event(line);
    } catch (IllegalArgumentException e) {
      throw new IOException("the gateway sent no capture: " + e.getMessage(), e);
    }
    first = first < 0 ? event.micros() : first;
    last = event.micros();
    switch (event) {
      case CaptureEvent.Data(_, Direction direction, var bytes) -> {
        received += direction == Direction.FROM_DEVICE ? bytes.length() : 0;
        sent += direction == Direction.TO_DEVICE ? bytes.length() : 0;
      }
      case CaptureEvent.Lost(_, long events) -> lost += events;
      case CaptureEvent.Opened _, CaptureEvent.Closed _ -> {}
    }
  }
}
