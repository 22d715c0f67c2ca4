package dev.ferrule.gateway.device.nmea;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.Driver;
import dev.ferrule.gateway.device.FrameCounts;
import dev.ferrule.gateway.device.Standing;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.TimeBase;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
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

  private final String device;
  private final NmeaSettings settings;
  private final Loop loop;
  private final DeviceEvents events;
  private final TimeListener clock;
  private final Duration silenceLimit;

  // per process
  private final Standing standing;
  private final SentenceReadings readings;
  private final SentenceReader sentences = new SentenceReader(this::sentence);
  private boolean hasFix = true;
  private long refusedBefore;
  private long accepted;

  // per connection
  private boolean heard;
  private boolean useful;
  private long silentSince;
  private long arrivalNanos;
  private long arrival;

  /** How that time was made. */
  private TimeBase base = TimeBase.NONE;

  private Loop.@Nullable Timer silenceTimer;

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
    this.readings = new SentenceReadings(settings.channels());
    this.silenceLimit = silenceLimit(settings);
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
    silentSince = loop.nanoTime();
    sentences.reset();
    silenceTimer = loop.after(silenceLimit, this::checkSilence);
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
    accepted++;
    useful = false;
    Interpreter.read(sentence, this);
    // What was heard may have moved the clock; the times were made before.
    readings.flush(arrival, batch -> events.readings(batch.with(base)));
    if (useful) {
      silentSince = loop.nanoTime();
      standing.cameUp();
    }
  }

  @Override
  public void value(Quantity quantity, double value, int quality) {
    useful |= readings.add(new NmeaChannel.Source.Of(quantity), value, quality);
  }

  @Override
  public void transducer(String name, double value) {
    useful |= readings.add(new NmeaChannel.Source.Transducer(name), value);
  }

  @Override
  public void time(long millis) {
    clock.told(millis, arrivalNanos);
    double ahead = (arrival - millis) / 1000.0;
    useful |= readings.add(new NmeaChannel.Source.Of(Quantity.CLOCK_DIFFERENCE), ahead);
  }

  @Override
  public void fix(boolean has, String words) {
    if (has != hasFix) {
      hasFix = has;
      if (has) {
        events.note(Level.INFO, "the receiver knows where it is");
      } else {
        events.note(Level.WARNING, "the receiver has no fix", words);
      }
    }
  }

  private void checkSilence() {
    Duration quiet = Duration.ofNanos(loop.nanoTime() - silentSince);
    if (quiet.compareTo(silenceLimit) < 0) {
      silenceTimer = loop.after(silenceLimit.minus(quiet), this::checkSilence);
      return;
    }
    if (!standing.isSilent()) {
      standing.fellSilent(whySilent());
    }
    heard = false;
    refusedBefore = sentences.refused();
    silenceTimer = loop.after(silenceLimit, this::checkSilence);
  }

  private String whySilent() {
    if (!heard) {
      return "nothing came for " + silenceLimit.toSeconds() + " s";
    }
    return sentences.refused() > refusedBefore
        ? "sentences come with wrong check sums: is the line disturbed?"
        : "bytes come, but no sentence with a channel: is the baud rate right (4800, 9600, 38400),"
            + " and are the channels?";
  }

  @Override
  public void linkDown(String reason) {
    stopTimer();
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
    return new FrameCounts(accepted, sentences.refused(), Map.of());
  }

  @Override
  public void close() {
    stopTimer();
    standing.abandoned();
  }

  private void stopTimer() {
    Loop.Timer timer = silenceTimer;
    if (timer != null) {
      timer.cancel();
      silenceTimer = null;
    }
  }
}
