package dev.ferrule.gateway.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * Whose turn it is on a loop that serves clients.
 *
 * <p>What a client asks for is done at once while its address has had little of the loop lately.
 * Else it waits, and what waits is done a little at a time between everything else: first for the
 * address that has had least, and of that for the client that has had least. So nobody waits long
 * for what others ask for, however many connections it comes from, and nothing is refused.
 *
 * <p>Owner: that loop.
 */
public final class Turns {

  /** Of the loop's time, for what waits. */
  private static final double SHARE = 0.4;

  /** Of the loop's time, for one address. */
  private static final double ADDRESS_SHARE = 0.3;

  private static final Duration ADDRESS_BURST = Duration.ofMillis(20);

  /** How long what waits may keep the loop at once, unless one thing takes longer. */
  private static final Duration SLICE = Duration.ofMillis(1);

  private final Loop loop;
  private final WorkBudget all;
  private final Map<String, Address> addresses = new HashMap<>();

  /** Addresses of which something waits. */
  private final Set<Address> waiting = new LinkedHashSet<>();

  private boolean due;

  /** Where clients are. */
  private static final class Address {
    final WorkBudget work;
    final Set<Client> waiting = new LinkedHashSet<>();
    int clients;

    Address(long now) {
      work = new WorkBudget(ADDRESS_SHARE, ADDRESS_BURST, now);
    }
  }

  /** One connection, and what it waits for. */
  public static final class Client {
    private final String name;
    private final Address address;
    private final WorkBudget work;
    private final Queue<Runnable> asked = new ArrayDeque<>();

    private Client(String name, Address address, long now) {
      this.name = name;
      this.address = address;
      this.work = new WorkBudget(ADDRESS_SHARE, ADDRESS_BURST, now);
    }

    /** Whether something that it asked for waits. */
    public boolean isWaiting() {
      return !asked.isEmpty();
    }
  }

  /** The turns on {@code loop}, where nobody waits. */
  public Turns(Loop loop) {
    this.loop = loop;
    this.all = new WorkBudget(SHARE, Duration.ZERO, loop.nanoTime());
  }

  /** A client at an address comes. */
  public Client enter(String name) {
    long now = loop.nanoTime();
    Address known = addresses.get(name);
    if (known == null) {
      addresses.values().removeIf(one -> one.clients == 0 && one.work.debt(now) == 0);
      known = new Address(now);
      addresses.put(name, known);
    }
    known.clients++;
    return new Client(name, known, now);
  }

  /** A client goes, and what it waits for is not done; what its address has had is remembered. */
  public void leave(Client client) {
    forget(client);
    Address address = client.address;
    if (--address.clients == 0 && address.work.debt(loop.nanoTime()) == 0) {
      addresses.remove(client.name, address);
    }
  }

  private void forget(Client client) {
    client.asked.clear();
    Address address = client.address;
    if (address.waiting.remove(client) && address.waiting.isEmpty()) {
      waiting.remove(address);
    }
  }

  /** Whether something can be done for a client now. */
  public boolean isTurnOf(Client client) {
    Address address = client.address;
    return address.waiting.isEmpty() && address.work.pause(loop.nanoTime()).isZero();
  }

  /** Does something for a client now. */
  public void take(Client client, Runnable work) {
    long started = loop.workNanos();
    work.run();
    spent(client, loop.workNanos() - started);
  }

  /** Does something for a client when its turn comes. */
  public void await(Client client, Runnable work) {
    client.asked.add(work);
    client.address.waiting.add(client);
    waiting.add(client.address);
    if (!due) {
      plan();
    }
  }

  /** Counts what follows from what was done for a client: whoever had it waits for it. */
  public void charge(Client client, Duration worked) {
    spent(client, worked.toNanos());
  }

  /**
   * Counts what an address costs without having had anything yet: it is not heard at once, and yet
   * gets its turns, or many who only knock would keep all others of their address out.
   */
  public void chargeForAsking(Client client, Duration worked) {
    long now = loop.nanoTime();
    client.work.spent(worked.toNanos(), now);
    client.address.work.spentOfBurst(worked.toNanos(), now);
  }

  private void spent(Client client, long worked) {
    long now = loop.nanoTime();
    client.work.spent(worked, now);
    client.address.work.spent(worked, now);
    all.spent(worked, now);
  }

  /** Does what is due, for about a slice. */
  private void turn() {
    due = false;
    long started = loop.workNanos();
    long end = started + SLICE.toNanos();
    for (Optional<Client> next = next();
        next.isPresent() && loop.workNanos() < end;
        next = next()) {
      Client client = next.get();
      Runnable work = client.asked.remove();
      if (client.asked.isEmpty()) {
        forget(client);
      }
      take(client, work);
    }
    if (!waiting.isEmpty() && !due) {
      plan();
    }
  }

  private void plan() {
    due = true;
    long now = loop.nanoTime();
    Duration pause =
        waiting.stream()
            .map(address -> address.work.pauseWith(all, now))
            .min(Duration::compareTo)
            .orElse(Duration.ZERO);
    loop.after(pause, this::turn);
  }

  private Optional<Client> next() {
    long now = loop.nanoTime();
    return waiting.stream()
        .filter(address -> address.work.pauseWith(all, now).isZero())
        .min((one, other) -> Double.compare(one.work.debt(now), other.work.debt(now)))
        .flatMap(
            address ->
                address.waiting.stream()
                    .min((a, b) -> Double.compare(a.work.debt(now), b.work.debt(now))));
  }
}
