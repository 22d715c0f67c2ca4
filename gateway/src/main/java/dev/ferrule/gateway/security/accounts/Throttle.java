package dev.ferrule.gateway.security.accounts;

import dev.ferrule.gateway.loop.RecentlyUsed;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How often a password may be tried: five times at once for a name from an address, then after a
 * second, two, four, up to five minutes; thirty in a quarter of an hour from one address, a hundred
 * in a minute from all. Nobody is locked out for good, or anybody could lock out the operator. Only
 * what was wrong counts.
 *
 * <p>Whoever was right from an address before is not held up by what others do wrong there or
 * elsewhere. Of IPv6 the network counts, for one house has them all.
 *
 * <p>Any thread: the lock closes the race between a loop that asks and the lane that counts.
 */
final class Throttle {

  private static final int FREE = 5;
  private static final long FIRST_WAIT = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_WAIT = Duration.ofMinutes(5).toNanos();
  private static final long FORGIVEN = Duration.ofMinutes(5).toNanos();
  private static final int EACH_ADDRESS = 30;
  private static final long ADDRESS_TIME = Duration.ofMinutes(15).toNanos();
  private static final int ALL_PER_MINUTE = 100;
  private static final int REMEMBERED = 1024;

  /**
   * What went wrong of late.
   *
   * @param count how often
   * @param last when, by the monotonic clock
   */
  private record Wrong(int count, long last) {}

  private final Map<String, Wrong> names = new RecentlyUsed<>(REMEMBERED);
  private final Map<String, Wrong> addresses = new RecentlyUsed<>(REMEMBERED);

  /** Who was right, and where from. */
  private final Map<String, Boolean> known = new RecentlyUsed<>(REMEMBERED);

  private Wrong all = new Wrong(0, 0);

  /** How long somebody must wait before trying again, if they must. */
  synchronized Optional<Duration> pause(String name, String address, long now) {
    String pair = pair(name, address);
    long most = afterTries(names.get(pair), now);
    if (!known.containsKey(pair)) {
      long there = until(addresses.get(network(address)), EACH_ADDRESS, ADDRESS_TIME, now);
      long anywhere = until(all, ALL_PER_MINUTE, Duration.ofMinutes(1).toNanos(), now);
      most = Math.max(most, Math.max(there, anywhere));
    }
    return most > 0 ? Optional.of(Duration.ofNanos(most)) : Optional.empty();
  }

  /** A try was wrong. */
  synchronized void wrong(String name, String address, long now) {
    names.merge(
        pair(name, address),
        new Wrong(1, now),
        (before, one) ->
            now - before.last() > FORGIVEN + waitAfter(before.count())
                ? one
                : new Wrong(before.count() + 1, now));
    addresses.merge(
        network(address), new Wrong(1, now), (before, _) -> more(before, ADDRESS_TIME, now));
    all = more(all, Duration.ofMinutes(1).toNanos(), now);
  }

  /** A try was right: what went before was the same person, looking for the right one. */
  synchronized void right(String name, String address) {
    String pair = pair(name, address);
    names.remove(pair);
    known.put(pair, true);
  }

  /** What cannot be anybody's name is one name: whoever asks does not choose what is kept. */
  private static String pair(String name, String address) {
    return network(address) + " " + (User.isName(name) ? name : "?");
  }

  /** The first half of an IPv6 address: a house has all of the second. */
  private static String network(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      byte[] bytes = InetAddress.ofLiteral(address.replaceFirst("%.*", "")).getAddress();
      return bytes.length == 16 ? HexFormat.of().formatHex(bytes, 0, 8) : address;
    } catch (IllegalArgumentException e) {
      return address;
    }
  }

  /** In a window that begins with its first try; {@code last} is then its begin. */
  private static Wrong more(Wrong before, long window, long now) {
    return before.count() == 0 || now - before.last() > window
        ? new Wrong(1, now)
        : new Wrong(before.count() + 1, before.last());
  }

  private static long until(@Nullable Wrong wrong, int most, long window, long now) {
    return wrong == null || wrong.count() < most ? 0 : window - (now - wrong.last());
  }

  private static long afterTries(@Nullable Wrong wrong, long now) {
    return wrong == null ? 0 : waitAfter(wrong.count()) - (now - wrong.last());
  }

  private static long waitAfter(int count) {
    return count < FREE ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT << Math.min(20, count - FREE));
  }
}
