package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.loop.Backlog;
import dev.ferrule.gateway.model.ReadingBatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The way out to one client, and what happens when it does not keep up.
 *
 * <p>Bounded: while more than {@code limit} bytes wait in the socket, readings are not queued at
 * all; only which channels changed is noted, and when half has drained the client is welcomed to
 * its group again, with the newest value of each channel. Control messages wait in a queue of
 * {@link #CONTROL_LIMIT} bytes; one that does not fit closes the connection, and so does a socket
 * that takes nothing for too long. What waits for all clients together is bounded too ({@link
 * Backlog}): when half of that is taken, less waits for each, and when all is, whoever holds most
 * is dropped.
 *
 * <p>Owner: the hub's loop.
 */
final class Outbox {

  /** What a client may have waiting while half of the backlog of all clients is taken. */
  static final int SCARCE = 16 * 1024;

  /** Bytes of control messages from which on the client is not listened to until it reads. */
  static final int LISTEN_LIMIT = 8 * 1024;

  /** Bytes of control messages that may wait. */
  static final int CONTROL_LIMIT = 1 << 20;

  private final ClientSocket socket;
  private final long limit;
  private final long stallNanos;
  private final Backlog backlog;
  private final Client client;

  private final Queue<Payload> control = new ArrayDeque<>();
  private long controlBytes;

  /** What of the backlog is this client's. */
  private long held;

  private boolean deaf;
  private boolean gone;

  /** Whether messages of the group were left out since the client was last welcomed. */
  private boolean behind;

  private final BitSet missed = new BitSet();
  private int missedReadings;

  private long lastSent;
  private long lastProgress;
  private long progressAt;

  /** What a client does about its outbox. */
  interface Client {
    /** It was left behind, and can take readings again. */
    void caughtUp();

    /** It does not read the answers to what it says, or does again. */
    void listens(boolean reads);

    /** Something waits for it, or nothing any more. */
    void waits(boolean something);

    /** More waits for all clients together than may. */
    void tooMuchWaits();
  }

  /** An outbox, whose bytes count in {@code backlog}. */
  Outbox(
      ClientSocket socket, StreamSettings settings, Backlog backlog, long nanoTime, Client client) {
    this.socket = socket;
    this.limit = settings.queueBytes();
    this.stallNanos = settings.stall().toNanos();
    this.backlog = backlog;
    this.client = client;
    this.lastSent = nanoTime;
    this.progressAt = nanoTime;
    socket.onProgress(this::progressed);
  }

  /** Sends a control message, or lets it wait its turn. */
  void control(Payload message, long nanoTime) {
    if (control.isEmpty() && socket.pending() < limit) {
      write(message, nanoTime);
      return;
    }
    controlBytes += message.size();
    control.add(message);
    if (controlBytes > CONTROL_LIMIT) {
      socket.close(CloseCode.TOO_SLOW);
    } else if (controlBytes > LISTEN_LIMIT && !deaf) {
      deaf = true;
      client.listens(false);
    }
    account();
  }

  /** Sends what the group wrote, unless this client is behind. */
  void readings(Group.Flushed flushed) {
    if (behind || isFull()) {
      miss(flushed.rows(), flushed.nanoTime());
      return;
    }
    List<Payload> messages = flushed.messages();
    for (int i = 0; i < messages.size(); i++) {
      write(messages.get(i), flushed.nanoTime());
    }
  }

  /** Readings that newer ones have replaced since this was last asked. */
  int takeMerged() {
    int merged = missedReadings - missed.cardinality();
    missed.clear();
    missedReadings = 0;
    return merged;
  }

  /**
   * Sends what a client needs that joins its group; afterwards it is not behind, unless that is too
   * much at once.
   */
  void welcome(List<Payload> messages, long nanoTime) {
    behind = false;
    for (Payload message : messages) {
      if (isFull()) {
        behind = true;
        return;
      }
      write(message, nanoTime);
    }
  }

  /** Sends something that is only worth sending when there is nothing else to send. */
  void idle(Payload message, long nanoTime) {
    if (!isFull()) {
      write(message, nanoTime);
    }
  }

  private boolean isFull() {
    long most = backlog.isHalfFull() ? Math.min(limit, SCARCE) : limit;
    return !control.isEmpty() || socket.pending() >= most;
  }

  /** Bytes that wait for this client. */
  long held() {
    return held;
  }

  private void account() {
    if (gone) {
      return;
    }
    long now = socket.pending() + controlBytes;
    boolean grew = now > held;
    backlog.add(now - held);
    long before = held;
    held = now;
    if (before == 0 && now > 0) {
      progressAt = lastSent;
      client.waits(true);
    } else if (before > 0 && now == 0) {
      client.waits(false);
    }
    if (grew && backlog.isFull()) {
      client.tooMuchWaits();
    }
  }

  /** The client is gone, and what waited for it. */
  void forget() {
    gone = true;
    control.clear();
    controlBytes = 0;
    backlog.add(-held);
    held = 0;
  }

  /** Ends the connection at once; what waited for the client is gone. */
  void drop() {
    socket.drop();
    forget();
  }

  private void miss(List<ReadingBatch> rows, long nanoTime) {
    if (!behind) {
      behind = true;
      progressAt = nanoTime;
    }
    for (ReadingBatch batch : rows) {
      missed.set(batch.firstChannel(), batch.firstChannel() + batch.channels());
      missedReadings += batch.size();
    }
  }

  private void write(Payload message, long nanoTime) {
    lastSent = nanoTime;
    socket.send(message);
    account();
  }

  private void progressed() {
    account();
    if (socket.pending() > limit / 2) {
      return;
    }
    for (@Nullable Payload next = control.poll(); next != null; next = control.poll()) {
      controlBytes -= next.size();
      socket.send(next);
      account();
      if (socket.pending() >= limit) {
        return;
      }
    }
    if (deaf) {
      deaf = false;
      client.listens(true);
    }
    if (behind) {
      client.caughtUp();
    }
  }

  /** Closes the connection when bytes wait and none was taken for too long. */
  void cutIfStalled(long nanoTime) {
    if (socket.pending() == 0 || socket.progress() != lastProgress) {
      lastProgress = socket.progress();
      progressAt = nanoTime;
    } else if (nanoTime - progressAt >= stallNanos) {
      socket.close(CloseCode.TOO_SLOW);
    }
  }

  /** Whether nothing was sent for {@code time}. */
  boolean isSilentFor(Duration time, long nanoTime) {
    return nanoTime - lastSent >= time.toNanos();
  }

  void close(CloseCode code) {
    socket.close(code);
  }
}
