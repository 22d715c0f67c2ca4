package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.device.FlightRecorder;
import dev.ferrule.gateway.device.FlightRecorder.Excerpt;
import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.json.Problem;
import dev.ferrule.gateway.security.Act;
import dev.ferrule.protocol.capture.CaptureText;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What serial lines carried, over REST: the first answer is a whole capture (CAPTURE.md), each next
 * one what belongs behind it. Immutable; any loop.
 */
public final class CapturesApi implements Resource {

  private static final String ROOT = "/api/v1/captures";

  private final Map<String, FlightRecorder> recorders;

  /** Captures by the id of a device; units on one line have the same recorder. */
  public CapturesApi(Map<String, FlightRecorder> recorders) {
    this.recorders = Map.copyOf(recorders);
  }

  @Override
  public String path() {
    return ROOT;
  }

  @Override
  public void addTo(Router router) {
    new Address(router, "/{device}").get(Act.INSPECT, this::get);
  }

  private void get(RoutingContext context) throws JsonFault {
    String device = Address.name(context);
    HttpServerRequest request = context.request();
    FlightRecorder recorder = recorders.get(device);
    if (recorder == null) {
      Answers.problem(
          request,
          Problem.of(
              404,
              "no-line",
              "No such line",
              "No device " + device + " has a serial line.",
              "GET /api/v1/devices lists the devices."));
      return;
    }
    OptionalLong from = Query.of(context, List.of("from")).number("from");
    if (from.isEmpty()) {
      var text = new StringBuilder();
      CaptureText.append(text, recorder.head());
      answer(request, device, text, recorder.fromOldest());
      return;
    }
    Optional<Excerpt> excerpt = recorder.from(from.getAsLong());
    if (excerpt.isPresent()) {
      answer(request, device, new StringBuilder(), excerpt.get());
    } else {
      Answers.problem(request, forgotten());
    }
  }

  private static Problem forgotten() {
    return Problem.of(
        410,
        "no-position",
        "No such position",
        "This run of the gateway has not told such a position.",
        "Begin anew, without from.");
  }

  private static void answer(
      HttpServerRequest request, String device, StringBuilder text, Excerpt excerpt) {
    excerpt.events().forEach(event -> CaptureText.append(text, event));
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=us-ascii");
    response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.putHeader(
        "Link",
        "<"
            + Answers.root(request, ROOT)
            + "/"
            + device
            + "?from="
            + excerpt.next()
            + ">; rel=\"next\"");
    Answers.end(request, 200, Buffer.buffer(text.toString()));
  }
}
