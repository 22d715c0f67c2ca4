package dev.ferrule.gateway.web.upstream;

import dev.ferrule.gateway.json.Forms;
import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.outbox.OutboxStatus;
import dev.ferrule.gateway.outbox.Receiver;
import dev.ferrule.gateway.security.Act;
import dev.ferrule.gateway.web.api.Address;
import dev.ferrule.gateway.web.api.Answers;
import dev.ferrule.gateway.web.api.Query;
import dev.ferrule.gateway.web.api.Resource;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Supplier;

/**
 * Brokers and databases that are told readings.
 *
 * <p>Immutable; its loop.
 */
public final class UpstreamApi implements Resource {

  private final Supplier<List<Receiver>> receivers;

  /** Tells of {@code receivers}, which may be asked from any thread. */
  public UpstreamApi(Supplier<List<Receiver>> receivers) {
    this.receivers = receivers;
  }

  @Override
  public String path() {
    return "/api/v1/upstream";
  }

  @Override
  public void addTo(Router router) {
    new Address(router, "/").get(Act.READ, this::list);
  }

  private void list(RoutingContext context) throws JsonFault {
    Query.of(context, List.of());
    JsonText out = new JsonText().object().list("upstream");
    for (Receiver one : receivers.get()) {
      out.object()
          .field("kind", one.kind())
          .field("name", one.name())
          .field("address", one.address())
          .field("state", one.isUp() ? "up" : "down")
          .field("since", Forms.rfc3339(one.since()));
      if (!one.text().isEmpty()) {
        out.field("text", one.text());
      }
      one.backlog().ifPresent(backlog -> backlog(out, backlog));
      out.endObject();
    }
    Answers.json(context.request(), 200, out.endList().endObject().toString());
  }

  private static void backlog(JsonText out, OutboxStatus backlog) {
    out.object("backlog").field("readings", backlog.readings());
    if (backlog.oldest() != 0) {
      out.field("oldest", Forms.rfc3339(backlog.oldest()));
    }
    backlog.left().ifPresent(left -> out.field("left", left.toSeconds()));
    out.field("told", backlog.told()).field("lost", backlog.lost()).endObject();
  }
}
