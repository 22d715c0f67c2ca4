package dev.ferrule.gateway.web;

import dev.ferrule.gateway.loop.Backlog;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.loop.Turns;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a loop that are no WebSockets: how many there may be, how long each may take,
 * and what waits for them.
 *
 * <p>When all places are taken, one of the address that has most of them makes room, first the one
 * that has waited longest without a request; so nobody can shut others out by connecting, whatever
 * is asked on the connections.
 *
 * <p>Owner: the loop.
 */
final class Connections {

  private static final Duration SWEEP = Duration.ofSeconds(1);

  /** From the connection to the end of the TLS handshake. */
  static final Duration HANDSHAKE = Duration.ofSeconds(10);

  /** From the connection, or the handshake, to the head of the first request. */
  private static final Duration FIRST_REQUEST = Duration.ofSeconds(5);

  /** From an answer to the next request. */
  private static final Duration NEXT_REQUEST = Duration.ofSeconds(60);

  /** From the head of a request to the end of its body; past the time in which 408 is said. */
  private static final Duration BODY = Duration.ofSeconds(12);

  /** How long a client may take nothing of an answer. */
  private static final Duration STALL = Duration.ofSeconds(10);

  /** What taking a connection in and closing it costs besides. */
  private static final Duration COST = Duration.ofNanos(150_000);

  /** What a handshake costs besides; its signature is made elsewhere. */
  private static final Duration HANDSHAKE_COST = Duration.ofNanos(500_000);

  /** What a byte of an answer costs besides: its memory must be collected when it is gone. */
  private static final int NANOS_PER_BYTE = 40;

  private final Loop loop;
  private final Turns turns;
  private final int most;
  private final Backlog backlog;
  private final Map<Channel, Plain> plain = new LinkedHashMap<>();
  private final Map<String, Crowd> crowds = new HashMap<>();
  private boolean sweeping;

  /** What a connection is waited for to do. */
  private enum Stage {
    GREETING(HANDSHAKE),
    SILENT(FIRST_REQUEST),
    ASKING(BODY),
    ANSWERED(NEXT_REQUEST);

    private final long limit;

    Stage(Duration limit) {
      this.limit = limit.toNanos();
    }
  }

  /** The connections of one address, in each stage by how long they are in it. */
  private static final class Crowd {
    final String address;
    private final Map<Stage, Set<Plain>> stages = new EnumMap<>(Stage.class);
    private int size;

    Crowd(String address) {
      this.address = address;
      for (Stage stage : Stage.values()) {
        stages.put(stage, new LinkedHashSet<>());
      }
    }

    int size() {
      return size;
    }

    private Set<Plain> in(Stage stage) {
      return Objects.requireNonNull(stages.get(stage));
    }

    void add(Plain one) {
      in(one.stage).add(one);
      size++;
    }

    void remove(Plain one) {
      if (in(one.stage).remove(one)) {
        size--;
      }
    }

    /** The one that nobody would miss, if there is one. */
    Optional<Plain> idle() {
      return Stream.of(Stage.GREETING, Stage.SILENT, Stage.ANSWERED)
          .flatMap(stage -> in(stage).stream())
          .filter(Plain::isIdle)
          .findFirst();
    }

    /** The one that asked first, or takes longest. */
    Optional<Plain> any() {
      return Stream.of(Stage.ASKING, Stage.ANSWERED)
          .flatMap(stage -> in(stage).stream())
          .findFirst();
    }
  }

  /** One connection. */
  private static final class Plain {
    final Channel channel;
    final Crowd crowd;
    final Turns.Client turns;
    Stage stage;

    /** Since when the stage is what it is. */
    long since;

    boolean isAsked;
    boolean isAnswered;

    /** Bytes of answers that the client has not taken, as far as known. */
    long untaken;

    long progressAt;

    Plain(Channel channel, Crowd crowd, Turns.Client turns, Stage stage, long now) {
      this.channel = channel;
      this.crowd = crowd;
      this.turns = turns;
      this.stage = stage;
      this.since = now;
    }

    void enter(Stage next, long now) {
      crowd.remove(this);
      stage = next;
      since = now;
      crowd.add(this);
    }

    /** Whether nobody would miss it. */
    boolean isIdle() {
      return stage != Stage.ASKING && untaken == 0;
    }

    /**
     * Ends it at once and without a word; a close that waits for the client's buffer to drain might
     * never come.
     */
    void drop() {
      channel.unsafe().close(channel.voidPromise());
    }
  }

  /**
   * No connections yet.
   *
   * @param turns whose turn it is on the loop
   * @param most there may be
   * @param backlog what they leave untaken
   */
  Connections(Loop loop, Turns turns, int most, Backlog backlog) {
    this.loop = loop;
    this.turns = turns;
    this.most = most;
    this.backlog = backlog;
  }

