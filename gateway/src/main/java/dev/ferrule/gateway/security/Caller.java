package dev.ferrule.gateway.security;

/**
 * Who a request is. Immutable.
 *
 * @param actor the name in the ledger and on the wire; does not begin with {@code gateway}, which
 *     marks the gateway's own commands (PROTOCOL.md B5)
 */
public record Caller(String actor) {

  private static final String OWN = "gateway";

  /** Whoever reaches a server that listens on loopback only and knows no login. */
  public static final Caller LOCAL = new Caller("local");

  public Caller {
    if (actor.isBlank() || actor.startsWith(OWN)) {
      throw new IllegalArgumentException("an actor is not empty and not the gateway");
    }
  }
}
