package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.json.EntryForm;
import dev.ferrule.gateway.json.Forms.Times;
import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.json.Problem;
import dev.ferrule.gateway.ledger.Event.Kind;
import dev.ferrule.gateway.ledger.LedgerReader.Found;
import dev.ferrule.gateway.ledger.LedgerReader.Search;
import dev.ferrule.gateway.ledger.LedgerView;
import dev.ferrule.gateway.ledger.LedgerView.Seen;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.security.Act;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Records of the ledger over REST, a page at a time: the newest first, or from a number on the
 * oldest first. Who logged in and what changed of accounts is for those who manage them.
 *
 * <p>Immutable; its loop.
 */
public final class EventsApi implements Resource {

  private static final String ROOT = "/api/v1/events";
  private static final int USUAL_LIMIT = 100;
  private static final int MOST = 1_000;
  private static final int MOST_SUBJECTS = 8;

  private final Loop loop;
  private final LedgerView ledger;

  public EventsApi(Loop loop, LedgerView ledger) {
    this.loop = loop;
    this.ledger = ledger;
  }

  @Override
  public String path() {
    return ROOT;
  }

  @Override
  public void addTo(Router router) {
    new Address(router, "/").get(Act.READ, this::list);
  }

  private void list(RoutingContext context) throws JsonFault {
    Query query =
        Query.of(context, List.of("from", "to", "channel", "kind", "after", "before", "limit"));
    OptionalLong after = query.number("after");
    OptionalLong before = query.number("before");
    if (after.isPresent() && before.isPresent()) {
      throw new JsonFault("?after", "\"after\" and \"before\" exclude each other.", "");
    }
    long limit = query.number("limit").orElse(USUAL_LIMIT);
    if (limit < 1 || limit > MOST) {
      throw new JsonFault("?limit", "\"limit\" is not 1 to " + MOST + ".", "");
    }
    Optional<Kind> kind = kind(query);
    boolean all = Callers.of(context).refusal(Act.MANAGE).isEmpty();
    HttpServerRequest request = context.request();
    if (!all && kind.filter(EventsApi::isOfAccounts).isPresent()) {
      Answers.problem(request, notForYou(context));
      return;
    }
    long now = loop.currentTimeMillis();
    var search =
        new Search(
            query.moment("from", now),
            query.moment("to", now),
            subjects(query),
            kind,
            all,
            after,
            before,
            (int) limit);
    ledger.find(search, loop, seen -> answer(request, search, seen));
  }

  private static List<String> subjects(Query query) throws JsonFault {
    List<String> subjects = query.list("channel").orElse(List.of());
    if (subjects.size() > MOST_SUBJECTS) {
      throw new JsonFault("?channel", "\"channel\" has more than " + MOST_SUBJECTS + ".", "");
    }
    return subjects;
  }

  private static boolean isOfAccounts(Kind kind) {
    return kind == Kind.LOGIN || kind == Kind.ACCOUNT;
  }

  private static Problem notForYou(RoutingContext context) {
    return Callers.refused(
        context,
        "Who logged in, and what changed of accounts, is for admins.",
        "Ask for another kind, or as an admin.");
  }

  private static Optional<Kind> kind(Query query) throws JsonFault {
    Optional<String> word = query.text("kind");
    try {
      return word.map(Kind::of);
    } catch (IllegalArgumentException e) {
      throw new JsonFault(
          "?kind",
          "There is no such kind.",
          "command, device, gateway, login, account, rule or ledger.");
    }
  }

  private static void answer(HttpServerRequest request, Search search, Seen seen) {
    switch (seen) {
      case Seen.Records(List<Found> found) -> answer(request, search, found);
      case Seen.Busy _ -> {
        request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
        Answers.problem(
            request,
            Problem.of(503, "busy", "Busy", "Too many look into the ledger.", "Ask again soon."));
      }
      case Seen.Unreadable(String why) ->
          Answers.problem(
              request, Problem.of(503, "no-ledger", "No ledger", why, "See ferrule doctor."));
    }
  }

  /** With where the next page begins: behind the last of this one, in its direction. */
  private static void answer(HttpServerRequest request, Search search, List<Found> found) {
    JsonText out = new JsonText().object().list("events");
    for (Found one : found) {
      out.object();
      EntryForm.entry(out, one, Times.RFC_3339);
      out.endObject();
    }
    out.endList();
    if (search.after().isPresent()) {
      out.field("after", found.isEmpty() ? search.after().getAsLong() : found.getLast().seq());
    } else if (found.size() == search.limit()) {
      out.field("before", found.getLast().seq());
    }
    Answers.json(request, 200, out.endObject().toString());
  }
}
