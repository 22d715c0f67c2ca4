package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.wording.Moments;
import dev.ferrule.gateway.wording.Suggestion;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameters behind the question mark, checked as strictly as a body; stateless. */
public final class Query {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s)");

  private final MultiMap parameters;

  private Query(MultiMap parameters) {
    this.parameters = parameters;
  }

  /**
   * The parameters of a request.
   *
   * @throws JsonFault when one is not among {@code known} or is there twice
   */
  public static Query of(RoutingContext context, Collection<String> known) throws JsonFault {
    MultiMap parameters = parameters(context);
    for (String name : parameters.names()) {
      if (!known.contains(name)) {
        String hint = known.isEmpty() ? "This address takes none." : Suggestion.of(name, known);
        throw new JsonFault(
            "?" + Suggestion.shortened(name),
            "There is no parameter \"" + Suggestion.shortened(name) + "\".",
            hint);
      }
      if (parameters.getAll(name).size() > 1) {
        throw new JsonFault("?" + name, "\"" + name + "\" is there twice.", "");
      }
    }
    return new Query(parameters);
  }

  /** What a parameter is, before anything is known of the request; nothing of a broken query. */
  public static List<String> values(HttpServerRequest request, String name) {
    try {
      return request.params().getAll(name);
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  private static MultiMap parameters(RoutingContext context) throws JsonFault {
    try {
      return context.queryParams();
    } catch (HttpException e) {
      throw new JsonFault("?", "A parameter is not encoded as it should be.", "Write % as %25.");
    }
  }

  /** A list, separated by commas. */
  public Optional<List<String>> list(String name) {
    return Optional.ofNullable(parameters.get(name)).map(text -> List.of(text.split(",", -1)));
  }

  /** A text. */
  Optional<String> text(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** A whole number, 0 or more. */
  OptionalLong number(String name) throws JsonFault {
    Optional<String> text = Optional.ofNullable(parameters.get(name));
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!NUMBER.matcher(text.get()).matches()) {
      throw new JsonFault("?" + name, "\"" + name + "\" is no whole number, 0 or more.", "");
    }
    return OptionalLong.of(Long.parseLong(text.get()));
  }

  /**
   * A moment: RFC 3339, milliseconds since 1970 UTC, or how long ago, such as {@code -15min}.
   *
   * @param now milliseconds since 1970 UTC
   */
  OptionalLong moment(String name, long now) throws JsonFault {
    Optional<String> text = Optional.ofNullable(parameters.get(name));
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong moment = Moments.parse(text.get(), now);
    if (moment.isEmpty()) {
      throw new JsonFault(
          "?" + name,
          "\"" + name + "\" is no moment.",
          "Write 2026-12-01T06:00:00Z, milliseconds since 1970, or how long ago, as in -15min.");
    }
    return moment;
  }

  /** A word out of a few. */
  Optional<String> word(String name, List<String> known) throws JsonFault {
    Optional<String> text = Optional.ofNullable(parameters.get(name));
    if (text.isPresent() && !known.contains(text.get())) {
      throw new JsonFault(
          "?" + name,
          "\"" + name + "\" is none of " + String.join(", ", known) + ".",
          Suggestion.of(text.get(), known));
    }
    return text;
  }

  /** A duration such as {@code 3s} or {@code 500ms}, at most {@code most}. */
  Optional<Duration> duration(String name, Duration most) throws JsonFault {
    Optional<String> text = Optional.ofNullable(parameters.get(name));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = DURATION.matcher(text.get());
    if (matcher.matches()) {
      long amount = Long.parseLong(matcher.group(1));
      Duration found =
          matcher.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
      if (found.compareTo(most) <= 0) {
        return Optional.of(found);
      }
    }
    throw new JsonFault(
        "?" + name,
        "\"" + name + "\" is no duration that is possible here.",
        "Write it with its unit, as in 3s or 500ms; at most " + most.toSeconds() + "s.");
  }
}
