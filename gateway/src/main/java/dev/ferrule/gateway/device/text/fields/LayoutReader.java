package dev.ferrule.gateway.device.text.fields;

import dev.ferrule.gateway.device.text.fields.FieldFormat.Spot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads numbers at places in bytes. Owner: the driver. */
final class LayoutReader implements FieldReader {

  private final @Nullable Spot[] spots;
  private final int shortest;

  LayoutReader(FieldFormat.Layout layout, List<String> fields) {
    spots = fields.stream().map(layout.spots()::get).toArray(Spot[]::new);
    int end = 0;
    for (Spot spot : spots) {
      end = spot == null ? end : Math.max(end, spot.at() + spot.type().width());
    }
    shortest = end;
  }

  @Override
  public Misfit read(byte[] frame, int from, int to, boolean cut, FieldSink sink) {
    if (cut) {
      return Misfit.NO_FIELD;
    }
    if (to - from < shortest) {
      return Misfit.TOO_SHORT;
    }
    for (int field = 0; field < spots.length; field++) {
      Spot spot = spots[field];
      if (spot != null) {
        long bits = bits(frame, from + spot.at(), spot);
        boolean whole = spot.bit() < 0;
        sink.number(field, whole ? spot.type().value(bits) : (double) (bits >>> spot.bit() & 1));
      }
    }
    return Misfit.NONE;
  }

  private static long bits(byte[] frame, int at, Spot spot) {
    int width = spot.type().width();
    long bits = 0;
    for (int i = 0; i < width; i++) {
      bits = bits << 8 | (frame[at + (spot.littleEndian() ? width - 1 - i : i)] & 0xFF);
    }
    return bits;
  }
}
