package dev.ferrule.gateway.outbox;

import dev.ferrule.gateway.history.History;
import dev.ferrule.gateway.loop.Loop;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Keeps what was taken in the history's file: once per commit of it when anything changed, and
 * whenever {@link #SAVE_AT} past readings were taken.
 *
 * <p>Owner: the loop of the outbox.
 */
final class Saves {

  /** Past readings that were taken, and the file does not say so yet. */
  static final int MOST_UNSAVED = 160;

  private static final int SAVE_AT = MOST_UNSAVED / 4;

  /** A save of which nothing is heard for so long did not happen. */
  private static final long LIMIT = Duration.ofSeconds(10).toNanos();

  private final Loop loop;
  private final History history;
  private final String name;
  private final Supplier<byte[]> state;
  private final Runnable ready;

  private int opening;
  private boolean isDirty;
  private int unsaved;
  private boolean saving;
  private long since;
  private boolean closed;

  /**
   * Saves nothing yet.
   *
   * @param ready told when more may be handed out again
   */
  Saves(Loop loop, History history, String name, Supplier<byte[]> state, Runnable ready) {
    this.loop = loop;
    this.history = history;
    this.name = name;
    this.state = state;
    this.ready = ready;
  }

  void start() {
    loop.after(history.settings().commit(), this::often);
  }

  private void often() {
    if (!closed) {
      loop.after(history.settings().commit(), this::often);
      if (isDirty) {
        save();
      }
    }
  }

  /** The file is open: what is kept goes into this one. */
  void opened(int number) {
    opening = number;
    isDirty = true;
  }

  void changed() {
    isDirty = true;
  }

  /** A past reading was taken. */
  void taken() {
    isDirty = true;
    if (++unsaved >= SAVE_AT) {
      save();
    }
  }

  /** Whether more past readings may be handed out. */
  boolean hasRoom() {
    return unsaved < MOST_UNSAVED;
  }

  private void save() {
    if (opening != 0 && !(saving && loop.nanoTime() - since < LIMIT)) {
      now();
    }
  }

  private void now() {
    saving = true;
    since = loop.nanoTime();
    isDirty = false;
    long mine = since;
    int with = unsaved;
    history.keep(opening, name, state.get(), done -> loop.execute(() -> saved(mine, with, done)));
  }

  private void saved(long mine, int with, boolean done) {
    if (!saving || mine != since) {
      return;
    }
    saving = false;
    if (!done) {
      isDirty = true; // the next commit of the history tries again
      return;
    }
    boolean waited = !hasRoom();
    unsaved -= with;
    if (unsaved >= SAVE_AT) {
      save();
    }
    if (waited) {
      ready.run();
    }
  }

  /** Saves a last time. */
  void close() {
    if (opening != 0 && !closed) {
      now();
    }
    closed = true;
  }
}
