package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.metrics.Metrics;
import dev.ferrule.gateway.security.Act;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Figures for monitoring systems. Any loop. */
public final class MetricsApi implements Resource {

  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Metrics metrics;

  public MetricsApi(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public String path() {
    return "/metrics";
  }

  @Override
  public void addTo(Router router) {
    new Address(router, "/").get(Act.READ, this::scrape);
  }

  private void scrape(RoutingContext context) throws JsonFault {
    Query.of(context, List.of());
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, TEXT)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    Answers.end(context.request(), 200, Buffer.buffer(metrics.text()));
  }
}
