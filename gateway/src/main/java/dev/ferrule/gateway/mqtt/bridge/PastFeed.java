package dev.ferrule.gateway.mqtt.bridge;

import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.loop.TokenBucket;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.mqtt.Publication;
import dev.ferrule.gateway.outbox.Outbox;
import dev.ferrule.gateway.outbox.PastReading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * Readings of an outage as JSON, each under the topic of its channel and {@code /past}, never kept
 * by the broker: an old value must not look like the present one. At most {@link #IN_FLIGHT} are
 * under way and so many a second as the settings say, so that live readings go first.
 *
 * <p>Owner: the bridge's loop.
 */
final class PastFeed {

  /** Of the messages that may be under way, those that past readings may take. */
  static final int IN_FLIGHT = Bridge.IN_FLIGHT * 4 / 5;

  /** Readings that are looked at in one turn of the loop. */
  private static final int LOOKED_AT = 1_000;

  private static final Duration REST = Duration.ofMillis(10);
  private static final int BURSTS_PER_SECOND = 20;

  private final Loop loop;
  private final BridgeSettings settings;
  private final Outbox outbox;
  private final Runnable ready;
  private final TokenBucket rate;
  private final Map<Integer, PastPace> paces = new HashMap<>();
  private final Queue<PastPace.Chosen> chosen = new ArrayDeque<>();
  private int underWay;
  private int connection;
  private boolean rests;

  PastFeed(Loop loop, BridgeSettings settings, int perSecond, Outbox outbox, Runnable ready) {
    this.loop = loop;
    this.settings = settings;
    this.outbox = outbox;
    this.ready = ready;
    int burst = Math.max(IN_FLIGHT, perSecond / BURSTS_PER_SECOND);
    this.rate = new TokenBucket(perSecond, burst, loop.nanoTime());
  }

  /** The broker is gone: what was under way comes again. */
  void lost() {
    connection++;
    underWay = 0;
    chosen.clear();
    paces.clear();
  }

  /** The next one, if one may be told now. */
  Optional<Sending> next() {
    if (underWay >= IN_FLIGHT || rests || !choose()) {
      return Optional.empty();
    }
    if (!rate.take(loop.nanoTime())) {
      rest(REST);
      return Optional.empty();
    }
    underWay++;
    int mine = connection;
    PastPace.Chosen one = chosen.remove();
    return Optional.of(new Sending(message(one.reading()), () -> taken(mine, one)));
  }

  private void taken(int of, PastPace.Chosen one) {
    if (of == connection) {
      underWay--;
      outbox.taken(one.reading(), one.from());
    }
  }

  /** Looks for one that is to be told; whether there is one. */
  private boolean choose() {
    for (int looked = 0; chosen.isEmpty(); looked++) {
      if (looked == LOOKED_AT) {
        rest(Duration.ZERO);
        return false;
      }
      Optional<PastReading> next = outbox.next();
      if (next.isEmpty()) {
        return false;
      }
      PastReading one = next.get();
      PastPace pace = paces.computeIfAbsent(one.series(), _ -> new PastPace(paceOf(one)));
      chosen.addAll(pace.choose(one));
      if (chosen.isEmpty() && !pace.holds()) {
        outbox.taken(one.series(), one.from(), one.to());
      }
    }
    return true;
  }

  private Pace paceOf(PastReading one) {
    return ChannelId.parse(one.form().channel())
        .map(settings.paces()::of)
        .orElseGet(Pace.Never::new);
  }

  private void rest(Duration time) {
    rests = true;
    loop.after(
        time,
        () -> {
          rests = false;
          ready.run();
        });
  }

  private Publication message(PastReading one) {
    String topic = settings.topics().past(ChannelId.parse(one.form().channel()).orElseThrow());
    StringBuilder out = one.isLost() ? lost(one) : told(one);
    out.append(",\"past\":true}");
    return new Publication(topic, out.toString().getBytes(StandardCharsets.UTF_8), false);
  }

  private static StringBuilder told(PastReading one) {
    String unit = new JsonText().item(one.form().unit()).toString();
    return ReadingText.begin(one.value(), one.quality(), one.form().scale(), one.time(), unit);
  }

  private static StringBuilder lost(PastReading one) {
    StringBuilder out = new StringBuilder("{\"lost\":").append(one.to() - one.from());
    return one.time() == 0 ? out : out.append(",\"t\":").append(one.time());
  }
}
