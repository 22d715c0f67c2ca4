package dev.ferrule.gateway.device;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.LinkCounts;
import dev.ferrule.gateway.model.ReadingBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that a driver reports, for tests to look at. */
public final class RecordedEvents implements DeviceEvents {

  public final List<DeviceState> states = new ArrayList<>();
  public final List<ReadingBatch> batches = new ArrayList<>();
  public final List<String> notes = new ArrayList<>();
  public final Map<String, List<CommandProgress>> commands = new LinkedHashMap<>();
  public List<Channel> channels = List.of();
  public LinkCounts counts = LinkCounts.NONE;

  @Override
  public void state(DeviceState state) {
    states.add(state);
  }

  @Override
  public void channels(List<Channel> announced) {
    channels = announced;
  }

  @Override
  public void readings(ReadingBatch batch) {
    batches.add(batch);
  }

  @Override
  public void counts(LinkCounts now) {
    counts = now;
  }

  @Override
  public void command(String id, CommandProgress progress) {
    commands.computeIfAbsent(id, _ -> new ArrayList<>()).add(progress);
  }

  @Override
  public void note(System.Logger.Level level, String text) {
    notes.add(text);
  }

  /** What was told of one command so far. */
  public List<CommandProgress> progress(String id) {
    return commands.getOrDefault(id, List.of());
  }

  /** All values of a channel, by its index, in order. */
  public List<Double> values(int channel) {
    List<Double> values = new ArrayList<>();
    for (ReadingBatch batch : batches) {
      int column = channel - batch.firstChannel();
      if (column >= 0 && column < batch.channels()) {
        for (int row = 0; row < batch.rows(); row++) {
          values.add(batch.valueAt(column, row));
        }
      }
    }
    return values;
  }
}
