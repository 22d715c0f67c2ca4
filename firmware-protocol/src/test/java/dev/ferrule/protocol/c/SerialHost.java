package dev.ferrule.protocol.c;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.link.LinkDecoder;
import dev.ferrule.protocol.link.LinkEncoder;
import dev.ferrule.protocol.link.LinkEnd;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.LinkSink;
import dev.ferrule.protocol.link.ReadingsCursor;
import dev.ferrule.protocol.link.ReliableReceiver;
import dev.ferrule.protocol.link.ReliableSender;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The least host that there is: a session over a terminal, heartbeats while they are wanted, and a
 * list of what came. Owner: the test's thread; bytes move only inside {@link #until}.
 */
final class SerialHost implements LinkSink, AutoCloseable {
  /** One value of a READINGS frame. */
  record Reading(int channel, int raw, int quality, long nanos) {}

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final double NANOS_PER_BYTE = 10e9 / 115_200;

  final List<LinkMessage> messages = new ArrayList<>();
  final List<Reading> readings = new ArrayList<>();
  private final FileInputStream in;
  private final FileOutputStream out;
  private final LinkDecoder decoder = new LinkDecoder(LinkEnd.HOST);
  private final LinkEncoder encoder = new LinkEncoder(LinkEnd.HOST);
  private final ReliableReceiver receiver = new ReliableReceiver();
  private final ReliableSender sender = new ReliableSender(this::sendReliable, NANOS_PER_BYTE);
  private final byte[] buffer = new byte[4096];
  private int nonce = 1;
  private boolean inSession;
  private int heartbeatMillis;
  private long heartbeatAt;

  SerialHost(Path line) throws IOException {
    in = new FileInputStream(line.toFile());
    out = new FileOutputStream(line.toFile());
  }

  // ---- session ----

  /** A new session: HELLO_REQ every 250 ms until its HELLO comes. */
  LinkMessage.Hello connect() {
    nonce++;
    inSession = false;
    receiver.reset();
    sender.reset(1, 64);
    messages.clear();
    write(new byte[1], 1);
    long asked = System.nanoTime() - 1_000_000_000L;
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (hello() == null) {
      assertTrue(System.nanoTime() < end, "no HELLO");
      if (System.nanoTime() - asked > 250_000_000L) {
        asked = System.nanoTime();
        bestEffort(new LinkMessage.HelloRequest(1, 0, nonce, 254));
      }
      turn();
    }
    LinkMessage.Hello hello = hello();
    assertTrue(hello != null && hello.major() == 1);
    sender.reset(hello.window(), hello.receiveBytes());
    inSession = true;
    return hello;
  }

  private LinkMessage.@Nullable Hello hello() {
    return messages.stream()
        .filter(m -> m instanceof LinkMessage.Hello hello && hello.nonce() == nonce)
        .map(LinkMessage.Hello.class::cast)
        .findFirst()
        .orElse(null);
  }

  /** Fetches, reads and from now on uses the device's dictionary. */
  Dictionary fetchDictionary(LinkMessage.Hello hello) {
    var bytes = new ByteArrayOutputStream();
    while (bytes.size() < hello.dictionarySize()) {
      send(new LinkMessage.DictionaryGet(bytes.size()));
      var data = await(LinkMessage.DictionaryData.class);
      assertTrue(data.offset() == bytes.size() && data.total() == hello.dictionarySize());
      bytes.writeBytes(data.bytes().toArray());
    }
    Dictionary dictionary = Dictionary.read(Bytes.copyOf(bytes.toByteArray())).orThrow();
    decoder.dictionary(dictionary);
    return dictionary;
  }

  /** Heartbeats with that timeout from now on, every third of it; 0 for none. */
  void beat(int timeoutMillis) {
    heartbeatMillis = timeoutMillis;
    if (timeoutMillis > 0) {
      heartbeatAt = System.nanoTime() - Duration.ofMillis(timeoutMillis).toNanos();
      turn();
    }
  }

  /** When the last heartbeat was written. */
  long lastHeartbeat() {
    return heartbeatAt;
  }

  // ---- messages ----

  /** Queues a reliable message and sends it when the window allows. */
  void send(LinkMessage message) {
    assertTrue(sender.offer(message));
    turn();
  }

  void bestEffort(LinkMessage message) {
    write(encoder.array(), encoder.bestEffort(message, inSession ? receiver.expected() : -1));
  }

  /** Bytes that are no frame of this host. */
  void write(byte[] bytes, int length) {
    try {
      out.write(bytes, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first message of a type since the last call took it; waits for it. */
  <M extends LinkMessage> M await(Class<M> type) {
    until(() -> messages.stream().anyMatch(type::isInstance), type.getSimpleName());
    int at = 0;
    while (!type.isInstance(messages.get(at))) {
      at++;
    }
    return type.cast(messages.remove(at));
  }

  /** The next reading of a channel from now on. */
  Reading awaitReading(int channel) {
    readings.clear();
    until(() -> readings.stream().anyMatch(r -> r.channel() == channel), "reading of " + channel);
    return readings.stream().filter(r -> r.channel() == channel).findFirst().orElseThrow();
  }

  /** Moves bytes until that is so. */
  void until(BooleanSupplier condition, String what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, () -> "waited in vain for " + what);
      turn();
    }
  }

  /** Moves bytes that long. */
  void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    until(() -> System.nanoTime() >= end, "time");
  }

  /** Reliable frames that were sent again so far. */
  long resent() {
    return sender.resent();
  }

  /** Damaged or unreadable frames so far. */
  long faults() {
    var counters = decoder.counters();
    return counters.cobsErrors()
        + counters.crcErrors()
        + counters.overruns()
        + counters.malformed();
  }

  private void turn() {
    try {
      if (in.available() > 0) {
        decoder.offer(buffer, 0, in.read(buffer), this);
      } else {
        LockSupport.parkNanos(200_000);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long now = System.nanoTime();
    if (!inSession) {
      return;
    }
    assertTrue(sender.pump(now), "the device acknowledges nothing");
    if (heartbeatMillis > 0 && now - heartbeatAt >= heartbeatMillis * 1_000_000L / 3) {
      heartbeatAt = now;
      bestEffort(new LinkMessage.Heartbeat(heartbeatMillis));
    }
    if (receiver.ackDue()) {
      receiver.acknowledged();
      bestEffort(new LinkMessage.Ack());
    }
  }

  private int sendReliable(LinkMessage message, int seq) {
    int length = encoder.reliable(message, seq, receiver.expected());
    write(encoder.array(), length);
    return length;
  }

  // ---- what the decoder delivers ----

  @Override
  public boolean frame(boolean reliable, int seq, int ack) {
    if (ack >= 0) {
      sender.acknowledged(ack, System.nanoTime());
    }
    return !reliable || receiver.accept(seq);
  }

  @Override
  public void readings(ReadingsCursor cursor) {
    for (int i = 0; i < cursor.template().size(); i++) {
      int channel = cursor.template().channel(i).id();
      readings.add(new Reading(channel, cursor.raw(i), cursor.quality(i), System.nanoTime()));
    }
  }

  @Override
  public void message(LinkMessage message) {
    messages.add(message);
  }

  @Override
  public void unsupported(int type) {
    throw new AssertionError("the device sent type " + type);
  }

  @Override
  public void close() throws IOException {
    in.close();
    out.close();
  }

  @Override
  public String toString() {
    return "messages " + messages + ", readings " + Arrays.toString(readings.toArray());
  }
}
