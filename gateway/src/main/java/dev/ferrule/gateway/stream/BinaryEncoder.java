package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.protocol.stream.MessageMode;
import dev.ferrule.protocol.stream.StreamEncoder;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Readings as binary messages (PROTOCOL.md, B1 and B2): a K message as snapshot, R messages after
 * it.
 */
final class BinaryEncoder implements MessageEncoder {

  /** Readings older than this do not decide about the time of the reference. */
  private static final long RECENT_MS = 60_000;

  private final StreamEncoder encoder;
  private final int generation;
  private final long epoch;

  /** What the reference was made of, so that it can be said again to one who comes later. */
  private List<ReadingBatch> referenceRows = List.of();

  private List<Payload> referenceRest = List.of();
  private long referenceTime;

  BinaryEncoder(Directory directory) {
    this.encoder = new StreamEncoder(factors(directory));
    this.generation = directory.generation();
    this.epoch = directory.epoch();
  }

  private static double[] factors(Directory directory) {
    double[] factors = new double[directory.capacity()];
    directory.channels().forEach((number, channel) -> factors[number] = factor(channel));
    return factors;
  }

  private static double factor(Channel channel) {
    return switch (channel.scale()) {
      case Scale.Floating _ -> 0;
      case Scale.Decimals _, Scale.Ratio _ -> channel.scale().factor();
    };
  }

  @Override
  public List<Payload> snapshot(List<ReadingBatch> rows, long position) {
    referenceTime = referenceTime(rows);
    List<ReadingBatch> near = new ArrayList<>(rows.size());
    List<ReadingBatch> far = new ArrayList<>();
    for (ReadingBatch row : rows) {
      (isFar(row, referenceTime) ? far : near).add(row);
    }
    Payload reference = reference(near, position);
    int fitting = referenceRows.size();
    List<Payload> messages = new ArrayList<>();
    messages.add(reference);
    encode(near.subList(fitting, near.size()), messages);
    encode(far, messages);
    referenceRest = List.copyOf(messages.subList(1, messages.size()));
    return messages;
  }

  /** Writes the K message with as many of the rows as fit, and remembers which they were. */
  private Payload reference(List<ReadingBatch> rows, long position) {
    encoder.begin(MessageMode.REFERENCE, generation, referenceTime - epoch);
    encoder.position(position);
    int fitting = 0;
    while (fitting < rows.size() && add(rows.get(fitting))) {
      fitting++;
    }
    referenceRows = List.copyOf(rows.subList(0, fitting));
    return finished();
  }

  @Override
  public List<Payload> update(List<ReadingBatch> rows) {
    List<Payload> messages = new ArrayList<>(1);
    encode(rows, messages);
    return messages;
  }

  @Override
  public List<Payload> welcome(
      List<ReadingBatch> newest, List<ReadingBatch> changed, long position) {
    List<Payload> after = new ArrayList<>(referenceRest);
    encode(changed, after);
    List<Payload> messages = new ArrayList<>();
    messages.add(reference(referenceRows, Math.max(0, position - after.size())));
    messages.addAll(after);
    return messages;
  }

  /** Early enough that recent readings come after it, whatever order the channels have. */
  private long referenceTime(List<ReadingBatch> rows) {
    long newest = epoch;
    for (ReadingBatch row : rows) {
      newest = Math.max(newest, row.times()[0]);
    }
    long time = newest;
    for (ReadingBatch row : rows) {
      if (row.times()[0] > newest - RECENT_MS) {
        time = Math.min(time, row.times()[0]);
      }
    }
    return Math.max(epoch, time);
  }

  private void encode(List<ReadingBatch> rows, List<Payload> messages) {
    boolean open = false;
    long last = 0;
    for (ReadingBatch row : rows) {
      if (open && isFar(row, last)) {
        messages.add(finished());
        open = false;
      }
      if (!open) {
        begin(row);
        open = true;
      }
      if (!add(row)) {
        if (encoder.readings() > 0) {
          messages.add(finished());
          begin(row);
        }
        split(row, messages);
      }
      last = row.times()[row.rows() - 1];
    }
    if (open && encoder.readings() > 0) {
      messages.add(finished());
    }
  }

  /** Adds a batch to an empty message; one that is too large for it fills several. */
  private void split(ReadingBatch row, List<Payload> messages) {
    if (add(row)) {
      return;
    }
    if (row.rows() == 1) {
      throw new IllegalStateException("a row of " + row.channels() + " channels fits no message");
    }
    int half = row.rows() / 2;
    split(Rows.slice(row, 0, half), messages);
    messages.add(finished());
    ReadingBatch rest = Rows.slice(row, half, row.rows());
    begin(rest);
    split(rest, messages);
  }

  private void begin(ReadingBatch row) {
    long time = row.times()[0];
    MessageMode mode = isFar(row, referenceTime) ? MessageMode.ABSOLUTE : MessageMode.RELATIVE;
    encoder.begin(mode, generation, Math.max(0, time - epoch));
  }

  private static boolean isFar(ReadingBatch row, long time) {
    return Math.abs(row.times()[0] - time) > Gather.MAX_GAP_MS;
  }

  private boolean add(ReadingBatch row) {
    long[] times = row.times();
    long[] since = new long[times.length];
    for (int i = 0; i < times.length; i++) {
      since[i] = times[i] - epoch;
    }
    return encoder.add(row.firstChannel(), row.channels(), since, row.values(), row.quality());
  }

  private Payload finished() {
    byte[] bytes = new byte[encoder.size()];
    System.arraycopy(encoder.array(), 0, bytes, 0, bytes.length);
    return new Payload.Binary(Buffer.buffer(bytes));
  }
}
