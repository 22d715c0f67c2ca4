package dev.ferrule.gateway.device;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.LinkCounts;
import dev.ferrule.gateway.model.ReadingBatch;
import java.util.List;

/** Where a driver reports. Called on the link's loop; never blocks. The order of calls is kept. */
public interface DeviceEvents {

  /** The state of the device changed; it is logged with its reason, which needs no note. */
  void state(DeviceState state);

  /**
   * The device's channels are known, or others than before. Indexes in batches and commands refer
   * to the latest list. At most 128; channels that are read together should be neighbors, because
   * neighbors share a block on the wire.
   */
  void channels(List<Channel> channels);

  /** Readings, under the indexes of the latest channel list. The batch is handed over. */
  void readings(ReadingBatch batch);

  /** More came over the link; told once a second while that is so. */
  default void counts(LinkCounts counts) {}

  /** A command got further. */
  void command(String id, CommandProgress progress);

  /**
   * Something happened that an operator should be able to find: a device's log line, a refused
   * dictionary. The same text again is the same cause, of which only so much is logged.
   */
  void note(System.Logger.Level level, String text);

  /**
   * The same with a part that the device chose, or that differs each time: {@code what} alone is
   * the cause.
   */
  default void note(System.Logger.Level level, String what, String detail) {
    note(level, what + ": " + detail);
  }
}
