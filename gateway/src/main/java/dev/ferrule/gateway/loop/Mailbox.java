package dev.ferrule.gateway.loop;

import dev.ferrule.gateway.model.ReadingBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The crossing from one loop to another: readings and events, in order, bounded.
 *
 * <p>When more than {@link #LIMIT} readings wait, or more than {@link #MOST_BYTES} in all
 * mailboxes, the newest per channel stays and the rest is counted as merged. Events (states,
 * channel lists) are never dropped: they are as few as the devices are.
 *
 * <p>The lock closes the race between the writing loop that appends and the reading loop that takes
 * everything away.
 */
public final class Mailbox {

  /** Readings that may wait before the newest per channel replaces the others. */
  public static final int LIMIT = 65_536;

  /** Bytes that may wait in all mailboxes together, before each keeps only the newest as well. */
  public static final long MOST_BYTES = 8 << 20;

  /** A batch besides its values: record, arrays, place in the queue. */
  private static final int BATCH_BYTES = 128;

  private static final int READING_BYTES = 17;

  /** Merging pays only when there is much more than the newest. */
  private static final int WORTH_MERGING = 512;

  /** What waits in all mailboxes together. */
  private static final Backlog ALL = new Backlog(MOST_BYTES);

  private sealed interface Item {
    record Readings(ReadingBatch batch) implements Item {}

    record Event(Runnable event) implements Item {}
  }

  private final Loop target;
  private final Consumer<ReadingBatch> readings;
  private final IntConsumer merged;
  private final Object lock = new Object();

  private ArrayDeque<Item> waiting = new ArrayDeque<>();
  private int waitingReadings;
  private long waitingBytes;

  /** What the last merging left. */
  private int keptReadings;

  private int mergedReadings;

  public Mailbox(Loop target, Consumer<ReadingBatch> readings, IntConsumer merged) {
    this.target = target;
    this.readings = readings;
    this.merged = merged;
  }

  /** Hands over readings; runs at once when the caller is already there and nothing waits. */
  public void post(ReadingBatch batch) {
    boolean wake;
    synchronized (lock) {
      wake = waiting.isEmpty();
      if (!(wake && target.isCurrent())) {
        if (waitingReadings + batch.size() > LIMIT || isCrowded()) {
          mergeWaiting();
        }
        waiting.add(new Item.Readings(batch));
        waitingReadings += batch.size();
        account(bytes(batch));
        if (wake) {
          target.execute(this::drain);
        }
        return;
      }
    }
    readings.accept(batch);
  }

  /** Hands over an event, behind the readings that were posted before it. */
  public void post(Runnable event) {
    boolean wake;
    synchronized (lock) {
      wake = waiting.isEmpty();
      if (!(wake && target.isCurrent())) {
        waiting.add(new Item.Event(event));
        if (wake) {
          target.execute(this::drain);
        }
        return;
      }
    }
    event.run();
  }

  private boolean isCrowded() {
    return ALL.isFull() && waitingReadings > 2 * keptReadings + WORTH_MERGING;
  }

  private static long bytes(ReadingBatch batch) {
    return BATCH_BYTES + (long) batch.size() * READING_BYTES;
  }

  private void account(long bytes) {
    waitingBytes += bytes;
    ALL.add(bytes);
  }

  private void drain() {
    ArrayDeque<Item> taken;
    int lost;
    synchronized (lock) {
      taken = waiting;
      waiting = new ArrayDeque<>();
      waitingReadings = 0;
      keptReadings = 0;
      account(-waitingBytes);
      lost = mergedReadings;
      mergedReadings = 0;
    }
    for (Item item : taken) {
      switch (item) {
        case Item.Readings(ReadingBatch batch) -> readings.accept(batch);
        case Item.Event(Runnable event) -> event.run();
      }
    }
    if (lost > 0) {
      merged.accept(lost);
    }
  }

  /** Keeps the newest reading per channel between two events. */
  private void mergeWaiting() {
    ArrayDeque<Item> kept = new ArrayDeque<>();
    Map<Integer, ReadingBatch> newest = new LinkedHashMap<>();
    int before = waitingReadings;
    waitingReadings = 0;
    account(-waitingBytes);
    for (Item item : waiting) {
      switch (item) {
        case Item.Readings(ReadingBatch batch) ->
            lastRow(batch).forEach(one -> newest.put(one.firstChannel(), one));
        case Item.Event event -> {
          flush(newest, kept);
          kept.add(event);
        }
      }
    }
    flush(newest, kept);
    waiting = kept;
    keptReadings = waitingReadings;
    mergedReadings += before - waitingReadings;
  }

  private void flush(Map<Integer, ReadingBatch> newest, ArrayDeque<Item> kept) {
    for (ReadingBatch one : newest.values()) {
      kept.add(new Item.Readings(one));
      account(bytes(one));
    }
    waitingReadings += newest.size();
    newest.clear();
  }

  private static List<ReadingBatch> lastRow(ReadingBatch batch) {
    ReadingBatch last = batch.slice(batch.rows() - 1, batch.rows());
    List<ReadingBatch> singles = new ArrayList<>(batch.channels());
    for (int column = 0; column < batch.channels(); column++) {
      singles.add(last.columns(column, column + 1));
    }
    return singles;
  }
}
