package dev.ferrule.gateway.outbox;

import dev.ferrule.gateway.history.Follower;
import dev.ferrule.gateway.history.History;
import dev.ferrule.gateway.history.Mark;
import dev.ferrule.gateway.history.block.SeriesForm;
import dev.ferrule.gateway.history.file.Opening;
import dev.ferrule.gateway.loop.Loop;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The readings that one receiver has not acknowledged: which they are, kept in the history's file,
 * and the readings themselves, read from there when they are to be told.
 *
 * <p>The way out tells live readings itself: it asks for a {@link #mark}, begins behind it and says
 * what was {@link #taken}. What comes before a mark and was not taken is handed out by {@link
 * #next}, the oldest first, each channel in its order. At most {@link Saves#MOST_UNSAVED} past
 * readings are handed out beyond what is kept as taken: so many may come twice when the gateway is
 * killed. Live ones are kept as taken once per commit of the history.
 *
 * <p>Owner: the loop of the way out.
 */
public final class Outbox {

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Logger LOG = System.getLogger("dev.ferrule.outbox");

  /** Who tells the readings. On the loop. */
  public interface Owner {
    /** Whether any reading of a channel is told. */
    boolean tells(String channel);

    /** Numbers are not what was counted along: live readings count again from the next mark on. */
    void uneven();

    /** There may be a past reading now. */
    void ready();
  }

  private final Loop loop;
  private final History history;
  private final String name;
  private final Owner owner;
  private final ReadAhead ahead;
  private final Saves saves;

  // Of the file that is open.
  private @Nullable Untaken untaken;
  private int opening;

  // Of the present connection.
  private boolean connected;
  private int attempt;
  private boolean closed;

  // For people.
  private long oldest;
  private long told;
  private long lost;
  private long open;
  private volatile OutboxStatus status = OutboxStatus.NOTHING;

  /**
   * An outbox that is not open yet.
   *
   * @param name of the receiver, the same in every run
   */
  public Outbox(Loop loop, History history, String name, Owner owner) {
    this.loop = loop;
    this.history = history;
    this.name = name;
    this.owner = owner;
    this.ahead = new ReadAhead(loop, history, owner::ready);
    this.saves = new Saves(loop, history, name, this::bytes, owner::ready);
  }

  /** Opens it, as soon as the history is. */
  public void start() {
    history.follow(
        new Follower() {
          @Override
          public void opened(Opening now) {
            loop.execute(() -> open(now));
          }

          @Override
          public void uneven() {
            loop.execute(owner::uneven);
          }
        });
    saves.start();
    loop.after(LOOK, this::look);
  }

  private void open(Opening now) {
    boolean isAnew = untaken != null;
    if (isAnew) {
      LOG.log(
          Level.WARNING,
          "{0}: readings that were still to be told are lost with the history",
          name);
      lost += status.readings();
      lost();
    }
    opening = now.number();
    byte[] kept = now.readers().get(name);
    Optional<Untaken> known =
        kept == null || kept.length < Long.BYTES
            ? Optional.empty()
            : Untaken.of(Arrays.copyOfRange(kept, Long.BYTES, kept.length));
    Untaken mine = known.orElseGet(Untaken::new);
    now.readings()
        .forEach(
            (series, readings) -> {
              mine.begin(series, known.isPresent() ? 0 : readings);
              mine.limit(series, readings);
            });
    oldest = known.isPresent() && kept != null ? ByteBuffer.wrap(kept).getLong() : 0;
    untaken = mine;
    saves.opened(opening);
    if (isAnew) {
      owner.uneven();
    }
  }

  /**
   * Asks where live readings may begin.
   *
   * @param then told once, on the loop, unless the connection is lost or asks again first
   */
  public void mark(Consumer<Mark> then) {
    int mine = ++attempt;
    history.mark(
        found ->
            loop.execute(
                () -> {
                  if (mine != attempt || closed) {
                    return;
                  }
                  if (found.isPresent() && untaken != null && found.get().opening() == opening) {
                    then.accept(found.get());
                  } else {
                    loop.after(PAUSE, () -> again(mine, then));
                  }
                }));
  }

  private void again(int mine, Consumer<Mark> then) {
    if (mine == attempt) {
      mark(then);
    }
  }

  /**
   * Live readings are told from a mark on; the others by {@link #next}.
   *
   * @param newest whether the last reading before the mark is told live, too
   */
  public void begin(Mark mark, Predicate<SeriesForm> newest) {
    Untaken mine = untaken;
    if (mine == null) {
      return;
    }
    mark.places()
        .forEach(
            (form, place) -> {
              mine.begin(place.series(), 0);
              if (owner.tells(form.channel())) {
                mine.cut(place.series(), place.readings() - (newest.test(form) ? 1 : 0));
              } else {
                mine.taken(place.series(), 0, place.readings());
              }
            });
    open = 0;
    connected = true;
    saves.changed();
    tell();
    ahead.begin(mine);
  }

  /** The receiver is gone: what it did not acknowledge is handed out again. */
  public void lost() {
    attempt++;
    connected = false;
    ahead.end();
    if (oldest == 0) {
      oldest = loop.currentTimeMillis();
    }
  }

  /** The receiver has live readings, or they are not to be told. */
  public void taken(int series, long from, long to) {
    Untaken mine = untaken;
    if (mine != null) {
      mine.taken(series, from, to);
      saves.changed();
    }
  }

  /**
   * The receiver has a past reading, or knows that it is lost.
   *
   * @param from number of the first reading that it stands for
   */
  public void taken(PastReading past, long from) {
    taken(past.series(), from, past.to());
    oldest = past.time() == 0 ? oldest : past.time();
    if (past.isLost()) {
      lost += past.to() - past.from();
    } else {
      told++;
    }
    saves.taken();
  }

  /** Whether {@link #next} may have something now. */
  boolean hasNext() {
    return connected && saves.hasRoom() && !ahead.isEmpty();
  }

  /** The next past reading, if one may be told now. */
  public Optional<PastReading> next() {
    return hasNext() ? Optional.of(ahead.next()) : Optional.empty();
  }

  private byte[] bytes() {
    byte[] spans = untaken == null ? new byte[0] : untaken.bytes();
    return ByteBuffer.allocate(Long.BYTES + spans.length).putLong(oldest).put(spans).array();
  }

  /** Counts what waits; while the receiver is away, by what the history has got. */
  private void look() {
    if (closed) {
      return;
    }
    loop.after(LOOK, this::look);
    tell();
    if (!connected && untaken != null) {
      history.look(found -> found.ifPresent(mark -> loop.execute(() -> count(mark))));
    } else {
      ahead.read();
    }
  }

  private void count(Mark mark) {
    Untaken mine = untaken;
    if (connected || mine == null || mark.opening() != opening) {
      return;
    }
    open = 0;
    mark.places()
        .forEach(
            (form, place) -> {
              if (owner.tells(form.channel())) {
                open += Math.max(0, place.readings() - mine.open(place.series()));
              }
            });
    tell();
  }

  private void tell() {
    long waiting = open + (untaken == null ? 0 : untaken.size());
    long now = loop.currentTimeMillis();
    if (waiting == 0 && connected) {
      oldest = 0;
    } else if (waiting > 0 && oldest == 0) {
      oldest = now;
    }
    status =
        new OutboxStatus(
            waiting,
            oldest,
            told,
            lost,
            waiting == 0 || oldest == 0
                ? Optional.empty()
                : Optional.of(Horizon.left(history.settings(), history.status(), oldest, now)));
  }

  /** How much is still to be told. Any thread. */
  public OutboxStatus status() {
    return status;
  }

  /** Keeps what is known; nothing is handed out any more. */
  public void close() {
    saves.close();
    closed = true;
    connected = false;
    attempt++;
  }
}
