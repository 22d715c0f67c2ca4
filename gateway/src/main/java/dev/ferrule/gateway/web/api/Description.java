package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.security.Act;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The description of an interface: a text kept by hand, which a test compares with what there is.
 */
public final class Description implements Resource {

  private final String name;
  private final String text;

  private Description(String name) {
    this.name = name;
    try (@Nullable InputStream in = Description.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + " from the jar", e);
    }
  }

  /** The REST interface. */
  public static Description openApi() {
    return new Description("openapi.json");
  }

  /** What is said over WebSocket. */
  public static Description asyncApi() {
    return new Description("asyncapi.json");
  }

  @Override
  public String path() {
    return "/api/" + name;
  }

  @Override
  public void addTo(Router router) {
    new Address(router, "/").get(Act.KNOCK, context -> Answers.json(context.request(), 200, text));
  }
}
