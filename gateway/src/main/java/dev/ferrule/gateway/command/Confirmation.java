package dev.ferrule.gateway.command;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandState.Acknowledged;
import dev.ferrule.gateway.model.CommandState.Ended;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Whether the value of one command has come back: a good reading of its channel shows it, from the
 * moment the command was written. A channel that cannot be read is taken at its device's word.
 *
 * <p>Owner: the core loop.
 */
final class Confirmation {

  /**
   * How long a value may take to come back after the device said that it acted, beyond the
   * channel's period.
   */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Command command;
  private OptionalInt number = OptionalInt.empty();

  /** The channel as it was when it was there last. */
  private Optional<Channel> channel = Optional.empty();

  private boolean seen;

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

  /** The command was written: what was read before does not count. */
  void begin() {
    seen = false;
  }

  /** Whether readings show the value. */
  boolean isShown(ReadingBatch batch) {
    boolean shown = shows(batch);
    seen |= shown;
    return shown;
  }

  private boolean shows(ReadingBatch batch) {
    if (number.isEmpty()) {
      return false;
    }
    int column = number.getAsInt() - batch.firstChannel();
    if (column < 0 || column >= batch.channels()) {
      return false;
    }
    for (int row = 0; row < batch.rows(); row++) {
      if (Quality.isGood(batch.qualityAt(column, row)) && isWanted(batch.valueAt(column, row))) {
        return true;
      }
    }
    return false;
  }

  /** Whether nothing is missing, now that the device says that the output has {@code value}. */
  boolean isReached(double value) {
    return seen || (!isReadable() && isWanted(value));
  }

  /** How long the value may take to come back. */
  Duration patience() {
    return channel.map(Channel::period).orElse(Duration.ZERO).plus(GRACE);
  }

  /** What it comes to when the value does not come back in that time. */
  Ended missed(Acknowledged state) {
    return isReadable()
        ? state.failed(Reason.NOT_CONFIRMED, "The device took it, but the value did not come back.")
        : state.unknown(Reason.NO_ANSWER, "This channel does not report back.");
  }

  private boolean isReadable() {
    return channel.filter(Channel::readable).isPresent();
  }

  private boolean isWanted(double value) {
    return channel.filter(c -> Math.abs(command.value() - value) <= c.tolerance()).isPresent();
  }
}
