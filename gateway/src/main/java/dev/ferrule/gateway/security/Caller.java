package dev.ferrule.gateway.security;

import java.util.List;
import java.util.Optional;

/**
 * Who a request is. Immutable.
 *
 * @param actor the name in the ledger and on the wire; does not begin with {@code gateway}, which
 *     marks the gateway's own commands (PROTOCOL.md B5)
 * @param address where the request comes from; those of one address share what an address may have
 * @param grant what it may do
 * @param proof how it is known
 */
public record Caller(String actor, String address, Grant grant, Proof proof) {

  private static final String OWN = "gateway";

  /** How a caller is known. */
  public sealed interface Proof {

    /** It reached a server that asks nobody. */
    record None() implements Proof {}

    /**
     * It logged in.
     *
     * @param key names the session, and does not open it
     */
    record Session(String key) implements Proof {}

    /**
     * It holds a token.
     *
     * @param id names the token, and does not open anything
     */
    record Token(String id) implements Proof {}

    /**
     * A broker that the configuration lets command said it; who told the broker is not known.
     *
     * @param name of the broker in the configuration
     */
    record Broker(String name) implements Proof {}
  }

  public Caller {
    if (actor.isBlank() || actor.startsWith(OWN)) {
      throw new IllegalArgumentException("an actor is not empty and not the gateway");
    }
  }

  /** Whoever reaches a server that asks nobody who it is: it may do everything. */
  public static Caller local(String address) {
    return new Caller("local", address, Grant.of(Role.ADMIN), new Proof.None());
  }

  /**
   * Whoever speaks through a broker: it may do nothing but command some devices.
   *
   * @param broker name of the broker in the configuration
   * @param devices patterns over the ids of those devices
   */
  public static Caller broker(String broker, List<String> devices) {
    String name = "mqtt:" + broker;
    return new Caller(name, name, new Grant(Role.OPERATOR, devices), new Proof.Broker(broker));
  }

  /** Why it may not, if so, for people. */
  public Optional<String> refusal(Act act) {
    return grant.refusal(act);
  }
}
