package dev.ferrule.gateway.frames;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.protocol.stream.MessageMode;
import dev.ferrule.protocol.stream.StreamEncoder;
import java.util.ArrayList;
import java.util.List;

/**
 * Readings as binary messages (PROTOCOL.md, B1 and B2): a K message as snapshot, R messages after
 * it.
 */
final class BinaryEncoder implements ReadingsEncoder {

  /** Readings older than this do not decide about the time of the reference. */
  private static final long RECENT_MS = 60_000;

  private final StreamEncoder encoder;
  private final int generation;

  /** What the reference was made of, so that it can be said again to one who comes later. */
  private List<ReadingBatch> referenceRows = List.of();

  /** What of that snapshot did not fit the reference message. */
  private List<ReadingBatch> restRows = List.of();

  private long referenceTime;
  private long referencePosition;

  // of the messages that are being made

  private List<Message> messages = new ArrayList<>();
  private Stretch stretch = Stretch.at(0);
  private boolean isOpen;
  private boolean isReference;

  BinaryEncoder(Directory directory, Scratch scratch) {
    this.encoder = new StreamEncoder(factors(directory), scratch.buffer);
    this.generation = directory.generation();
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
  public boolean hasReference() {
    return true;
  }

  @Override
  public List<Message> snapshot(List<ReadingBatch> rows, long position) {
    stretch = Stretch.at(position);
    referencePosition = position;
    referenceTime = referenceTime(rows);
    List<ReadingBatch> near = new ArrayList<>(rows.size());
    List<ReadingBatch> far = new ArrayList<>();
    for (ReadingBatch row : rows) {
      (isFar(row, referenceTime) ? far : near).add(row);
    }
    int fitting = reference(near);
    referenceRows = List.copyOf(near.subList(0, fitting));
    List<ReadingBatch> rest = new ArrayList<>(near.subList(fitting, near.size()));
    rest.addAll(far);
    restRows = List.copyOf(rest);
    encode(restRows);
    return finished();
  }

  /** Begins the K message with as many of the rows as fit; how many. */
  private int reference(List<ReadingBatch> rows) {
    encoder.begin(MessageMode.REFERENCE, generation, since(referenceTime));
    isOpen = true;
    isReference = true;
    int fitting = 0;
    while (fitting < rows.size() && add(rows.get(fitting))) {
      fitting++;
    }
    return fitting;
  }

  @Override
  public List<Message> update(List<ReadingBatch> rows, Stretch way) {
    stretch = way;
    encode(rows);
    return finished();
  }

  @Override
  public List<Message> welcome(
      List<ReadingBatch> newest, List<ReadingBatch> changed, long position) {
    // Whoever gets the first of these alone has what was known when the reference was made.
    stretch = new Stretch(referencePosition, position);
    reference(referenceRows);
    encode(restRows);
    encode(changed);
    return finished();
  }

  /** Early enough that recent readings come after it, whatever order the channels have. */
  private long referenceTime(List<ReadingBatch> rows) {
    long newest = Directory.EPOCH;
    for (ReadingBatch row : rows) {
      newest = Math.max(newest, row.times()[0]);
    }
    long time = newest;
    for (ReadingBatch row : rows) {
      if (row.times()[0] > newest - RECENT_MS) {
        time = Math.min(time, row.times()[0]);
      }
    }
    return Math.max(Directory.EPOCH, time);
  }

  private void encode(List<ReadingBatch> rows) {
    boolean mine = false;
    long last = 0;
    for (ReadingBatch row : rows) {
      if (!mine || isFar(row, last)) {
        begin(row);
        mine = true;
      }
      if (!add(row)) {
        if (encoder.readings() > 0) {
          begin(row);
        }
        split(row);
      }
      last = row.times()[row.rows() - 1];
    }
  }

  /**
   * Adds a batch to an empty message that began with its time; one that does not fit is told in two
   * halves, and those in messages of their own where they must.
   */
  private void split(ReadingBatch row) {
    if (add(row)) {
      return;
    }
    split(row.firstHalf());
    ReadingBatch rest = row.secondHalf();
    begin(rest);
    split(rest);
  }

  /** Begins a message; one that is open has others behind it. */
  private void begin(ReadingBatch row) {
    if (isOpen) {
      finish(stretch.from(), stretch.from());
    }
    long time = row.times()[0];
    MessageMode mode = isFar(row, referenceTime) ? MessageMode.ABSOLUTE : MessageMode.RELATIVE;
    encoder.begin(mode, generation, since(time));
    isOpen = true;
    isReference = false;
  }

  /** Ends the open message with its position, which a client counts where it is one further. */
  private void finish(long before, long position) {
    if (isReference) {
      encoder.position(position);
    } else if (position - before != 1) {
      encoder.position(position - before);
    }
    byte[] bytes = new byte[encoder.size()];
    System.arraycopy(encoder.array(), 0, bytes, 0, bytes.length);
    messages.add(new Message.Binary(bytes));
    isOpen = false;
  }

  private List<Message> finished() {
    if (isOpen) {
      finish(stretch.from(), stretch.to());
    }
    List<Message> made = messages;
    messages = new ArrayList<>(1);
    return made;
  }

  private static boolean isFar(ReadingBatch row, long time) {
    return !StreamEncoder.isNear(row.times()[0], time);
  }

  /** A time as messages tell it; what no clock shows, as the nearest that they can. */
  private static long since(long time) {
    return StreamEncoder.nearest(time) - Directory.EPOCH;
  }

  private boolean add(ReadingBatch row) {
    long[] times = row.times();
    long[] since = new long[times.length];
    for (int i = 0; i < times.length; i++) {
      since[i] = since(times[i]);
    }
    return encoder.add(row.firstChannel(), row.channels(), since, row.values(), row.quality());
  }
}
