package dev.ferrule.gateway.metrics;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is told of the gateway itself to people: who listens, what the clock goes by.
 *
 * <p>Filled while the gateway starts; then read from any thread.
 */
public final class SystemFigures {

  private final String version;
  private final long started = System.currentTimeMillis();
  private Supplier<List<Client>> clients = List::of;
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

  /** The clock now; empty before it is known. */
  public Optional<Clock> clock() {
    return clock.get();
  }

  /** The machine; empty before it is watched. */
  public Optional<HostWatch> host() {
    return host;
  }
}
