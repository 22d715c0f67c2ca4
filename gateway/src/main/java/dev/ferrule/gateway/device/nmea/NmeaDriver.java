package dev.ferrule.gateway.device.nmea;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.Driver;
import dev.ferrule.gateway.device.FrameCounts;
import dev.ferrule.gateway.device.LineDoubt;
import dev.ferrule.gateway.device.SilenceWatch;
import dev.ferrule.gateway.device.Standing;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.TimeBase;
import dev.ferrule.protocol.Quality;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Listens to an instrument that talks NMEA 0183.
 *
 * <p>Up with the first sentence that carries a channel, silent after five seconds, or three periods
 * of the fastest channel if that is longer, without one. Readings are stamped on arrival.
 *
 * <p>Owner: the link's loop.
 */
public final class NmeaDriver implements Driver, Interpreter.Sink {

  /** Hears what time the satellites have. */
  @FunctionalInterface
  public interface TimeListener {
    /**
     * A receiver with a fix said what time it was.
     *
     * @param millis milliseconds since 1970 UTC
     * @param nanoTime monotonic time at which that arrived; the second itself was 0.1 to 0.5 s
     *     before
     */
    void told(long millis, long nanoTime);
  }

  private static final Duration LEAST_SILENCE_LIMIT = Duration.ofSeconds(5);

  /** Strange things that are told; an instrument in disorder must not fill the log. */
  private static final int MOST_NOTES = 16;

  private final String device;
  private final NmeaSettings settings;
  private final Loop loop;
  private final DeviceEvents events;
  private final TimeListener clock;

  // per process
  private final Standing standing;
  private final SentenceReadings readings;
  private final LineDoubt doubt;
  private final SentenceReader sentences;
  private final SilenceWatch silence;
  private final Receivers receivers;
  private final Set<String> noted = new HashSet<>();
  private boolean hasFix = true;
  private long taken;
  private long notWanted;

  // when the last sentence was taken, or the silence last looked at
  private long damagedBefore;
  private long withoutSumBefore;
  private long notWantedBefore;

  // per connection
  /** Bytes came since then. */
  private boolean heard;

  private boolean useful;
  private @Nullable Sentence now;
  private long arrivalNanos;
  private long arrival;

  /** How that time was made. */
  private TimeBase base = TimeBase.NONE;

  /**
   * A driver that waits for its link.
   *
   * @param device id of the device
   * @param settings its channels
   * @param loop the link's loop
   * @param events where it reports
   * @param clock hears the satellites' time, on the link's loop
   */
  public NmeaDriver(
      String device, NmeaSettings settings, Loop loop, DeviceEvents events, TimeListener clock) {
    this.device = device;
    this.settings = settings;
    this.loop = loop;
    this.events = events;
    this.clock = clock;
    this.standing = new Standing(events);
    this.doubt =
        new LineDoubt(
            settings.channels().size(),
            settings.unchecked() ? LineDoubt.Proof.NONE : LineDoubt.Proof.WEAK,
            loop,
            events);
    this.readings = new SentenceReadings(settings.channels(), doubt);
    this.sentences = new SentenceReader(settings.unchecked(), this::sentence, doubt::damaged);
    Duration limit = silenceLimit(settings);
    this.silence = new SilenceWatch(loop, limit, this::fellSilent);
    this.receivers = new Receivers(limit.toNanos());
  }

  private static Duration silenceLimit(NmeaSettings settings) {
    return settings.channels().stream()
        .map(channel -> channel.period().multipliedBy(3))
        .min(Duration::compareTo)
        .filter(wait -> wait.compareTo(LEAST_SILENCE_LIMIT) > 0)
        .orElse(LEAST_SILENCE_LIMIT);
  }

  /** The channels are known from the configuration, instrument or no instrument. */
  @Override
  public void start() {
    events.channels(settings.describe(device));
  }

  @Override
  public void linkUp(ByteLink.Output out) {
    standing.opened();
    heard = false;
    sentences.reset();
    receivers.reset();
    silence.start();
  }

