package dev.ferrule.gateway.web.layout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.json.JsonTree;
import dev.ferrule.gateway.json.Problem;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.security.Act;
import dev.ferrule.gateway.web.api.Address;
import dev.ferrule.gateway.web.api.Answers;
import dev.ferrule.gateway.web.api.Body;
import dev.ferrule.gateway.web.api.Callers;
import dev.ferrule.gateway.web.api.JsonBody;
import dev.ferrule.gateway.web.api.Resource;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One's own layout of the dashboard, for whoever may see values; nobody sees another's.
 *
 * <p>Owner: its loop.
 */
public final class LayoutApi implements Resource {

  private final Loop loop;
  private final Layouts layouts;

  public LayoutApi(Loop loop, Layouts layouts) {
    this.loop = loop;
    this.layouts = layouts;
  }

  @Override
  public String path() {
    return "/api/v1/layout";
  }

  @Override
  public void addTo(Router router) {
    new Address(router, "/")
        .get(Act.READ, this::tell)
        .put(Act.READ, Body.json(loop), this::keep)
        .delete(Act.READ, this::forget);
  }

  private void tell(RoutingContext context) {
    Answers.json(context.request(), 200, layouts.of(user(context)).orElse("{}"));
  }

  private void keep(RoutingContext context) throws JsonFault {
    JsonNode layout;
    try {
      layout = JsonTree.read(JsonBody.text(context));
    } catch (IOException e) {
      throw new JsonFault("", "The body is no JSON.", "");
    }
    if (!layout.isObject()) {
      throw new JsonFault("", "A layout is an object.", "");
    }
    String text = layout.toString();
    if (text.getBytes(StandardCharsets.UTF_8).length > Layouts.LONGEST) {
      throw new JsonFault("", "A layout has at most " + Layouts.LONGEST + " bytes.", "");
    }
    layouts.keep(user(context), Optional.of(text), loop, kept -> answer(context, kept));
  }

  private void forget(RoutingContext context) {
    layouts.keep(user(context), Optional.empty(), loop, kept -> answer(context, kept));
  }

  private static void answer(RoutingContext context, Layouts.Kept kept) {
    switch (kept) {
      case DONE -> Answers.end(context.request(), 204, Buffer.buffer());
      case BUSY ->
          Answers.problem(
              context.request(),
              Problem.of(503, "busy", "Busy", "Too many layouts wait.", "Try again in a moment."));
      case FAILED ->
          Answers.problem(
              context.request(),
              Problem.of(
                  500,
                  "not-written",
                  "Not written",
                  "The disk did not take the layout.",
                  "Look at the gateway's log."));
    }
  }

  /** Who asks: a user or a token by name, or everybody where nobody logs in. */
  private static String user(RoutingContext context) {
    return Callers.of(context).actor();
  }
}
