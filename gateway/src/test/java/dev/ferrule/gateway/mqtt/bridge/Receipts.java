package dev.ferrule.gateway.mqtt.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts what a broker tells of readings whose values are their numbers, from 1: what came, what
 * came again, and whether each channel's live and past ones came in their order.
 *
 * <p>The lock is for the client's thread, which hears, and the test's, which asks.
 */
final class Receipts implements AutoCloseable {

  private static final Pattern VALUE = Pattern.compile("\\{\"v\":([0-9.]+),\"t\":([0-9]+)");

  /** What came of one channel. */
  private static final class Channel {
    private final Map<Long, Integer> times = new HashMap<>();
    private long lastLive;
    private long lastPast;
    private int again;
    private int outOfOrder;
    private int past;
  }

  private final Mqtt5BlockingClient client;
  private final Map<String, Channel> channels = new HashMap<>();
  private final Map<Long, Long> sent = new HashMap<>();
  private final List<Long> lags = new ArrayList<>();
  private final List<JsonNode> lost = new ArrayList<>();
  private boolean measures;

  /** Hears the device "boiler". */
  Receipts(int port) {
    client = Watcher.hearing(port, this::hear, "ferrule/g/boiler/+", "ferrule/g/boiler/+/past");
  }

  private void hear(Mqtt5Publish message) {
    String topic = message.getTopic().toString();
    String text = new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8);
    boolean isPast = topic.endsWith("/past");
    String name = topic.split("/", -1)[3];
    Matcher value = VALUE.matcher(text);
    synchronized (this) {
      if (text.contains("\"lost\"")) {
        lost.add(Watcher.json(message));
      } else if (value.find() && !message.isRetain()) {
        hear(name, isPast, Math.round(Double.parseDouble(value.group(1)) * 10));
      }
      notifyAll();
    }
  }

  private void hear(String name, boolean isPast, long number) {
    Channel channel = channels.computeIfAbsent(name, _ -> new Channel());
    boolean isAgain = channel.times.merge(number, 1, Integer::sum) > 1;
    channel.again += isAgain ? 1 : 0;
    channel.past += isPast ? 1 : 0;
    long before = isPast ? channel.lastPast : channel.lastLive;
    if (number < before && !isAgain) {
      channel.outOfOrder++;
    }
    channel.lastPast = isPast ? number : channel.lastPast;
    channel.lastLive = isPast ? channel.lastLive : number;
    Long since = sent.remove(number);
    if (since != null && measures && !isPast) {
      lags.add(System.nanoTime() - since);
    }
  }

  /** A live reading goes out now: how long it takes is measured. */
  synchronized void sends(long number) {
    measures = true;
    sent.put(number, System.nanoTime());
  }

  synchronized void measuresNoMore() {
    measures = false;
  }

  /** Waits until so many different readings of a channel came. */
  synchronized void await(String channel, long distinct) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(8);
    while (count(channel) < distinct) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError(count(channel) + " of " + distinct + " came of " + channel);
      }
      wait(left);
    }
  }

  synchronized long count(String channel) {
    Channel one = channels.get(channel);
    return one == null ? 0 : one.times.size();
  }

  /** Numbers from 1 on that did not come. */
  long missing(String channel, long upTo) {
    return missing(channel, 1, upTo);
  }

  /** Waits until all numbers of a span came. */
  synchronized void awaitAll(String channel, long first, long upTo) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(4);
    while (missing(channel, first, upTo) > 0) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError(missing(channel, first, upTo) + " did not come of " + channel);
      }
      wait(Math.min(left, 500));
    }
  }

  synchronized long missing(String channel, long first, long upTo) {
    Channel one = channels.getOrDefault(channel, new Channel());
    long missing = 0;
    for (long number = first; number <= upTo; number++) {
      missing += one.times.containsKey(number) ? 0 : 1;
    }
    return missing;
  }

  synchronized int again(String channel) {
    return channels.getOrDefault(channel, new Channel()).again;
  }

  synchronized int past(String channel) {
    return channels.getOrDefault(channel, new Channel()).past;
  }

  synchronized int outOfOrder(String channel) {
    return channels.getOrDefault(channel, new Channel()).outOfOrder;
  }

  synchronized List<JsonNode> lost() {
    return List.copyOf(lost);
  }

  /** A percentile of how long live readings took, milliseconds; -1 when none was measured. */
  synchronized long lag(int percent) {
    List<Long> sorted = lags.stream().sorted().toList();
    return sorted.isEmpty() ? -1 : sorted.get((sorted.size() - 1) * percent / 100) / 1_000_000;
  }

  @Override
  public void close() {
    Watcher.leave(client);
  }
}
