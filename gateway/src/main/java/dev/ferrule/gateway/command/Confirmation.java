package dev.ferrule.gateway.command;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.model.CommandState.Acknowledged;
import dev.ferrule.gateway.model.CommandState.Ended;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.wording.ValueText;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Whether the value of one command has come back: a good reading of its channel shows it that was
 * taken after the command took effect, as far as its device lets anybody know.
 *
 * <p>Of a device that says when it has acted, readings count from the moment the command was
 * written and no earlier command to the output is before it. Of one that never says so they count
 * from the moment all bytes were with it, or, when the output showed another value until then, from
 * the moment it was written: a change is an effect. And when another value was sent shortly before,
 * only the last one that came within {@link #SETTLING}: what shows earlier may be from before both.
 *
 * <p>A channel that cannot be read is taken at its device's word.
 *
 * <p>Owner: the core loop.
 */
final class Confirmation {

  /**
   * How long a value may take to come back after the device said that it acted, beyond the
   * channel's period.
   */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** How long a device that never says when it has acted may take to look at what it was sent. */
  static final Duration SETTLING = Duration.ofSeconds(1);

  private final Command command;
  private OptionalInt number = OptionalInt.empty();

  /** The channel as it was when it was there last. */
  private Optional<Channel> channel = Optional.empty();

  private boolean seen;

  /** The value came back, but uncertain. */
  private boolean seenInDoubt;

  /** What came last and is believed. */
  private OptionalDouble shown = OptionalDouble.empty();

  private boolean acts = true;

  /** When it was written, the output showed another value. */
  private boolean changes;

  /** Nothing was written yet. */
  Confirmation(Command command, Directory directory) {
    this.command = command;
    renumber(directory);
  }

  /** Channels have other numbers now. */
  void renumber(Directory directory) {
    number = directory.number(command.channel());
    if (number.isPresent()) {
      channel = directory.channel(number.getAsInt());
    }
  }

  /**
   * It is written: what was read before does not count.
   *
   * @param before what the output showed then
   */
  void begin(Optional<Double> before) {
    changes = before.isPresent() && !isWanted(before.get());
    forget();
  }

  /** It is with a device that will not say whether it acted. */
  void beginWithoutWord() {
    acts = false;
    if (!changes) {
      forget();
    }
  }

  private void forget() {
    seen = false;
    seenInDoubt = false;
    shown = OptionalDouble.empty();
  }

  /** Takes in what a batch shows, if it has anything of the channel; whether it did. */
  boolean look(ReadingBatch batch) {
    int column = number.isEmpty() ? -1 : number.getAsInt() - batch.firstChannel();
    if (column < 0 || column >= batch.channels()) {
      return false;
    }
    int last = batch.rows() - 1;
    seen = acts ? isAnywhere(batch, column) : shows(batch, column, last);
    if (Outputs.isBelieved(batch.qualityAt(column, last))) {
      shown = OptionalDouble.of(batch.valueAt(column, last));
    }
    return true;
  }

  private boolean isAnywhere(ReadingBatch batch, int column) {
    for (int row = 0; row < batch.rows(); row++) {
      if (shows(batch, column, row)) {
        return true;
      }
    }
    return false;
  }

  private boolean shows(ReadingBatch batch, int column, int row) {
    if (!isWanted(batch.valueAt(column, row))) {
      return false;
    }
    int quality = batch.qualityAt(column, row);
    boolean isBelieved = Outputs.isBelieved(quality);
    seenInDoubt |= !isBelieved && Quality.isUncertain(quality);
    return isBelieved;
  }

  /** Whether the latest readings show the value. */
  boolean isSeen() {
    return seen;
  }

  /** Whether nothing is missing, now that the device says that the output has {@code value}. */
  boolean isReached(double value) {
    return seen || (!isReadable() && isWanted(value));
  }

  /** How long the value may take to come back. */
  Duration patience() {
    return channel.map(Channel::period).orElse(Duration.ZERO).plus(GRACE);
  }

  /**
   * What it comes to when the value does not come back in that time. It may have happened, and be
   * over: a button clears itself.
   */
  Ended missed(Acknowledged state) {
    if (!isReadable()) {
      return acts
          ? state.unknown(Reason.NO_ANSWER, "This channel does not report back.")
          : state.unknown(Reason.NOT_SEEN, "It was sent; this channel does not report back.");
    }
    String sent = acts ? "The device says that it acted" : "It was sent";
    return state.unknown(Reason.NOT_SEEN, sent + ", but " + whatCame() + ".");
  }

  private String whatCame() {
    if (seenInDoubt) {
      return "what came back is in doubt";
    }
    return shown.isPresent() && channel.isPresent()
        ? channel.get().label() + " shows " + ValueText.value(channel.get(), shown.getAsDouble())
        : "no reading came";
  }

  boolean isReadable() {
    return channel.filter(Channel::readable).isPresent();
  }

  private boolean isWanted(double value) {
    return channel.filter(c -> c.isSame(command.value(), value)).isPresent();
  }

  /**
   * What was sent last to outputs of devices that never say whether they acted, so that the reading
   * of one value is not taken for the effect of another: on, off and on again within a moment show
   * "on" although the last was lost.
   *
   * <p>Owner: the core loop. One entry per output at most.
   */
  static final class SentValues {

    private final Loop loop;
    private final Map<ChannelId, Sent> last = new HashMap<>();

    /**
     * One value on its way.
     *
     * @param mixed whether another one was on its way before it
     */
    private record Sent(String id, double value, long at, boolean mixed) {}

    SentValues(Loop loop) {
      this.loop = loop;
    }

    /**
     * Takes note of a command that was sent; whether the device may still have to look at another.
     */
    boolean note(Command command) {
      long now = loop.nanoTime();
      Sent before = last.get(command.channel());
      boolean mixed =
          before != null
              && now - before.at() < Confirmation.SETTLING.toNanos()
              && (before.value() != command.value() || before.mixed());
      last.put(command.channel(), new Sent(command.id(), command.value(), now, mixed));
      return mixed;
    }

    /** A command has come to its end: one that was seen is not on its way any more. */
    void release(Command command, Ended end) {
      Sent known = last.get(command.channel());
      if (end instanceof CommandState.Confirmed
          && known != null
          && known.id().equals(command.id())) {
        last.remove(command.channel());
      }
    }
  }
}
