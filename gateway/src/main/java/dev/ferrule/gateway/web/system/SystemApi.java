package dev.ferrule.gateway.web.system;

import dev.ferrule.gateway.json.Forms;
import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.ledger.LedgerView;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.metrics.HostFigures;
import dev.ferrule.gateway.metrics.HostWatch;
import dev.ferrule.gateway.metrics.SystemFigures;
import dev.ferrule.gateway.model.Commits;
import dev.ferrule.gateway.security.Act;
import dev.ferrule.gateway.web.api.Address;
import dev.ferrule.gateway.web.api.Answers;
import dev.ferrule.gateway.web.api.Callers;
import dev.ferrule.gateway.web.api.Query;
import dev.ferrule.gateway.web.api.Resource;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The gateway itself over REST: versions, clock, ledger, clients, machine. Who the clients are is
 * for those who manage them; others see that they are there. A machine that does not answer holds
 * no request up for long.
 *
 * <p>Owner: its loop.
 */
public final class SystemApi implements Resource {

  /** How long a look at the machine is waited for. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Clients that are told one by one. */
  private static final int MOST_CLIENTS = 500;

  private final Loop loop;
  private final SystemFigures figures;
  private final LedgerView ledger;

  public SystemApi(Loop loop, SystemFigures figures, LedgerView ledger) {
    this.loop = loop;
    this.figures = figures;
    this.ledger = ledger;
  }

  @Override
  public String path() {
    return "/api/v1/system";
  }

  @Override
  public void addTo(Router router) {
    new Address(router, "/").get(Act.READ, this::system);
  }

  private void system(RoutingContext context) throws JsonFault {
    Query.of(context, List.of());
    boolean knowsClients = Callers.of(context).refusal(Act.MANAGE).isEmpty();
    HttpServerRequest request = context.request();
    Optional<HostWatch> host = figures.host();
    var answered = new AtomicBoolean();
    Runnable answer =
        () -> {
          if (answered.compareAndSet(false, true)) {
            Answers.json(request, 200, text(knowsClients, host.flatMap(HostWatch::last)));
          }
        };
    if (host.isEmpty()) {
      answer.run();
    } else {
      loop.after(PATIENCE, answer);
      host.get().look(() -> loop.execute(answer));
    }
  }

  private String text(boolean knowsClients, Optional<HostFigures> host) {
    JsonText out =
        new JsonText()
            .object()
            .field("version", figures.version())
            .field("java", System.getProperty("java.runtime.version", ""))
            .field("system", System.getProperty("os.name", "") + " " + release())
            .field("started", Forms.rfc3339(figures.started()));
    clock(out);
    ledger(out);
    clients(out, knowsClients);
    host.ifPresent(seen -> host(out, seen));
    return out.endObject().toString();
  }

  private static String release() {
    return System.getProperty("os.version", "") + " " + System.getProperty("os.arch", "");
  }

  private void clock(JsonText out) {
    Optional<SystemFigures.Clock> known = figures.clock();
    if (known.isPresent()) {
      SystemFigures.Clock clock = known.get();
      out.object("clock").field("time", Forms.rfc3339(loop.currentTimeMillis()));
      out.field("source", clock.device().isEmpty() ? "machine" : "device");
      clock.device().ifPresent(device -> out.field("device", device));
      out.field("trusted", clock.isTrusted()).field("ahead_ms", clock.aheadMillis()).endObject();
    }
  }

  private void ledger(JsonText out) {
    Optional<String> trouble = ledger.trouble();
    LedgerView.Size size = ledger.size();
    Commits commits = size.commits();
    out.object("ledger")
        .field("state", trouble.isEmpty() ? "open" : "shut")
        .field("text", trouble.orElse(""))
        .field("bytes", size.bytes())
        .field("limit", size.limit())
        .field("written", commits.written());
    if (commits.last() > 0) {
      out.field("last_commit", Forms.rfc3339(commits.last()))
          .field("commit_ms", commits.took().toMillis())
          .field("longest_commit_ms", commits.longest().toMillis());
    }
    out.endObject();
  }

  private void clients(JsonText out, boolean knowsClients) {
    List<SystemFigures.Client> all = figures.clients();
    out.object("clients").field("total", all.size()).list("list");
    for (SystemFigures.Client one : all.subList(0, Math.min(MOST_CLIENTS, all.size()))) {
      out.object();
      if (knowsClients) {
        out.field("name", one.name()).field("address", one.address());
      }
      out.field("protocol", one.protocol())
          .field("since", Forms.rfc3339(one.since()))
          .field("queued", one.queued())
          .field("merged", one.merged())
          .endObject();
    }
    out.endList().endObject();
  }

  private static void host(JsonText out, HostFigures seen) {
    out.object("host")
        .field("time", Forms.rfc3339(seen.at()))
        .field("processors", seen.processors());
    seen.load().ifPresent(load -> out.field("load", load));
    field(out, "uptime", seen.uptime());
    field(out, "memory", seen.memory());
    field(out, "memory_left", seen.memoryLeft());
    field(out, "resident", seen.resident());
    field(out, "disk", seen.disk());
    field(out, "disk_left", seen.diskLeft());
    field(out, "written", seen.written());
    out.list("temperatures");
    for (HostFigures.Temperature one : seen.temperatures()) {
      out.object().field("name", one.name()).field("celsius", one.celsius()).endObject();
    }
    out.endList().endObject();
  }

  private static void field(JsonText out, String name, OptionalLong value) {
    value.ifPresent(number -> out.field(name, number));
  }
}
