package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.json.Problem;
import dev.ferrule.gateway.security.Act;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.gateway.wording.Suggestion;
import io.vertx.ext.web.RoutingContext;
import java.lang.System.Logger.Level;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who asks, along with a request on its way through the router; stateless. */
public final class Callers {

  private static final System.Logger LOG = System.getLogger("dev.ferrule.access");

  private static final String KEY = Visitor.class.getName();
  private static final String CALLER = Caller.class.getName();

  private Callers() {}

  /**
   * What the door found out.
   *
   * @param address where the request comes from
   * @param isSecure whether the browser came over TLS, to this server or to a proxy before it
   * @param caller who it is now, if that is known
   * @param stranger what is told to somebody who is not known
   * @param isElevated whether a caller gave the password lately, or need not
   */
  public record Visitor(
      String address,
      boolean isSecure,
      Supplier<Optional<Caller>> caller,
      Problem stranger,
      Predicate<Caller> isElevated) {}

  /** Says it, before any resource is asked. */
  public static void put(RoutingContext context, Visitor visitor) {
    context.put(KEY, visitor);
  }

  /** Who asks, at an address that lets nobody else in. */
  public static Caller of(RoutingContext context) {
    return Objects.requireNonNull(context.<Caller>get(CALLER), "nobody was let in");
  }

  /** Whether they may do something else, too. */
  public static boolean may(RoutingContext context, Act act) {
    Caller caller = of(context);
    return caller.refusal(act).isEmpty() && notElevated(visitor(context), caller, act).isEmpty();
  }

  /** Who asks, where one need not be known. */
  public static Optional<Caller> known(RoutingContext context) {
    return visitor(context).caller().get();
  }

  /** Where the request comes from. */
  public static String address(RoutingContext context) {
    return visitor(context).address();
  }

  /** Whether the browser came over TLS. */
  public static boolean isSecure(RoutingContext context) {
    return visitor(context).isSecure();
  }

  /** Why a request is not let in now, if it is not. */
  static Optional<Problem> refusal(RoutingContext context, Act act) {
    if (act == Act.KNOCK) {
      return Optional.empty();
    }
    Visitor visitor = visitor(context);
    Optional<Caller> known = visitor.caller().get();
    if (known.isEmpty()) {
      context.response().putHeader("WWW-Authenticate", "Bearer");
      return Optional.of(visitor.stranger());
    }
    Caller caller = known.get();
    context.put(CALLER, caller);
    return caller
        .refusal(act)
        .map(why -> refused(context, why, ""))
        .or(() -> notElevated(visitor, caller, act).map(problem -> noted(context, problem)));
  }

  /** That the caller may not, and a line in the log that they tried. */
  static Problem refused(RoutingContext context, String why, String hint) {
    log(context, why);
    return Problem.of(403, "not-permitted", "Not permitted", why, hint);
  }

  /** A person is asked for the password and goes on; a token tried what it never may. */
  private static Problem noted(RoutingContext context, Problem problem) {
    if (of(context).proof() instanceof Caller.Proof.Token) {
      log(context, "A token cannot manage users and tokens.");
    }
    return problem;
  }

  private static void log(RoutingContext context, String why) {
    Caller caller = of(context);
    LOG.log(
        Level.WARNING,
        "{0} from {1} was refused {2} {3}: {4}",
        caller.actor(),
        caller.address(),
        context.request().method(),
        Suggestion.shortened(context.normalizedPath()),
        why);
  }

  private static Optional<Problem> notElevated(Visitor visitor, Caller caller, Act act) {
    return act != Act.MANAGE || visitor.isElevated().test(caller)
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                403,
                "password-needed",
                "Password needed",
                "This takes your password again: it was not given in the last five minutes.",
                "POST it to /api/v1/login/password. Tokens cannot do this; the command line can,"
                    + " on the gateway's machine."));
  }

  private static Visitor visitor(RoutingContext context) {
    @Nullable Visitor visitor = context.get(KEY);
    if (visitor == null) {
      throw new NoSuchElementException("nobody said who asks");
    }
    return visitor;
  }
}
