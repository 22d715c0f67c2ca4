package dev.ferrule.gateway.security.accounts;

import dev.ferrule.gateway.loop.RecentlyUsed;
import dev.ferrule.gateway.security.Caller;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a page of another origin opens a WebSocket with, because a browser lets it send no header
 * there: good once, for {@link #LIFE}.
 *
 * <p>Any thread: the lock closes the race between loops that take the same ticket.
 */
public final class Tickets {

  /** How long one is good. */
  public static final Duration LIFE = Duration.ofSeconds(30);

  private static final int MOST = 256;

  private record Ticket(Caller caller, long until) {}

  private final Object lock = new Object();
  private final Map<String, Ticket> tickets = new RecentlyUsed<>(MOST);

  /** A ticket for whoever asks; the oldest is worth nothing when there are too many. */
  public String issue(Caller caller) {
    String secret = Secret.create("");
    synchronized (lock) {
      tickets.put(Secret.key(secret), new Ticket(caller, System.nanoTime() + LIFE.toNanos()));
    }
    return secret;
  }

  /** Whoever got the ticket, the first time that it is shown. */
  public Optional<Caller> take(String secret) {
    synchronized (lock) {
      return Optional.ofNullable(tickets.remove(Secret.key(secret)))
          .filter(ticket -> ticket.until() - System.nanoTime() > 0)
          .map(Ticket::caller);
    }
  }
}
