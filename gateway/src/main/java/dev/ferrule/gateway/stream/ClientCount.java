package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.loop.Backlog;
import dev.ferrule.gateway.loop.TokenBuckets;
import dev.ferrule.gateway.security.Caller;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all clients over all loops take, and what they may: places, bytes that wait for them, bytes
 * of their groups. Places are bounded in all and from one address, so that some are left when one
 * address takes all that it can get, and so is how often an address may take one. Any thread:
 * atomic numbers.
 */
public final class ClientCount {

  /** Places that one address does not get, where there are more than a handful. */
  private static final int SPARE = 16;

  /** Clients that an address may open at once, at the least; else as many as there are places. */
  static final int LEAST_BURST = 100;

  /** After how long it may open as many again. */
  private static final int BURST_SECONDS = 10;

  /** What may wait for all clients together, bytes. */
  public static final long WAITING = 6 << 20;

  /** What their groups may take, bytes. */
  public static final long GROUPS = 12 << 20;

  private final int most;
  private final int mostPerAddress;
  private final AtomicInteger taken = new AtomicInteger();

  /** Clients by address; at most as many as there are places. */
  private final ConcurrentHashMap<String, Integer> perAddress = new ConcurrentHashMap<>();

  /** What each address may open. */
  private final TokenBuckets opening;

  private final Set<Entry> entries = ConcurrentHashMap.newKeySet();

  private final Backlog backlog;
  private final Backlog groups = new Backlog(GROUPS);

  /** One client, for whoever looks from outside; its loop writes, any thread reads. */
  public static final class Entry {
    private final String name;
    private final String address;
    private final String protocol;
    private final long since;
    private volatile long queued;
    private final AtomicLong merged = new AtomicLong();

    private Entry(String name, String address, String protocol, long since) {
      this.name = name;
      this.address = address;
      this.protocol = protocol;
      this.since = since;
    }

    /** Who it is. */
    public String name() {
      return name;
    }

    public String address() {
      return address;
    }

    /** What is spoken: the subprotocol. */
    public String protocol() {
      return protocol;
    }

    /** When it came, milliseconds since 1970 UTC. */
    public long since() {
      return since;
    }

    /** Bytes that wait for it, at most a quarter of a second ago. */
    public long queued() {
      return queued;
    }

    /** Readings that newer ones replaced before it took them. */
    public long merged() {
      return merged.get();
    }

    void queued(long bytes) {
      if (queued != bytes) {
        queued = bytes;
      }
    }

    void addMerged(int count) {
      merged.addAndGet(count);
    }
  }

  /** Room for {@code most} clients. */
  public ClientCount(int most) {
    this(most, new Backlog(WAITING));
  }

  ClientCount(int most, Backlog backlog) {
    this.most = most;
    this.backlog = backlog;
    int burst = Math.max(LEAST_BURST, most);
    this.opening = new TokenBuckets(burst / BURST_SECONDS, burst);
    this.mostPerAddress = most - Math.min(SPARE, most / 8);
  }

  /** Whether an address may open one more, after all that it opened lately. */
  boolean mayCome(String address, long nanoTime) {
    return opening.take(address, nanoTime);
  }

  /** Takes one place for a client at an address; false when none is left for it. */
  boolean take(String address) {
    if (taken.incrementAndGet() <= most) {
      if (perAddress.merge(address, 1, Integer::sum) <= mostPerAddress) {
        return true;
      }
      leave(address);
    }
    taken.decrementAndGet();
    return false;
  }

  /** Gives the place of a client at an address back. */
  void giveBack(String address) {
    leave(address);
    taken.decrementAndGet();
  }

  private void leave(String address) {
    perAddress.computeIfPresent(address, (_, count) -> count > 1 ? count - 1 : null);
  }

  /** A client came in. */
  Entry enter(Caller caller, String protocol, long since) {
    var entry = new Entry(caller.actor(), caller.address(), protocol, since);
    entries.add(entry);
    return entry;
  }

  /** It is gone. */
  void exit(Entry entry) {
    entries.remove(entry);
  }

  /** Who is there now, in no order. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** What waits for clients. */
  Backlog backlog() {
    return backlog;
  }

  /** What the groups of clients take. */
  Backlog groups() {
    return groups;
  }

  /** Clients now. */
  public int now() {
    return taken.get();
  }
}
