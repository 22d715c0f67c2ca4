package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.security.Caller;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/** Who asks, along with a request on its way through the router; stateless. */
public final class Callers {

  private static final String KEY = Caller.class.getName();

  private Callers() {}

  /** Says it, before any resource is asked. */
  public static void put(RoutingContext context, Caller caller) {
    context.put(KEY, caller);
  }

  /** Who asks. */
  static Caller of(RoutingContext context) {
    return Objects.requireNonNull(context.<Caller>get(KEY), "nobody said who asks");
  }
}
