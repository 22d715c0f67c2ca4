package dev.ferrule.gateway.security;

/**
 * Who a request is. Immutable.
 *
 * @param actor the name in the ledger and on the wire; does not begin with {@code gateway}, which
 *     marks the gateway's own commands (PROTOCOL.md B5)
 * @param address where the request comes from; those of one address share what an address may have
 */
public record Caller(String actor, String address) {

  private static final String OWN = "gateway";

  public Caller {
    if (actor.isBlank() || actor.startsWith(OWN)) {
      throw new IllegalArgumentException("an actor is not empty and not the gateway");
    }
  }

  /** Whoever reaches a server that listens on loopback only and knows no login. */
  public static Caller local(String address) {
    return new Caller("local", address);
  }
}