  /** Where a connection comes from. */
  static String address(HttpConnection connection) {
    return String.valueOf(connection.remoteAddress().hostAddress());
  }

  private static Channel channel(HttpConnection connection) {
    return ((ConnectionBase) connection).channel();
  }

  /** Takes in a connection whose TLS handshake has not begun, or closes it. */
  void arrive(Channel channel) {
    add(channel, Stage.GREETING);
    var unused = channel.closeFuture().addListener(_ -> forget(channel));
  }

  /** Takes a new connection in, or closes it when there is no place for it. */
  void add(HttpConnection connection) {
    Plain greeted = plain.get(channel(connection));
    if (greeted != null) {
      turns.chargeForAsking(greeted.turns, HANDSHAKE_COST);
      greeted.enter(Stage.SILENT, loop.nanoTime());
      return;
    }
    add(channel(connection), Stage.SILENT);
    connection.closeHandler(_ -> forget(connection));
  }

  private void add(Channel channel, Stage stage) {
    String address =
        channel.remoteAddress() instanceof InetSocketAddress from
            ? from.getAddress().getHostAddress()
            : String.valueOf(channel.remoteAddress());
    Turns.Client client = turns.enter(address);
    turns.chargeForAsking(client, COST);
    Crowd crowd = crowds.computeIfAbsent(address, Crowd::new);
    Plain added = new Plain(channel, crowd, client, stage, loop.nanoTime());
    if (plain.size() >= most) {
      Optional<Plain> least = leastMissed(added.crowd);
      if (least.isEmpty()) {
        forgetIfEmpty(added.crowd);
        turns.leave(client);
        added.drop();
        return;
      }
      end(least.get());
    }
    plain.put(channel, added);
    added.crowd.add(added);
    if (!sweeping) {
      sweeping = true;
      loop.after(SWEEP, this::sweep);
    }
  }

  /**
   * Who goes for a newcomer: one of the address that has most, first of those that do nothing. What
   * is under way is given up only for an address that has fewer.
   */
  private Optional<Plain> leastMissed(Crowd newcomer) {
    Crowd largest = Collections.max(crowds.values(), Comparator.comparingInt(Crowd::size));
    if (largest.size() > newcomer.size() + 1) {
      return largest.idle().or(largest::any);
    }
    return newcomer.idle();
  }

  /** A connection is closed, or has become a WebSocket and is somebody else's. */
  void forget(HttpConnection connection) {
    forget(channel(connection));
  }

  private void forget(Channel channel) {
    Optional.ofNullable(plain.get(channel)).ifPresent(this::remove);
  }

  private void forgetIfEmpty(Crowd crowd) {
    if (crowd.size() == 0) {
      crowds.remove(crowd.address);
    }
  }

  private void end(Plain one) {
    remove(one);
    one.drop();
  }

  private void remove(Plain gone) {
    if (plain.remove(gone.channel, gone)) {
      turns.leave(gone.turns);
      gone.crowd.remove(gone);
      forgetIfEmpty(gone.crowd);
      untaken(gone, 0);
    }
  }

  /** A request has begun; what it costs is charged to its connection. */
  void begin(HttpServerRequest request) {
    Plain one = plain.get(channel(request.connection()));
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
              if (!plain.containsKey(one.channel)) {
                return; // dropped with an answer under way: nothing of it waits for anybody
              }
              long bytes = request.response().bytesWritten();
              turns.charge(one.turns, Duration.ofNanos(bytes * NANOS_PER_BYTE));
              untaken(one, one.untaken + bytes);
              one.progressAt = loop.nanoTime();
              one.isAnswered = true;
              settle(one);
            });
  }

  private void settle(Plain one) {
    if (one.isAsked && one.isAnswered && plain.containsKey(one.channel)) {
      one.enter(Stage.ANSWERED, loop.nanoTime());
    }
  }

  /** A connection as one who waits for its turn. */
  Optional<Turns.Client> turns(HttpConnection connection) {
    return Optional.ofNullable(plain.get(channel(connection))).map(one -> one.turns);
  }

  /** Whether a connection is still one of these. */
  boolean has(HttpConnection connection) {
    return plain.containsKey(channel(connection));
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
    @Nullable ChannelOutboundBuffer buffer = one.channel.unsafe().outboundBuffer();
    long waits = buffer == null ? 0 : buffer.totalPendingWriteBytes();
    // While the buffer takes no more, an answer may wait before it.
    long now = one.channel.isWritable() ? waits : Math.max(one.untaken, waits);
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
