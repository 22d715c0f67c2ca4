package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.security.Act;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The description of the REST interface: a text kept by hand, which a test compares with the
 * routes.
 */
public final class OpenApi implements Resource {

  private final String text;

  public OpenApi() {
    try (@Nullable InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
      if (in == null) {
        throw new IllegalStateException("openapi.json is not in the jar");
      }
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read openapi.json from the jar", e);
    }
  }

  @Override
  public String path() {
    return "/api/openapi.json";
  }

  @Override
  public void addTo(Router router) {
    new Address(router, "/").get(Act.KNOCK, context -> Answers.json(context.request(), 200, text));
  }
}
