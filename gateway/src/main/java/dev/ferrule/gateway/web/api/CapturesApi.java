package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.device.FlightRecorder;
import dev.ferrule.gateway.device.FlightRecorder.Excerpt;
import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.json.Problem;
import dev.ferrule.protocol.capture.CaptureText;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What serial lines carried, over REST: the first answer is a whole capture (CAPTURE.md), each next
 * one what belongs behind it. Immutable; any loop.
 */
public final class CapturesApi {

  private static final String ROOT = "/api/v1/captures/";

  private final Map<String, FlightRecorder> recorders;

  /** Captures by the id of a device; units on one line have the same recorder. */
  public CapturesApi(Map<String, FlightRecorder> recorders) {
    this.recorders = Map.copyOf(recorders);
  }

  /** {@code GET /api/v1/captures/{device}}. */
  public void get(Exchange exchange) {
    String device = exchange.parameters().getFirst();
    FlightRecorder recorder = recorders.get(device);
    if (recorder == null) {
      exchange.problem(
          Problem.of(
              404,
              "no-line",
              "No such line",
              "No device " + device + " has a serial line.",
              "GET /api/v1/devices lists the devices."));
      return;
    }
    try {
      OptionalLong from = Query.of(exchange.request(), List.of("from")).number("from");
      if (from.isEmpty()) {
        var text = new StringBuilder();
        CaptureText.append(text, recorder.head());
        answer(exchange, device, text, recorder.fromOldest());
        return;
      }
      Optional<Excerpt> excerpt = recorder.from(from.getAsLong());
      if (excerpt.isPresent()) {
        answer(exchange, device, new StringBuilder(), excerpt.get());
      } else {
        exchange.problem(forgotten());
      }
    } catch (JsonFault fault) {
      exchange.problem(Problem.badRequest(fault));
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
      Exchange exchange, String device, StringBuilder text, Excerpt excerpt) {
    excerpt.events().forEach(event -> CaptureText.append(text, event));
    HttpServerResponse response = exchange.request().response();
    response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=us-ascii");
    response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.putHeader("Link", "<" + ROOT + device + "?from=" + excerpt.next() + ">; rel=\"next\"");
    exchange.end(200, Buffer.buffer(text.toString()));
  }
}
