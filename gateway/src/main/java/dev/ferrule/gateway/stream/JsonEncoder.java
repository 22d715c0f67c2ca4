package dev.ferrule.gateway.stream;

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
final class JsonEncoder implements MessageEncoder {

  /** Readings in one message; a text stays below a few hundred kilobytes. */
  private static final int MAX_READINGS = 8_192;

  private final long epoch;
  private final Scale[] scales;

  JsonEncoder(Directory directory) {
    epoch = directory.epoch();
    scales = new Scale[directory.capacity()];
    Arrays.fill(scales, Scale.WHOLE);
    directory.channels().forEach((number, channel) -> scales[number] = channel.scale());
  }

  @Override
  public List<Payload> snapshot(List<ReadingBatch> rows, long position) {
    List<Payload> messages = encode(rows, true);
    return messages.isEmpty()
        ? List.of(text("{\"t\":\"readings\",\"time\":" + epoch + ",\"k\":true,\"r\":[]}"))
        : messages;
  }

  @Override
  public List<Payload> update(List<ReadingBatch> rows) {
    return encode(rows, false);
  }

  @Override
  public List<Payload> welcome(
      List<ReadingBatch> newest, List<ReadingBatch> changed, long position) {
    return snapshot(newest, position);
  }

  private List<Payload> encode(List<ReadingBatch> rows, boolean snapshot) {
    List<Payload> messages = new ArrayList<>(1);
    StringBuilder out = new StringBuilder(256);
    int readings = 0;
    long base = 0;
    for (ReadingBatch batch : rows) {
      for (int column = 0; column < batch.channels(); column++) {
        for (int row = 0; row < batch.rows(); row++) {
          if (readings == 0) {
            base = batch.times()[row];
            out.append("{\"t\":\"readings\",\"time\":").append(base);
            // Only the first one replaces what a client has.
            out.append(snapshot && messages.isEmpty() ? ",\"k\":true,\"r\":[" : ",\"r\":[");
          } else {
            out.append(',');
          }
          reading(out, batch, column, row, base);
          if (++readings == MAX_READINGS) {
            messages.add(text(out.append("]}").toString()));
            out.setLength(0);
            readings = 0;
          }
        }
      }
    }
    if (readings > 0) {
      messages.add(text(out.append("]}").toString()));
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

  private static Payload text(String text) {
    return new Payload.Text(text);
  }
}
