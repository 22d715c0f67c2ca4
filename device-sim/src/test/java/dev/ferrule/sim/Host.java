package dev.ferrule.sim;

import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.link.LinkDecoder;
import dev.ferrule.protocol.link.LinkEncoder;
import dev.ferrule.protocol.link.LinkEnd;
import dev.ferrule.protocol.link.LinkFormat;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.LinkSink;
import dev.ferrule.protocol.link.ReadingsCursor;
import dev.ferrule.protocol.link.ReliableReceiver;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * A very plain host: one question at a time, nothing sent again by itself. Waits for what it is
 * promised, with a limit, in real time.
 */
public final class Host implements AutoCloseable, LinkSink {

  private static final long LIMIT_NANOS = 10_000_000_000L;

  private final Terminal terminal;
  private final LinkEncoder encoder = new LinkEncoder(LinkEnd.HOST);
  private final LinkDecoder decoder = new LinkDecoder(LinkEnd.HOST);
  private final ReliableReceiver receiver = new ReliableReceiver();
  private final Queue<LinkMessage> messages = new ArrayDeque<>();
  private final Queue<Row> rows = new ArrayDeque<>();
  private int sent;
  private int acknowledged;
  private boolean acknowledges = true;
  private IntConsumer acks = ack -> {};

  /** Readings of one template. */
  public record Row(
      int template, int tick, List<String> keys, List<Double> values, List<Integer> qualities) {
    public double value(String key) {
      return values.get(keys.indexOf(key));
    }

    public int quality(String key) {
      return qualities.get(keys.indexOf(key));
    }
  }

