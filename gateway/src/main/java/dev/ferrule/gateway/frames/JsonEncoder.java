package dev.ferrule.gateway.frames;

import dev.ferrule.gateway.json.WireNumber;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.protocol.Quality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Readings as JSON text (PROTOCOL.md B3, {@code readings}): the same values as in binary, in the
 * channel's unit.
 */
final class JsonEncoder implements ReadingsEncoder {

  /** Readings in one message; a text stays below a few hundred kilobytes. */
  private static final int MAX_READINGS = 8_192;

  private final Scale[] scales;

  JsonEncoder(Directory directory) {
    scales = new Scale[directory.capacity()];
    Arrays.fill(scales, Scale.WHOLE);
    directory.channels().forEach((number, channel) -> scales[number] = channel.scale());
  }

  @Override
  public boolean hasReference() {
    return false;
  }

  @Override
  public List<Message> snapshot(List<ReadingBatch> rows, long position) {
    Stretch stretch = Stretch.at(position);
    List<Message> messages = encode(rows, true, stretch);
    if (messages.isEmpty()) {
      var out = new StringBuilder("{\"t\":\"readings\",\"time\":").append(Directory.EPOCH);
      messages.add(finished(out.append(",\"k\":true,\"r\":["), stretch));
    }
    return messages;
  }

  @Override
  public List<Message> update(List<ReadingBatch> rows, Stretch stretch) {
    return encode(rows, false, stretch);
  }

  @Override
  public List<Message> welcome(
      List<ReadingBatch> newest, List<ReadingBatch> changed, long position) {
    return snapshot(newest, position);
  }

  private List<Message> encode(List<ReadingBatch> rows, boolean snapshot, Stretch stretch) {
    List<Message> messages = new ArrayList<>(1);
    StringBuilder out = new StringBuilder(256);
    int readings = 0;
    long base = 0;
    for (ReadingBatch batch : rows) {
      for (int column = 0; column < batch.channels(); column++) {
        for (int row = 0; row < batch.rows(); row++) {
          if (readings == MAX_READINGS) {
            messages.add(finished(out, Stretch.at(stretch.from())));
            out.setLength(0);
            readings = 0;
          }
          if (readings == 0) {
            base = batch.times()[row];
            out.append("{\"t\":\"readings\",\"time\":").append(base);
            // Only the first one replaces what a client has.
            out.append(snapshot && messages.isEmpty() ? ",\"k\":true,\"r\":[" : ",\"r\":[");
          } else {
            out.append(',');
          }
          reading(out, batch, column, row, base);
          readings++;
        }
      }
    }
    if (readings > 0) {
      messages.add(finished(out, stretch));
    }
    return messages;
  }

  private void reading(StringBuilder out, ReadingBatch batch, int column, int row, long base) {
    int number = batch.firstChannel() + column;
    int quality = batch.qualityAt(column, row);
    out.append('[').append(number).append(',').append(batch.times()[row] - base).append(',');
    if (Quality.isBad(quality)) {
      out.append("null");
    } else {
      WireNumber.append(out, batch.valueAt(column, row), scales[number]);
    }
    if (quality != Quality.GOOD) {
      out.append(',').append(quality);
    }
    out.append(']');
  }

  private static Message finished(StringBuilder out, Stretch stretch) {
    out.append("],\"before\":").append(stretch.from());
    out.append(",\"position\":").append(stretch.to());
    return new Message.Text(out.append('}').toString());
  }
}
