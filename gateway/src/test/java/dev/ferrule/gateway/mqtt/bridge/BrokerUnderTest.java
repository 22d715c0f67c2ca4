package dev.ferrule.gateway.mqtt.bridge;

import java.io.IOException;

/** A real broker that a test may stop and start; it keeps its port. */
interface BrokerUnderTest extends AutoCloseable {

  /** Where it listens, on the loopback. */
  int port();

  /** Starts it and waits until it takes connections. */
  void start() throws IOException, InterruptedException;

  /** Ends it at once, as a power cut would: it says nothing to anybody. */
  void kill();

  @Override
  void close();
}
