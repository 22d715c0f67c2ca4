package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.history.History;
import dev.ferrule.gateway.history.file.HistoryRules;
import dev.ferrule.gateway.history.file.HistoryStatus;
import dev.ferrule.gateway.history.query.Export;
import dev.ferrule.gateway.history.query.HistoryReader;
import dev.ferrule.gateway.history.query.HistoryReader.Outcome;
import dev.ferrule.gateway.history.query.Question;
import dev.ferrule.gateway.json.Forms;
import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.json.Problem;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.Commits;
import dev.ferrule.gateway.security.Act;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The past over REST: curves of so many points, or every reading in parts that take no memory.
 *
 * <p>Owner: its loop. Files are read, and texts made, on the history's own thread.
 */
public final class HistoryApi implements Resource {

  private static final Duration USUAL = Duration.ofMinutes(15);
  private static final int USUAL_POINTS = 1_000;
  private static final int MOST_POINTS = 10_000;

  /**
   * Exports at a time of a loop; each may have a quarter of a mebibyte on its way to its client.
   */
  private static final int MOST_EXPORTS = 8;

  private static final List<String> PARAMETERS =
      List.of("channels", "from", "to", "points", "format");

  /** How an answer is written. */
  private enum Format {
    JSON("application/json"),
    NDJSON("application/x-ndjson"),
    CSV("text/csv");

    final String type;

