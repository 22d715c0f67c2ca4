package dev.ferrule.gateway.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.cli.client.StreamClient.Attempt;
import dev.ferrule.gateway.cli.client.StreamClient.Event;
import dev.ferrule.gateway.wording.Suggestion;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows readings for as long as somebody looks, over lost connections. Owner: the command's
 * thread.
 */
public final class WatchSession {

  private static final Duration STEP = Duration.ofMillis(100);

  /** The gateway says something every 5 s; after this it is gone, whatever the network thinks. */
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(6);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** Close codes after which trying again would end in the same way (PROTOCOL.md B6). */
  private static final Set<Integer> FINAL_CODES = Set.of(1008, 1009, 4400);

  /** How it ended. */
  public sealed interface End {

    /** As many readings as wanted were shown, or nobody reads any more. */
    record Done() implements End {}

    /** There was no connection in the first place. */
    record Unreachable(String reason) implements End {}

    /** The gateway wants to know who asks. */
    record Unauthorized(String reason) implements End {}

    /** The gateway does not want this client. */
    record Refused(String reason) implements End {}
  }

  private final GatewayAddress address;
  private final List<String> patterns;
  private final double rate;
  private final long count;
  private final WatchView view;
  private final Map<String, ClientReading> latest = new HashMap<>();
  private ClientDictionary dictionary = ClientDictionary.EMPTY;
  private long clockAhead;
  private long shown;

  /**
   * A session that has not begun.
   *
   * @param patterns which channels; none for all
   * @param rate messages per second at most, 0 for no limit
   * @param count ends after so many readings, 0 for never
   */
  public WatchSession(
      GatewayAddress address, List<String> patterns, double rate, long count, WatchView view) {
    this.address = address;
    this.patterns = patterns.isEmpty() ? List.of("*") : List.copyOf(patterns);
    this.rate = rate;
    this.count = count;
    this.view = view;
  }

  /** Shows readings until there is a reason to end. */
  public End run() throws InterruptedException {
    return switch (StreamClient.connect(address)) {
      case Attempt.Open(StreamClient client) -> stay(client);
      case Attempt.Unreachable(String reason) -> new End.Unreachable(reason);
      case Attempt.Unauthorized(String reason) -> new End.Unauthorized(reason);
    };
  }

  private End stay(StreamClient first) throws InterruptedException {
    StreamClient client = first;
    while (true) {
      Optional<End> end = follow(client);
      if (end.isPresent()) {
        return end.get();
      }
      switch (connectAgain()) {
        case Attempt.Open(StreamClient next) -> client = next;
        case Attempt.Unreachable _ -> {
          return new End.Done();
        }
        case Attempt.Unauthorized(String reason) -> {
          return new End.Unauthorized(reason);
        }
      }
      view.note("connected again");
    }
  }

  /** Tries until somebody answers; unreachable only when nobody looks any more. */
  private Attempt connectAgain() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      boolean abandoned = rest(pause);
      Attempt attempt = StreamClient.connect(address);
      if (abandoned || !(attempt instanceof Attempt.Unreachable)) {
        return attempt;
      }
      Duration longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }
  }

  /** Until the connection ends; empty when a new one should be tried. */
  private Optional<End> follow(StreamClient client) throws InterruptedException {
    try (client) {
      String lost = client.send(Messages.subscribe(patterns, rate)) ? "" : "nothing can be sent";
      long lastHeard = System.nanoTime();
      long lastDrawn = 0;
      while (lost.isEmpty()) {
        Optional<Event> event = client.next(STEP);
        long now = System.nanoTime();
        switch (event.orElse(null)) {
          case null -> lost = now - lastHeard > SILENCE_LIMIT.toNanos() ? "it says nothing" : "";
          case Event.Message(JsonNode message) -> {
            lastHeard = now;
            take(message);
          }
          case Event.Closed(int code, String reason) when FINAL_CODES.contains(code) -> {
            return Optional.of(new End.Refused(closed(code, reason)));
          }
          case Event.Closed(int code, String reason) -> lost = closed(code, reason);
        }
        if (now - lastDrawn > STEP.toNanos()) {
          lastDrawn = now;
          draw();
        }
        if ((count > 0 && shown >= count) || view.isAbandoned()) {
          return Optional.of(new End.Done());
        }
      }
      view.note("connection to " + address + " lost (" + lost + "); trying again");
      return Optional.empty();
    }
  }

  private static String closed(int code, String reason) {
    if (code == StreamClient.NO_CODE) {
      return reason.isEmpty() ? "broken" : reason;
    }
    return reason.isEmpty() ? "code " + code : reason + ", code " + code;
  }

  private void take(JsonNode message) {
    switch (message.path("t").asText()) {
      case "hello", "time" ->
          clockAhead = message.path("time").asLong() - System.currentTimeMillis();
      case "dictionary" -> dictionary = ClientDictionary.of(message);
      case "subscribed" -> {
        if (message.path("channels").isEmpty()) {
          view.note("no channel matches " + String.join(" ", patterns) + suggestion());
        }
      }
      case "readings" -> dictionary.readings(message).forEach(this::show);
      case "device" -> {
        String reason = message.path("reason").asText();
        view.note(
            message.path("id").asText()
                + " is "
                + message.path("state").asText()
                + (reason.isEmpty() ? "" : ": " + reason));
      }
      case "merged" ->
          view.note(
              message.path("count").asLong()
                  + " readings were replaced by newer ones: too slow here");
      case "error" ->
          view.note((message.path("text").asText() + " " + message.path("hint").asText()).strip());
      default -> {} // of a later version
    }
  }

  private String suggestion() {
    var ids = dictionary.ids();
    if (ids.isEmpty()) {
      return "; there are no channels yet";
    }
    return patterns.stream()
        .map(pattern -> Suggestion.aside(pattern, ids))
        .filter(hint -> !hint.isEmpty())
        .findFirst()
        .orElse(
            "; there are "
                + String.join(" ", ids.stream().limit(12).toList())
                + (ids.size() > 12 ? " …" : ""));
  }

  /** A snapshot repeats what has been seen already. */
  private void show(ClientReading reading) {
    ClientReading before = latest.put(reading.channel().id(), reading);
    boolean isNew = before == null || !reading.repeats(before);
    if (isNew && (count == 0 || shown < count)) {
      shown++;
      view.reading(reading);
    }
  }

  private void draw() {
    view.tick(System.currentTimeMillis() + clockAhead);
  }

  /** Waits, while ages go on; true when nobody looks any more. */
  private boolean rest(Duration pause) throws InterruptedException {
    long end = System.nanoTime() + pause.toNanos();
    while (System.nanoTime() < end) {
      draw();
      if (view.isAbandoned()) {
        return true;
      }
      Thread.sleep(STEP);
    }
    return false;
  }
}