  private Host(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Opens the line of a board and waits until the board has noticed. */
  public static Host open(SimBoard board) {
    var host = new Host(Terminal.open(board.link()));
    host.until(board::isOpened);
    return host;
  }

  /** Begins a session and gives the answer. */
  public LinkMessage.Hello begin(int nonce) {
    receiver.reset();
    sent = 0;
    acknowledged = 0;
    terminal.write(new byte[] {0});
    send(new LinkMessage.HelloRequest(LinkFormat.MAJOR, LinkFormat.MINOR, nonce, 254));
    return await(LinkMessage.Hello.class, hello -> hello.nonce() == nonce);
  }

  /** Fetches the dictionary and reads by it from now on. */
  public Dictionary learn() {
    var all = new ByteArrayOutputStream();
    LinkMessage.DictionaryData piece;
    do {
      sendReliably(new LinkMessage.DictionaryGet(all.size()));
      piece = await(LinkMessage.DictionaryData.class);
      all.writeBytes(piece.bytes().toArray());
    } while (all.size() < piece.total());
    Dictionary learned = Dictionary.read(Bytes.copyOf(all.toByteArray())).orThrow();
    decoder.dictionary(learned);
    return learned;
  }

  /** Session, dictionary, heartbeat, REARM: after this commands are obeyed. */
  public Dictionary arm(int nonce, int heartbeatMillis) {
    begin(nonce);
    Dictionary learned = learn();
    send(new LinkMessage.Heartbeat(heartbeatMillis));
    sendReliably(new LinkMessage.Rearm());
    until(() -> acknowledged == sent);
    return learned;
  }

  public void send(LinkMessage message) {
    int length = encoder.bestEffort(message, receiver.expected());
    terminal.write(Arrays.copyOf(encoder.array(), length));
  }

  /** Sends under the next seq, once. */
  public void sendReliably(LinkMessage message) {
    sendReliably(message, sent++);
  }

  /** Sends under a seq of the caller's; gives the bytes on the wire. */
  public int sendReliably(LinkMessage message, int seq) {
    int length = encoder.reliable(message, seq & 7, receiver.expected());
    terminal.write(Arrays.copyOf(encoder.array(), length));
    return length;
  }

  public void sendRaw(byte[] bytes) {
    terminal.write(bytes);
  }

  /** Whether what the board sends reliably is acknowledged. */
  public void acknowledge(boolean does) {
    acknowledges = does;
  }

  /** Who is told what the board acknowledges. */
  public void onAck(IntConsumer listener) {
    acks = listener;
  }

  /** Asks and waits for the result. */
  public LinkMessage.CommandResult result(LinkMessage question, int id) {
    sendReliably(question);
    return await(LinkMessage.CommandResult.class, result -> result.id() == id);
  }

  public <T extends LinkMessage> T await(Class<T> type) {
    return await(type, message -> true);
  }

  /** The next message of a type that is so; what comes before it is dropped. */
  public <T extends LinkMessage> T await(Class<T> type, Predicate<T> wanted) {
    List<T> found = new ArrayList<>();
    until(
        () -> {
          while (found.isEmpty() && !messages.isEmpty()) {
            LinkMessage message = messages.remove();
            if (type.isInstance(message) && wanted.test(type.cast(message))) {
              found.add(type.cast(message));
            }
          }
          return !found.isEmpty();
        });
    return found.getFirst();
  }

  /** The next row that is so. */
  public Row awaitRow(Predicate<Row> wanted) {
    List<Row> found = new ArrayList<>();
    until(
        () -> {
          while (found.isEmpty() && !rows.isEmpty()) {
            Row row = rows.remove();
            if (wanted.test(row)) {
              found.add(row);
            }
          }
          return !found.isEmpty();
        });
    return found.getFirst();
  }

  /** Takes the messages so far away. */
  public List<LinkMessage> take() {
    receive();
    List<LinkMessage> all = List.copyOf(messages);
    messages.clear();
    rows.clear();
    return all;
  }

  /** Asks for a session, once, without waiting for the answer. */
  public void ask(int nonce) {
    receiver.reset();
    send(new LinkMessage.HelloRequest(LinkFormat.MAJOR, LinkFormat.MINOR, nonce, 254));
  }

  /** Takes what is there; gives the messages so far. */
  public List<LinkMessage> messages() {
    receive();
    return List.copyOf(messages);
  }

  /** The rows so far, after everything that the board has sent was taken. */
  public List<Row> rows() {
    receive();
    return List.copyOf(rows);
  }

  public void forget() {
    receive();
    messages.clear();
    rows.clear();
  }

  public LinkDecoder decoder() {
    return decoder;
  }

  public Terminal terminal() {
    return terminal;
  }

  /** Receives until something is so; fails when it does not become so. */
  public void until(BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("it did not come; there are " + messages + " and " + rows);
      }
      if (!receive()) {
        LockSupport.parkNanos(100_000);
      }
    }
  }

  private boolean receive() {
    byte[] bytes = terminal.readNow();
    decoder.offer(bytes, 0, bytes.length, this);
    if (acknowledges && receiver.ackDue()) {
      receiver.acknowledged();
      send(new LinkMessage.Ack());
    }
    return bytes.length > 0;
  }

  @Override
  public boolean frame(boolean reliable, int seq, int ack) {
    if (ack >= 0) {
      acknowledged += (ack - acknowledged) & 7;
      acks.accept(ack);
    }
    return !reliable || (acknowledges && receiver.accept(seq));
  }

  @Override
  public void readings(ReadingsCursor cursor) {
    var template = cursor.template();
    List<String> keys = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    List<Integer> qualities = new ArrayList<>();
    for (int i = 0; i < template.size(); i++) {
      keys.add(template.channel(i).key());
      values.add(template.channel(i).toValue(cursor.raw(i)));
      qualities.add(cursor.quality(i));
    }
    rows.add(new Row(template.id(), cursor.tick(), keys, values, qualities));
  }

  @Override
  public void message(LinkMessage message) {
    messages.add(message);
  }

  @Override
  public void unsupported(int type) {
    throw new AssertionError("a device sends no type " + type);
  }

  @Override
  public void close() {
    terminal.close();
  }
}