  @Override
  public void received(byte[] bytes, int offset, int length, long nanoTime) {
    if (standing.isOpen()) {
      heard = true;
      arrivalNanos = nanoTime;
      arrival = loop.wallMillis(nanoTime);
      base = loop.timeBase();
      sentences.feed(bytes, offset, length);
    }
  }

  private void sentence(Sentence sentence) {
    now = sentence;
    useful = false;
    Interpreter.read(sentence, this);
    now = null;
    // What was heard may have moved the clock; the times were made before.
    readings.flush(arrival, batch -> events.readings(batch.with(base)));
    if (useful) {
      taken++;
      lookAnew();
      silence.heard(arrivalNanos);
      standing.cameUp();
    } else {
      notWanted++;
    }
  }

  @Override
  public void value(Quantity quantity, double value, int quality) {
    Sentence sentence = now;
    if (sentence != null && readings.has(quantity)) {
      useful = true;
      if (receivers.tells(quantity, sentence, Quality.isBad(quality), arrivalNanos)) {
        readings.add(quantity, value, quality);
      }
    }
  }

  @Override
  public void transducer(Measurement measured) {
    useful |= readings.add(measured, this::strange);
  }

  @Override
  public void time(long millis) {
    clock.told(millis, arrivalNanos);
    if (readings.has(Quantity.CLOCK_DIFFERENCE)) {
      useful = true;
      readings.add(Quantity.CLOCK_DIFFERENCE, (arrival - millis) / 1000.0, Quality.GOOD);
    }
  }

  @Override
  public void fix(boolean has, String time, String words) {
    Sentence sentence = now;
    boolean tells = sentence != null && receivers.tellsFix(sentence, time, has, arrivalNanos);
    if (tells && has != hasFix) {
      hasFix = has;
      if (has) {
        events.note(Level.INFO, "the receiver knows where it is");
      } else {
        events.note(Level.WARNING, "the receiver has no fix", words);
      }
    }
  }

  @Override
  public void strange(String words) {
    if (noted.size() < MOST_NOTES && noted.add(words)) {
      events.note(Level.WARNING, words + ": not understood, so bad");
    }
  }

  private void fellSilent() {
    long damaged = sentences.damaged() - damagedBefore;
    long withoutSum = sentences.withoutSum() - withoutSumBefore;
    long other = notWanted - notWantedBefore;
    standing.fellSilent(whySilent(damaged, withoutSum, other));
    lookAnew();
  }

  private void lookAnew() {
    heard = false;
    damagedBefore = sentences.damaged();
    withoutSumBefore = sentences.withoutSum();
    notWantedBefore = notWanted;
  }

  private String whySilent(long damaged, long withoutSum, long other) {
    if (!heard) {
      return silence.words();
    }
    if (damaged + withoutSum + other == 0) {
      return "bytes come, but no sentence: is the baud rate right (4800, 9600, 38400)?";
    }
    if (other >= damaged && other >= withoutSum) {
      return "sentences come, but none with a channel: are the channels right?";
    }
    return damaged > withoutSum
        ? "sentences come with wrong check sums: is the line disturbed?"
        : "sentences come without a check sum: \"check_sum: optional\" takes them";
  }

  @Override
  public void linkDown(String reason) {
    silence.stop();
    standing.closed(reason);
  }

  /** Nothing can be commanded. */
  @Override
  public void sendCommand(DeviceCommand command) {
    events.command(
        command.id(),
        new CommandProgress.Refused(Reason.READ_ONLY, "an NMEA instrument takes no commands"));
  }

  @Override
  public FrameCounts counts() {
    long others = sentences.makersOwn() + sentences.withoutSum() + sentences.others();
    return new FrameCounts(
        taken,
        notWanted + others,
        sentences.damaged(),
        0,
        readings.badValues(),
        Map.of(
            "sentences of other types",
            notWanted,
            "makers' own sentences",
            sentences.makersOwn(),
            "without check sum",
            sentences.withoutSum()));
  }

  @Override
  public void close() {
    silence.stop();
    standing.abandoned();
  }
}
