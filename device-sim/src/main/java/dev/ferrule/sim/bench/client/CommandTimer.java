package dev.ferrule.sim.bench.client;

import dev.ferrule.sim.bench.model.Latency;
import dev.ferrule.sim.bench.model.Outcome;
import dev.ferrule.sim.scenario.LoadPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Sends commands at a rate through one client and takes the time until each is acknowledged and
 * confirmed. Owner: the clients' thread; from others after it has ended.
 */
final class CommandTimer {

  /** The states that end a command (PROTOCOL.md, B5). */
  private static final Set<String> FINAL =
      Set.of("confirmed", "rejected", "failed", "expired", "unknown");

  private final long periodNanos;
  private final int boards;
  private final Histogram acknowledged = new Histogram(1, Scores.MAX_MICROS, 3);
  private final Histogram confirmed = new Histogram(1, Scores.MAX_MICROS, 3);
  private final Map<String, Long> underWay = new HashMap<>();

  /** Those that were told to be acknowledged; one that is confirmed at once is both. */
  private final Set<String> told = new HashSet<>();

  private final Map<String, Integer> ends = new TreeMap<>();
  private long number;
  private long due = Long.MAX_VALUE;
  private boolean counts;
  private long sent;

  /**
   * A timer at rest.
   *
   * @param perSecond commands; 0 for none
   * @param boards that are commanded in turn
   */
  CommandTimer(double perSecond, int boards) {
    this.periodNanos = perSecond == 0 ? 0 : Math.round(1e9 / perSecond);
    this.boards = boards;
  }

  /** Commands go out from now on; the time of none counts yet. */
  void start(long now) {
    if (periodNanos > 0) {
      due = now;
    }
  }

  /** From now on they count. */
  void count() {
    counts = true;
    underWay.clear();
  }

  /** No more go out. */
  void stop() {
    due = Long.MAX_VALUE;
  }

  /** Nanoseconds until the next one. */
  long untilDue(long now) {
    return due == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, due - now);
  }

  /** Sends what is due. */
  void sendDue(Client client) throws IOException {
    long now = System.nanoTime();
    if (due == Long.MAX_VALUE || due - now > 0) {
      return;
    }
    due = Math.max(due + periodNanos, now - periodNanos);
    String id = String.format(Locale.ROOT, "bench-%06d", number);
    String text =
        String.format(
            Locale.ROOT,
            "{\"t\":\"command\",\"id\":\"%s\",\"channel\":\"%s\",\"value\":%d}",
            id,
            ChannelMap.channel((int) (number % boards), LoadPlan.OUTPUT),
            number + 1);
    number++;
    if (counts) {
      sent++;
      underWay.put(id, System.nanoTime());
    }
    client.send(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A command got further. */
  void step(String id, String state, long nanos) {
    Long since = underWay.get(id);
    if (since == null) {
      return;
    }
    long micros = Math.clamp((nanos - since) / 1000, 1, Scores.MAX_MICROS);
    boolean isConfirmed = state.equals("confirmed");
    if ((isConfirmed || state.equals("acknowledged")) && told.add(id)) {
      acknowledged.recordValue(micros);
    }
    if (isConfirmed) {
      confirmed.recordValue(micros);
    }
    if (FINAL.contains(state)) {
      underWay.remove(id);
      told.remove(id);
      ends.merge(state, 1, Integer::sum);
    }
  }

  /** Commands without a final state. */
  int open() {
    return underWay.size();
  }

  /** What it came to. */
  Outcome.Commands commands() {
    return new Outcome.Commands(
        sent, open(), ends, Latency.of(acknowledged), Latency.of(confirmed));
  }
}
