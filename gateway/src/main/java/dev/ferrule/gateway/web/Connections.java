package dev.ferrule.gateway.web;

import dev.ferrule.gateway.loop.Backlog;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.loop.WorkBudget;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a loop that are no WebSockets: how many there may be, how long each may take,
 * and what waits for them.
 *
 * <p>When all places are taken, the connection that has waited longest without a request makes
 * room, first one of the address that has most of them; so nobody can shut others out by
 * connecting.
 *
 * <p>Owner: the loop.
 */
final class Connections {

  private static final Duration SWEEP = Duration.ofSeconds(1);

  /** From the connection to the head of the first request. */
  private static final Duration FIRST_REQUEST = Duration.ofSeconds(5);

  /** From an answer to the next request. */
  private static final Duration NEXT_REQUEST = Duration.ofSeconds(60);

  /** From the head of a request to the end of its body; past the time in which 408 is said. */
  private static final Duration BODY = Duration.ofSeconds(12);

  /** How long a client may take nothing of an answer. */
  private static final Duration STALL = Duration.ofSeconds(10);

  /** Of the loop's time, for one connection. */
  private static final double SHARE = 0.1;

  private static final Duration BURST = Duration.ofMillis(100);

  private final Loop loop;
  private final int most;
  private final Backlog backlog;
  private final Map<HttpConnection, Plain> plain = new LinkedHashMap<>();
  private boolean sweeping;

  /** What a connection is waited for to do. */
  private enum Stage {
    SILENT(FIRST_REQUEST),
    ASKING(BODY),
    ANSWERED(NEXT_REQUEST);

    private final long limit;

    Stage(Duration limit) {
      this.limit = limit.toNanos();
    }
  }

  /** One connection. */
  private static final class Plain {
    final HttpConnection connection;
    final String address;
    final WorkBudget work;
    Stage stage = Stage.SILENT;

    /** Since when the stage is what it is. */
    long since;

    boolean isAsked;
    boolean isAnswered;

    /** Bytes of answers that the client has not taken, as far as known. */
    long untaken;

    long progressAt;

    Plain(HttpConnection connection, long now) {
      this.connection = connection;
      this.address = String.valueOf(connection.remoteAddress().hostAddress());
      this.work = new WorkBudget(SHARE, BURST, now);
      this.since = now;
    }

    void enter(Stage next, long now) {
      stage = next;
      since = now;
    }

    /** Whether nobody would miss it. */
    boolean isIdle() {
      return stage != Stage.ASKING && untaken == 0;
    }

    /** Ends it at once; a close that waits for the client's buffer to drain might never come. */
    void drop() {
      var unused = ((ConnectionBase) connection).channelHandlerContext().close();
    }
  }

  /**
   * No connections yet.
   *
   * @param most there may be
   * @param backlog what they leave untaken
   */
  Connections(Loop loop, int most, Backlog backlog) {
    this.loop = loop;
    this.most = most;
    this.backlog = backlog;
  }

  /** Takes a new connection in, or closes it when there is no place for it. */
  void add(HttpConnection connection) {
    Plain added = new Plain(connection, loop.nanoTime());
    if (plain.size() >= most) {
      Optional<Plain> idle = leastMissed(added.address);
      if (idle.isEmpty()) {
        added.drop();
        return;
      }
      end(idle.get());
    }
    plain.put(connection, added);
    connection.closeHandler(_ -> forget(connection));
    if (!sweeping) {
      sweeping = true;
      loop.after(SWEEP, this::sweep);
    }
  }

  private Optional<Plain> leastMissed(String newcomer) {
    Map<String, Integer> perAddress = new HashMap<>();
    perAddress.put(newcomer, 1);
    plain.values().forEach(one -> perAddress.merge(one.address, 1, Integer::sum));
    return plain.values().stream()
        .filter(Plain::isIdle)
        .min(
            Comparator.<Plain>comparingInt(one -> -perAddress.getOrDefault(one.address, 0))
                .thenComparing(one -> one.stage)
                .thenComparingLong(one -> one.since));
  }

  /** A connection is closed, or has become a WebSocket and is somebody else's. */
  void forget(HttpConnection connection) {
    Optional.ofNullable(plain.get(connection)).ifPresent(this::remove);
  }

  private void end(Plain one) {
    remove(one);
    one.drop();
  }

  private void remove(Plain gone) {
    if (plain.remove(gone.connection, gone)) {
      untaken(gone, 0);
    }
  }

  /** A request has begun; what it costs is charged to its connection. */
  void begin(HttpServerRequest request) {
    Plain one = plain.get(request.connection());
    if (one == null) {
      return;
    }
    one.enter(Stage.ASKING, loop.nanoTime());
    one.isAsked = false;
    one.isAnswered = false;
    request
        .end()
        .onSuccess(
            _ -> {
              one.isAsked = true;
              settle(one);
            });
    request
        .response()
        .bodyEndHandler(
            _ -> {
              if (!plain.containsKey(one.connection)) {
                return; // dropped with an answer under way: nothing of it waits for anybody
              }
              untaken(one, one.untaken + request.response().bytesWritten());
              one.progressAt = loop.nanoTime();
              one.isAnswered = true;
              settle(one);
            });
  }

  private void settle(Plain one) {
    if (one.isAsked && one.isAnswered) {
      one.enter(Stage.ANSWERED, loop.nanoTime());
    }
  }

  /** What a connection may spend of the loop's time. */
  Optional<WorkBudget> work(HttpConnection connection) {
    return Optional.ofNullable(plain.get(connection)).map(one -> one.work);
  }

  /** Whether a connection is still one of these. */
  boolean has(HttpConnection connection) {
    return plain.containsKey(connection);
  }

  /** Makes room for answers: looks what was taken, then drops who leaves most untaken. */
  void relieve() {
    if (backlog.isFull()) {
      plain.values().forEach(this::look);
    }
    while (backlog.isFull()) {
      end(Collections.max(plain.values(), Comparator.comparingLong(one -> one.untaken)));
    }
  }

  private void sweep() {
    long now = loop.nanoTime();
    for (Plain one : List.copyOf(plain.values())) {
      look(one);
      boolean isLate = now - one.since > one.stage.limit && !(one.isAsked && !one.isAnswered);
      boolean isStalled = one.untaken > 0 && now - one.progressAt > STALL.toNanos();
      if (isStalled || (isLate && one.untaken == 0)) {
        end(one);
      }
    }
    sweeping = !plain.isEmpty();
    if (sweeping) {
      loop.after(SWEEP, this::sweep);
    }
  }

  /** Looks how much of its answers a client has not taken. */
  private void look(Plain one) {
    if (one.untaken == 0) {
      return;
    }
    var channel = ((ConnectionBase) one.connection).channel();
    @Nullable ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    long waits = buffer == null ? 0 : buffer.totalPendingWriteBytes();
    // While the buffer takes no more, an answer may wait before it.
    long now = channel.isWritable() ? waits : Math.max(one.untaken, waits);
    if (now < one.untaken) {
      one.progressAt = loop.nanoTime();
      untaken(one, now);
    }
  }

  private void untaken(Plain one, long bytes) {
    backlog.add(bytes - one.untaken);
    one.untaken = bytes;
  }
}