    Format(String type) {
      this.type = type;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Loop loop;
  private final Optional<History> history;
  private int exports;

  public HistoryApi(Loop loop, Optional<History> history) {
    this.loop = loop;
    this.history = history;
  }

  @Override
  public String path() {
    return "/api/v1/history";
  }

  @Override
  public void addTo(Router router) {
    new Address(router, "/").get(Act.READ, this::past);
    new Address(router, "/status").get(Act.READ, this::status);
  }

  private void status(RoutingContext context) throws JsonFault {
    Query.of(context, List.of());
    JsonText out = new JsonText().object();
    if (history.isEmpty()) {
      out.field("state", "off");
    } else {
      HistoryStatus status = history.get().status();
      out.field("state", status.state().name().toLowerCase(Locale.ROOT))
          .field("text", status.text())
          .field("bytes", status.bytes())
          .field("limit", history.get().settings().bytes())
          .field("keep", history.get().settings().keep().toSeconds())
          .field("readings", status.readings())
          .field("lost", status.lost())
          .field("waits", status.waits().toSeconds())
          .field("written", status.written())
          .field("since", Forms.rfc3339(status.since()));
      commits(out, status.commits());
      if (status.oldest() > 0) {
        out.field("oldest", Forms.rfc3339(status.oldest()));
      }
    }
    Answers.json(context.request(), 200, out.endObject().toString());
  }

  private static void commits(JsonText out, Commits commits) {
    if (commits.last() > 0) {
      out.field("last_commit", Forms.rfc3339(commits.last()))
          .field("commit_ms", commits.took().toMillis())
          .field("longest_commit_ms", commits.longest().toMillis());
    }
  }

  private void past(RoutingContext context) throws JsonFault {
    Query query = Query.of(context, PARAMETERS);
    List<String> patterns = ChannelSelection.patterns(query);
    long now = loop.currentTimeMillis();
    long to = query.moment("to", now).orElse(now);
    long from = query.moment("from", now).orElse(to - USUAL.toMillis());
    if (from > to) {
      throw new JsonFault("?from", "\"from\" is after \"to\".", "Exchange them.");
    }
    OptionalLong points = query.number("points");
    if (points.isPresent() && (points.getAsLong() < 1 || points.getAsLong() > MOST_POINTS)) {
      throw new JsonFault("?points", "\"points\" is 1 to " + MOST_POINTS + ".", "");
    }
    Format format = format(context, query);
    HttpServerRequest request = context.request();
    if (history.isEmpty()) {
      Answers.problem(request, off());
      return;
    }
    var question = new Question(patterns, from, to);
    HistoryReader reader = history.get().reader();
    if (points.isEmpty() && format != Format.JSON) {
      export(request, reader, reader.export(question), format);
    } else {
      int most = (int) points.orElse(USUAL_POINTS);
      boolean taken =
          reader.ask(question, most, outcome -> answer(request, outcome, question, format, most));
      if (!taken) {
        Answers.problem(request, busy());
      }
    }
  }

  private static Format format(RoutingContext context, Query query) throws JsonFault {
    Optional<String> word = query.word("format", List.of("json", "ndjson", "csv"));
    String accept = context.request().getHeader(HttpHeaders.ACCEPT);
    for (Format format : List.of(Format.CSV, Format.NDJSON)) {
      boolean isAsked =
          word.isPresent()
              ? format.word().equals(word.get())
              : accept != null && accept.contains(format.type);
      if (isAsked) {
        return format;
      }
    }
    return Format.JSON;
  }

  /** On the history's thread. */
  private void answer(
      HttpServerRequest request, Outcome outcome, Question question, Format format, int points) {
    switch (outcome) {
      case Outcome.Known known -> {
        Buffer text = Buffer.buffer(text(known, question, format));
        loop.execute(() -> end(request, format, text));
      }
      case Outcome.TooMany(int channels) ->
          loop.execute(() -> Answers.problem(request, tooMany(channels, points)));
      case Outcome.Unavailable(String why) ->
          loop.execute(() -> Answers.problem(request, unavailable(why)));
    }
  }

  private String text(Outcome.Known known, Question question, Format format) {
    if (format == Format.JSON) {
      HistoryRules rules = history.orElseThrow().settings().rules();
      return HistoryText.json(known, question.from(), question.to(), rules);
    }
    var out = new StringBuilder(format == Format.CSV ? HistoryText.CSV_POINTS : "");
    known
        .curves()
        .forEach(
            curve -> {
              if (format == Format.CSV) {
                HistoryText.csvLines(out, curve);
              } else {
                HistoryText.jsonLines(out, curve);
              }
            });
    return out.toString();
  }

  private static void end(HttpServerRequest request, Format format, Buffer text) {
    headers(request.response(), format);
    Answers.end(request, 200, text);
  }

  private static void headers(HttpServerResponse response, Format format) {
    response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.putHeader(HttpHeaders.CONTENT_TYPE, format.type + "; charset=utf-8");
    if (format == Format.CSV) {
      response.putHeader("Content-Disposition", "attachment; filename=\"history.csv\"");
    }
  }

  private void export(
      HttpServerRequest request, HistoryReader reader, Export export, Format format) {
    HttpServerResponse response = request.response();
    boolean isHead = request.method().equals(HttpMethod.HEAD);
    if (!isHead && exports == MOST_EXPORTS) {
      Answers.problem(request, busy());
      return;
    }
    headers(response, format);
    if (isHead) {
      response.end();
      return;
    }
    exports++;
    var isOver = new AtomicBoolean();
    Handler<@Nullable Void> over =
        _ -> {
          if (!isOver.getAndSet(true)) {
            exports--;
          }
        };
    response.endHandler(over).closeHandler(over);
    response.setChunked(true);
    next(request, reader, export, format, format == Format.CSV ? HistoryText.CSV_READINGS : "");
  }

  /** Reads the next part, when the client has taken what was before. On the loop. */
  private void next(
      HttpServerRequest request, HistoryReader reader, Export export, Format format, String begin) {
    boolean taken =
        reader.run(
            () -> {
              var out = new StringBuilder(begin);
              Export.Progress progress =
                  export.next(
                      (form, time, value, quality) -> {
                        if (format == Format.CSV) {
                          HistoryText.csvLine(out, form, time, value, quality);
                        } else {
                          HistoryText.jsonLine(out, form, time, value, quality);
                        }
                      });
              Buffer part = Buffer.buffer(out.toString());
              loop.execute(() -> write(request, reader, export, format, part, progress));
            });
    if (!taken) {
      // Others are before it; its turn comes.
      loop.after(Duration.ofMillis(50), () -> next(request, reader, export, format, begin));
    }
  }

  private void write(
      HttpServerRequest request,
      HistoryReader reader,
      Export export,
      Format format,
      Buffer part,
      Export.Progress progress) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      return;
    }
    if (part.length() > 0) {
      var unused = response.write(part);
    }
    if (progress == Export.Progress.BROKEN) {
      // Half an answer must not look whole: the connection ends without its last chunk.
      request.connection().close();
    } else if (progress == Export.Progress.END) {
      response.end();
    } else if (response.writeQueueFull()) {
      response.drainHandler(
          _ -> {
            response.drainHandler(null);
            next(request, reader, export, format, "");
          });
    } else {
      next(request, reader, export, format, "");
    }
  }

  private static Problem off() {
    return Problem.of(
        404,
        "no-history",
        "No history",
        "This gateway remembers nothing.",
        "Leave out history.enabled in its configuration, or make it true.");
  }

  private static Problem busy() {
    return Problem.of(
        503,
        "busy",
        "Busy",
        "Too many questions about the past wait already.",
        "Ask again in a moment.");
  }

  private static Problem tooMany(int channels, int points) {
    return Problem.of(
        400,
        "bad-request",
        "Bad request",
        channels
            + " channels with "
            + points
            + " points each are more than "
            + HistoryReader.MOST_POINTS
            + " points.",
        "Ask for fewer channels or points; ?format=csv without points tells every reading.");
  }

  private static Problem unavailable(String why) {
    return Problem.of(503, "no-history", "History cannot be read", why, "See the gateway's log.");
  }
}
