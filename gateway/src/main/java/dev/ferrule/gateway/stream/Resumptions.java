package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.frames.ReadingsEncoder;
import dev.ferrule.gateway.frames.ReadingsEncoder.Stretch;
import dev.ferrule.gateway.history.Recollection;
import dev.ferrule.gateway.history.query.Recalled;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.registry.Replica;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Clients that have come back and wait for what they missed (PROTOCOL.md B4): it is looked for
 * while what comes meanwhile is held for them, and told as one, or not at all.
 *
 * <p>Owner: the hub's loop.
 */
final class Resumptions {

  /** Bytes of the past that one client is told at a time; more is for who asks for history. */
  private static final int MOST_BYTES = 128 * 1024;

  /** Readings that are held for one client. */
  private static final int MOST_HELD = 5_000;

  /** How long a client waits, and how often is looked for what another loop does not have yet. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Duration AGAIN = Duration.ofMillis(50);

  private final Loop loop;
  private final Replica replica;
  private final Recollection recollection;
  private final ReadingsEncoder.Scratch scratch;
  private final Set<Resumption> waiting = new LinkedHashSet<>();

  Resumptions(
      Loop loop, Replica replica, Recollection recollection, ReadingsEncoder.Scratch scratch) {
    this.loop = loop;
    this.replica = replica;
    this.recollection = recollection;
    this.scratch = scratch;
  }

  /**
   * What a client is told.
   *
   * @param whole whether the messages are everything from one position to the other
   * @param messages that need no reference
   */
  record Outcome(boolean whole, long from, long to, List<Payload> messages) {}

  /** Where nothing leads on to the present. */
  Outcome nothing() {
    return new Outcome(false, replica.position(), replica.position(), List.of());
  }

  /**
   * Looks for what a client missed.
   *
   * @param position up to which it has everything
   * @param then is told once, later, unless the client is forgotten
   */
  Resumption begin(long position, ChannelSet channels, Subprotocol codec, Consumer<Outcome> then) {
    var begun = new Resumption(position, channels, codec, then);
    waiting.add(begun);
    begun.look();
    loop.after(PATIENCE, begun::giveUp);
    return begun;
  }

  /** A client wants something else, or is gone. */
  void forget(Resumption resumption) {
    waiting.remove(resumption);
  }

  /** New readings came. */
  void hold(ReadingBatch batch) {
    for (Resumption one : waiting) {
      one.hold(batch);
    }
  }

  /** Some of those that came are missing. */
  void breakOff() {
    waiting.forEach(Resumption::breakOff);
  }

  /** One client that waits. */
  final class Resumption {
    private final long position;
    private final ChannelSet channels;
    private final Subprotocol codec;
    private final Consumer<Outcome> then;

    /** From here on everything is held. */
    private final long begun = replica.position();

    private final List<ReadingBatch> held = new ArrayList<>();
    private int readings;

    private Resumption(
        long position, ChannelSet channels, Subprotocol codec, Consumer<Outcome> then) {
      this.position = position;
      this.channels = channels;
      this.codec = codec;
      this.then = then;
    }

    private void look() {
      recollection.recall(
          position,
          replica.directory(),
          channels.numbers(),
          found -> loop.execute(() -> found(found)));
    }

    private void hold(ReadingBatch batch) {
      channels.select(
          batch,
          part -> {
            readings += part.size();
            if (readings <= MOST_HELD) {
              held.add(part);
            }
          });
    }

    private void breakOff() {
      readings = MOST_HELD + 1;
    }

    private void found(Recalled found) {
      if (!waiting.contains(this)) {
        return;
      }
      if (found.from() != position || readings > MOST_HELD) {
        giveUp();
      } else if (found.to() < begun) {
        loop.after(AGAIN, () -> lookAgain());
      } else {
        tell(whole(found));
      }
    }

    private void lookAgain() {
      if (waiting.contains(this)) {
        look();
      }
    }

    private Outcome whole(Recalled found) {
      List<ReadingBatch> rows = new ArrayList<>(found.batches());
      held.stream().filter(batch -> batch.position() > found.to()).forEach(rows::add);
      long to = Math.max(position, replica.position());
      List<Payload> messages = messages(rows, new Stretch(position, to));
      long bytes = messages.stream().mapToLong(Payload::size).sum();
      return bytes > MOST_BYTES ? nothing() : new Outcome(true, position, to, messages);
    }

    private List<Payload> messages(List<ReadingBatch> rows, Stretch stretch) {
      Directory directory = replica.directory();
      ReadingsEncoder encoder =
          switch (codec) {
            case BIN -> ReadingsEncoder.binary(directory, scratch);
            case JSON -> ReadingsEncoder.json(directory);
          };
      return Payload.of(encoder.update(rows, stretch));
    }

    private void giveUp() {
      tell(nothing());
    }

    private void tell(Outcome outcome) {
      if (waiting.remove(this)) {
        then.accept(outcome);
      }
    }
  }
}
