package dev.ferrule.gateway.cli.client;

/** Where live readings are shown. One thread. */
public interface WatchView extends AutoCloseable {

  /** A reading that says something new. */
  void reading(ClientReading reading);

  /** The connection came or went, or something else a person should know. */
  void note(String text);

  /**
   * Time has passed, at most 250 ms; {@code gatewayTime} is what the gateway's clock says now,
   * milliseconds since 1970 UTC.
   */
  void tick(long gatewayTime);

  /** Whether nobody reads any more: the other end of a pipe has gone. */
  boolean isAbandoned();

  /** Leaves the terminal as it was. */
  @Override
  void close();
}
