package dev.ferrule.gateway.metrics;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is told of the gateway itself to people: who listens, how brokers are reached, what the
 * clock goes by.
 *
 * <p>Filled while the gateway starts; then read from any thread.
 */
public final class SystemFigures {

  private final String version;
  private final long started = System.currentTimeMillis();
  private Supplier<List<Client>> clients = List::of;
  private Supplier<List<Broker>> brokers = List::of;
  private Supplier<Optional<Clock>> clock = Optional::empty;
  private Optional<HostWatch> host = Optional.empty();

  SystemFigures(String version) {
    this.version = version;
  }

  /**
   * A client of the stream.
   *
   * @param name who it is
   * @param address where it comes from
   * @param protocol what is spoken with it
   * @param since when it came, milliseconds since 1970 UTC
   * @param queued bytes that wait for it
   * @param merged readings that newer ones replaced before it took them
   */
  public record Client(
      String name, String address, String protocol, long since, long queued, long merged) {}

  /**
   * A broker that the gateway is to be connected to.
   *
   * @param name in the configuration
   * @param address host and port
   * @param isConnected whether it is
   * @param since when that began, milliseconds since 1970 UTC
   * @param waiting readings and messages that it has not taken yet
   * @param replaced readings that newer ones replaced before it took them
   * @param trouble why it is not connected, for people; empty when it is
   */
  public record Broker(
      String name,
      String address,
      boolean isConnected,
      long since,
      long waiting,
      long replaced,
      String trouble) {}

  /**
   * What readings are stamped with.
   *
   * @param device whose time it is; empty for the clock of this machine
   * @param isTrusted whether somebody keeps it
   * @param aheadMillis what it is ahead of the clock of this machine
   */
  public record Clock(Optional<String> device, boolean isTrusted, long aheadMillis) {}

  /** Who the clients are. */
  public void clients(Supplier<List<Client>> now) {
    clients = now;
  }

  /** How it stands with the brokers. */
  public void brokers(Supplier<List<Broker>> now) {
    brokers = now;
  }

  /** What the clock goes by. */
  public void clock(Supplier<Clock> now) {
    clock = () -> Optional.of(now.get());
  }

  /** Where data is kept; the machine is watched from now on. */
  public void data(Path directory) {
    host = Optional.of(new HostWatch(directory));
  }

  /** Version of the program. */
  public String version() {
    return version;
  }

  /** When the process began to serve, milliseconds since 1970 UTC by the clock of then. */
  public long started() {
    return started;
  }

  /** Clients of the stream now. */
  public List<Client> clients() {
    return clients.get();
  }

  /** Brokers now. */
  public List<Broker> brokers() {
    return brokers.get();
  }

  /** The clock now; empty before it is known. */
  public Optional<Clock> clock() {
    return clock.get();
  }

  /** The machine; empty before it is watched. */
  public Optional<HostWatch> host() {
    return host;
  }
}
