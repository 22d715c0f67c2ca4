package dev.ferrule.gateway.mqtt.bridge;

import dev.ferrule.gateway.frames.DictionaryText;
import dev.ferrule.gateway.frames.Gather;
import dev.ferrule.gateway.frames.Message;
import dev.ferrule.gateway.frames.ReadingsEncoder;
import dev.ferrule.gateway.frames.ReadingsEncoder.Stretch;
import dev.ferrule.gateway.frames.Rows;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.mqtt.Publication;
import dev.ferrule.gateway.mqtt.Topics;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.registry.Replica;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * All readings as the binary messages of PROTOCOL.md B1 and B2, the same bytes as a WebSocket gets:
 * a K message first and after every {@link #SNAPSHOT_EVERY}, which the broker keeps, and R messages
 * between. What comes within {@link #TICK} is one message; while the broker is slow it is gathered
 * on, and past {@link #MOST_GATHERED} readings only the newest of each channel stays.
 *
 * <p>Owner: the bridge's loop.
 */
final class FrameFeed {

  static final Duration TICK = Duration.ofMillis(100);
  static final int SNAPSHOT_EVERY = 32;
  static final int MOST_GATHERED = 16_384;

  private final Loop loop;
  private final Replica replica;
  private final Topics topics;
  private final Runnable ready;
  private final ReadingsEncoder.Scratch scratch = new ReadingsEncoder.Scratch();
  private final Queue<Publication> made = new ArrayDeque<>();

  // Of the present directory.
  private ReadingsEncoder encoder;
  private Gather gather;

  private int gathered;

  /** In place of what is gathered: channels whose newest reading is due. */
  private final BitSet thinned = new BitSet();

  private long replaced;
  private boolean open;
  private boolean waits;
  private boolean due;
  private long position;
  private long reached;
  private int sinceSnapshot = SNAPSHOT_EVERY;

  /** A feed without a broker; {@code ready} is told when there is something to send. */
  FrameFeed(Loop loop, Replica replica, Topics topics, Runnable ready) {
    this.loop = loop;
    this.replica = replica;
    this.topics = topics;
    this.ready = ready;
    this.encoder = ReadingsEncoder.binary(replica.directory(), scratch);
    this.gather = new Gather(0);
  }

  /** What makes the messages readable, as it is when it is sent. */
  Publication dictionary() {
    return Publication.retained(topics.dictionary(), DictionaryText.of(replica.directory()).text());
  }

  /** Takes the channels that there are now: everything begins anew. */
  void directory(Directory directory) {
    encoder = ReadingsEncoder.binary(directory, scratch);
    gather = new Gather(directory.capacity());
    restart();
  }

  private void restart() {
    made.clear();
    gather.take();
    gathered = 0;
    thinned.clear();
    sinceSnapshot = SNAPSHOT_EVERY;
    position = replica.position();
    reached = position;
    due = open;
  }

  /** The broker is there. */
  void opened() {
    open = true;
    restart();
  }

  /** The broker is gone: of what was under way nobody knows what arrived. */
  void lost() {
    open = false;
    restart();
  }

  /** Takes new readings, which the latest values have already. */
  void readings(ReadingBatch batch) {
    if (!open) {
      return;
    }
    reached = Math.max(reached, batch.position());
    if (!thinned.isEmpty() || gathered + batch.size() > MOST_GATHERED) {
      thin(batch);
    } else {
      gathered += batch.size();
      gather.add(Rows.honest(batch));
    }
    if (!waits && !due) {
      waits = true;
      loop.after(TICK, this::tick);
    }
  }

  private void thin(ReadingBatch batch) {
    int before = thinned.cardinality();
    for (ReadingBatch one : gather.take()) {
      thinned.set(one.firstChannel(), one.firstChannel() + one.channels());
    }
    thinned.set(batch.firstChannel(), batch.firstChannel() + batch.channels());
    replaced += gathered + batch.size() - (thinned.cardinality() - before);
    gathered = 0;
  }

  private void tick() {
    waits = false;
    due = open;
    ready.run();
  }

  /** The next message, if one is due. */
  Optional<Publication> next() {
    if (made.isEmpty() && due) {
      due = false;
      encode();
    }
    return Optional.ofNullable(made.poll());
  }

  private void encode() {
    List<ReadingBatch> rows =
        thinned.isEmpty() ? gather.take() : Rows.newest(replica.latest(), thinned);
    thinned.clear();
    gathered = 0;
    boolean snapshot = sinceSnapshot >= SNAPSHOT_EVERY;
    if (rows.isEmpty() && !snapshot) {
      return;
    }
    List<Message> messages;
    if (snapshot) {
      messages = encoder.snapshot(withOthers(rows), position);
      sinceSnapshot = 1;
    } else {
      messages = encoder.update(rows, new Stretch(position, reached));
      position = reached;
      sinceSnapshot += messages.size();
    }
    boolean first = snapshot;
    for (Message message : messages) {
      made.add(new Publication(topics.frames(), bytes(message), first));
      first = false;
    }
  }

  private List<ReadingBatch> withOthers(List<ReadingBatch> rows) {
    BitSet others = new BitSet();
    replica.directory().channels().keySet().forEach(others::set);
    others.andNot(Rows.channels(rows));
    List<ReadingBatch> all = new ArrayList<>(rows);
    all.addAll(Rows.newest(replica.latest(), others));
    return all;
  }

  private static byte[] bytes(Message message) {
    return switch (message) {
      case Message.Binary(byte[] bytes) -> bytes;
      case Message.Text(String text) -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    };
  }

  /** How many readings were replaced by newer ones before they were told. */
  long replaced() {
    return replaced;
  }
}
