package dev.ferrule.gateway.history;

import dev.ferrule.gateway.history.file.Commit;
import dev.ferrule.gateway.history.file.Gap;
import dev.ferrule.gateway.model.TimeBase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the times of this run were made. When the wall clock becomes trusted, the times that were
 * made before are moved, once, by what is between the two bases, and keep their order.
 *
 * <p>Owner: the collector's loop.
 */
final class Bases {

  /** A trusted clock that is put right by less than this is the same clock. */
  private static final long SAME_MS = 1_000;

  /** One that nobody keeps is the same as long as it runs on. */
  private static final long SAME_UNTRUSTED_MS = 20;

  private final List<Commit.Base> fresh = new ArrayList<>();
  private final List<Commit.Shift> shifts = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();

  /** Those that were made while nobody kept the clock, and wait for one that somebody keeps. */
  private final Map<Integer, TimeBase> untrusted = new HashMap<>();

  private int next;
  private int current = -1;
  private TimeBase now = TimeBase.NONE;

  Bases(int next) {
    this.next = next;
  }

  /** The number of a base, which readings of {@code time} were made with. */
  int number(TimeBase base, long time) {
    if (current >= 0 && isSame(now, base)) {
      return current;
    }
    noticeJump(base, time);
    now = base;
    current = next++;
    fresh.add(new Commit.Base(current, base));
    if (base.isTrusted()) {
      untrusted.forEach(
          (number, old) ->
              shifts.add(new Commit.Shift(number, base.offsetMillis() - old.offsetMillis())));
      untrusted.clear();
    } else {
      untrusted.put(current, base);
    }
    return current;
  }

  /** Whether the next reading with this base moves times that are there already. */
  boolean moves(TimeBase base) {
    return base.isTrusted() && !untrusted.isEmpty();
  }

  private void noticeJump(TimeBase base, long time) {
    long by = base.offsetMillis() - now.offsetMillis();
    boolean isRebased = base.isTrusted() && !now.isTrusted();
    if (current >= 0 && !isRebased && Math.abs(by) >= SAME_MS) {
      gaps.add(new Gap("", Math.min(time, time - by), time, Gap.Reason.CLOCK, by));
    }
  }

  private static boolean isSame(TimeBase one, TimeBase other) {
    long apart = Math.abs(one.offsetMillis() - other.offsetMillis());
    return one.isTrusted() == other.isTrusted()
        && apart < (one.isTrusted() ? SAME_MS : SAME_UNTRUSTED_MS);
  }

  /** Puts what is new into a commit. */
  void into(Commit commit) {
    commit.bases.addAll(fresh);
    commit.shifts.addAll(shifts);
  }

  /** The commit was handed over. */
  void handedOver() {
    fresh.clear();
    shifts.clear();
  }

  /** How the clock was moved since this was asked last. */
  List<Gap> takeGaps() {
    List<Gap> taken = List.copyOf(gaps);
    gaps.clear();
    return taken;
  }

  /** How the newest readings were made. */
  Optional<TimeBase> now() {
    return current < 0 ? Optional.empty() : Optional.of(now);
  }
}
