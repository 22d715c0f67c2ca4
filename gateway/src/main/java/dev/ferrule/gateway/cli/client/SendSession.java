package dev.ferrule.gateway.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.cli.client.StreamClient.Event;
import dev.ferrule.gateway.wording.Suggestion;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends one command over one connection and follows its life. It is sent once: when the connection
 * is lost nobody here knows what became of it, and only a person may say it again. Owner: the
 * command's thread.
 */
public final class SendSession {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  /**
   * PROTOCOL.md B5: after the time to live 5 s for a link to come back, 2 s and a period for the
   * value to show.
   */
  private static final Duration AFTER_TTL = Duration.ofSeconds(10);

  /**
   * What a person asked for.
   *
   * @param id of the command
   * @param channel as typed
   * @param value as typed
   * @param ttl time to live
   * @param proof what shows that a dangerous command is meant, or empty
   * @param toTheEnd whether to wait for the final state
   * @param keep whether to renew the lease of the output for as long as somebody has one
   */
  public record Order(
      String id,
      String channel,
      String value,
      Duration ttl,
      String proof,
      boolean toTheEnd,
      boolean keep) {}

  /** How it ended. */
  public sealed interface End {

    /** Confirmed; or on its way, when nobody wanted to wait. */
    record Done() implements End {}

    /** The value is none of this channel: nothing was sent. */
    record WrongValue(String reason) implements End {}

    /** The gateway answers, but not as it should: nothing was sent. */
    record NotSent(String reason) implements End {}

    /** The output does not have the value: rejected, expired, failed, or no such channel. */
    record Rejected(String reason) implements End {}

    /** Nobody can say whether it has. */
    record Unknown(String reason) implements End {}
  }

  private final StreamClient client;
  private final Order order;
  private final BiConsumer<Optional<ClientChannel>, JsonNode> told;
  private @Nullable ClientChannel channel;

  /** Milliseconds that the output still holds; empty when it holds for ever. */
  private OptionalLong lease = OptionalLong.empty();

  private boolean lost;

  /**
   * A session that has not begun.
   *
   * @param told hears how far it got: the channel and the {@code command} message
   */
  public SendSession(
      StreamClient client, Order order, BiConsumer<Optional<ClientChannel>, JsonNode> told) {
    this.client = client;
    this.order = order;
    this.told = told;
  }

  /** Sends and waits. */
  public End run() throws InterruptedException {
    Optional<JsonNode> message = await(Set.of("dictionary"), ANSWER_LIMIT);
    if (message.isEmpty()) {
      return new End.NotSent("the gateway did not say which channels it has");
    }
    ClientDictionary dictionary = ClientDictionary.of(message.get());
    Optional<ClientChannel> found = dictionary.channel(order.channel());
    if (found.isEmpty()) {
      return new End.Rejected(
          "no channel " + order.channel() + Suggestion.aside(order.channel(), dictionary.ids()));
    }
    channel = found.get();
    OptionalDouble value = found.get().parse(order.value());
    if (value.isEmpty()) {
      return new End.WrongValue(wrongValue(found.get()));
    }
    String command =
        Messages.command(
            order.id(),
            order.channel(),
            value.getAsDouble(),
            order.ttl().toMillis(),
            order.proof());
    if (!client.send(command)) {
      return new End.Unknown("the connection was lost while the command was sent");
    }
    End end = follow();
    return order.keep() && end instanceof End.Done ? keep(command) : end;
  }

  /** Says the same again, three times within each lease, until the lease is lost. */
  private End keep(String command) throws InterruptedException {
    while (lease.isPresent()) {
      if (lease.getAsLong() == 0) {
        return new End.Rejected(
            "the lease is over: the output went on to somebody else, or to safe");
      }
      Duration pause = Duration.ofMillis(lease.getAsLong() / 3);
      long next = System.nanoTime() + pause.toNanos();
      for (Duration left = pause; left.isPositive() && !lost; left = until(next)) {
        await(Set.of(), left);
      }
      if (lost || !client.send(command) || !isRenewed()) {
        return new End.Unknown("the connection was lost, and with it the lease");
      }
    }
    return new End.Done();
  }

  private static Duration until(long nanoTime) {
    return Duration.ofNanos(nanoTime - System.nanoTime());
  }

  private boolean isRenewed() throws InterruptedException {
    long deadline = System.nanoTime() + ANSWER_LIMIT.toNanos();
    while (true) {
      Optional<JsonNode> answer = await(Set.of("command"), until(deadline));
      if (answer.isEmpty()) {
        return false;
      }
      if (answer.get().path("id").asText().equals(order.id())) {
        note(answer.get());
        return true;
      }
    }
  }

  private void note(JsonNode message) {
    lease =
        message.has("lease")
            ? OptionalLong.of(message.path("lease").asLong())
            : OptionalLong.empty();
  }

  private String wrongValue(ClientChannel wanted) {
    String words = String.join(", ", wanted.words());
    return "\""
        + order.value()
        + "\" is no value of "
        + wanted.id()
        + (words.isEmpty() ? "; it takes a number" : "; it takes " + words + " or a number");
  }

  private End follow() throws InterruptedException {
    Duration limit = order.toTheEnd() || order.keep() ? order.ttl().plus(AFTER_TTL) : ANSWER_LIMIT;
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      Optional<JsonNode> answer = await(Set.of("command", "error"), left);
      if (answer.isEmpty()) {
        return new End.Unknown(
            lost
                ? "the connection was lost"
                : "nothing was heard within " + limit.toSeconds() + " s");
      }
      JsonNode message = answer.get();
      if (message.path("ref").asText().equals("command")) {
        return new End.Rejected(
            (message.path("text").asText() + " " + message.path("hint").asText()).strip());
      }
      if (!message.path("id").asText().equals(order.id())) {
        continue;
      }
      told.accept(Optional.ofNullable(channel), message);
      note(message);
      Optional<End> end = end(message);
      if (end.isPresent()) {
        return end.get();
      }
    }
  }

  private Optional<End> end(JsonNode message) {
    String state = message.path("state").asText();
    long wait = message.path("retry_after").asLong();
    String reason =
        "%s (%s): %s%s"
            .formatted(
                state,
                message.path("reason").asText(),
                message.path("text").asText(),
                wait > 0 ? " Try again in " + (wait + 999) / 1000 + " s." : "");
    return switch (state) {
      case "confirmed" -> Optional.of(new End.Done());
      case "rejected", "failed", "expired" -> Optional.of(new End.Rejected(reason));
      case "unknown" -> Optional.of(new End.Unknown(reason));
      case "requested" -> Optional.empty();
      default -> order.toTheEnd() || order.keep() ? Optional.empty() : Optional.of(new End.Done());
    };
  }

  /** The next message of some kinds; empty when the time is up or the connection gone. */
  private Optional<JsonNode> await(Set<String> kinds, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      switch (client.next(left).orElse(null)) {
        case Event.Message(JsonNode message) -> {
          if (kinds.contains(message.path("t").asText())) {
            return Optional.of(message);
          }
        }
        case Event.Closed _ -> {
          lost = true;
          return Optional.empty();
        }
        case null -> {
          if (!left.isPositive()) {
            return Optional.empty();
          }
        }
      }
    }
  }
}
