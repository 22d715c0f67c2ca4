package dev.ferrule.gateway.clock;

import dev.ferrule.gateway.linux.KernelClock;
import dev.ferrule.gateway.model.TimeBase;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The wall time that all readings are stamped with.
 *
 * <p>It is this machine's clock. Where a device is named as source of time, and the kernel says
 * that nobody keeps this machine's clock, it is what that device told last, carried on by monotonic
 * time; also while the device says nothing. Its first time counts once ten in a row agree to a
 * second. What comes over a line comes late, so the least late of the last ten is taken. Later
 * corrections go by a thousandth of a second each, and time never goes back by them; past a second
 * they jump, and the log says so.
 *
 * <p>Any thread may read; one thread, the loop of the source, tells.
 */
public final class WallClock {

  /** The earliest time that is believed, milliseconds since 1970 UTC: 2026. */
  public static final long LEAST = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  private static final Logger LOG = System.getLogger("dev.ferrule.clock");
  private static final int AGREEING = 10;
  private static final long MAX_APART_NANOS = 1_000_000_000;
  private static final long SLEW_NANOS = 1_000_000;
  private static final long LOOK_NANOS = 10_000_000_000L;

  /** Two clocks of whole milliseconds are at most so far apart by rounding. */
  private static final long GRAIN_MS = 1;

  private static final int LOOKS = 5;

  private final Optional<String> source;
  private final BooleanSupplier kept;
  private final LongSupplier machine;
  private final LongSupplier monotonic;

  /** From monotonic nanoseconds to those since 1970; null for this machine's clock. */
  private volatile @Nullable Long correction;

  /** What was told last; threads that race here tell equal ones. */
  private volatile TimeBase base = TimeBase.NONE;

  /** Whether somebody keeps this machine's clock, and when that was looked at. */
  private volatile Look look = new Look(false, Long.MIN_VALUE);

  private record Look(boolean isKept, long nanoTime) {}

  // of the source's loop
  private final Deque<Long> recent = new ArrayDeque<>();
  private boolean refused;

  /**
   * A clock with or without a source.
   *
   * @param source id of the device that tells the time
   * @param kept whether the kernel says that somebody keeps this machine's clock
   * @param machine this machine's clock, milliseconds since 1970 UTC
   * @param monotonic nanoseconds; only differences mean anything
   */
  public WallClock(
      Optional<String> source, BooleanSupplier kept, LongSupplier machine, LongSupplier monotonic) {
    this.source = source;
    this.kept = kept;
    this.machine = machine;
    this.monotonic = monotonic;
  }

  /** The clock of this machine, and of a device while nobody keeps that. */
  public static WallClock of(Optional<String> source) {
    return new WallClock(
        source, KernelClock::isSynchronized, System::currentTimeMillis, System::nanoTime);
  }

  /** The clock of this machine. */
  public static WallClock ofThisMachine() {
    return of(Optional.empty());
  }

  /** Wall time, milliseconds since 1970 UTC. */
  public long currentTimeMillis() {
    Long offset = correction;
    return offset == null
        ? machine.getAsLong()
        : Math.floorDiv(monotonic.getAsLong() + offset, 1_000_000);
  }

  /**
   * How wall times are made now. The same object as long as nothing but the grain of a millisecond
   * changes.
   */
  public TimeBase timeBase() {
    Long told = correction;
    long offset = told == null ? machineOffset() : Math.floorDiv(told, 1_000_000);
    boolean trusted = told != null || isKept(monotonic.getAsLong());
    TimeBase last = base;
    if (last.isTrusted() != trusted || Math.abs(offset - last.offsetMillis()) > GRAIN_MS) {
      last = new TimeBase(offset, trusted);
      base = last;
    }
    return last;
  }

  /**
   * What this machine's clock is ahead of monotonic time, milliseconds. A thread that is held up
   * between the two would tell a wrong one, so it looks again.
   */
  private long machineOffset() {
    long offset = 0;
    for (int look = 0; look < LOOKS; look++) {
      long before = monotonic.getAsLong();
      offset = machine.getAsLong() - Math.floorDiv(before, 1_000_000);
      if (monotonic.getAsLong() - before < GRAIN_MS * 1_000_000) {
        break;
      }
    }
    return offset;
  }

  /** The device whose time is told now; empty while it is this machine's clock. Any thread. */
  public Optional<String> deviceInUse() {
    return correction == null ? Optional.empty() : source;
  }

  /** What the time told is ahead of this machine's clock, milliseconds. Any thread. */
  public long aheadOfMachineMillis() {
    return correction == null ? 0 : currentTimeMillis() - machine.getAsLong();
  }

  /** Whether this device is the source of time. */
  public boolean hears(String device) {
    return source.filter(device::equals).isPresent();
  }

  /**
   * The source says what time it was.
   *
   * @param millis milliseconds since 1970 UTC
   * @param nanoTime monotonic time at which that arrived, nanoseconds
   */
  public void told(long millis, long nanoTime) {
    if (millis < LEAST) {
      refuse(millis);
    } else if (isKept(nanoTime)) {
      leave();
    } else {
      hear(millis * 1_000_000 - nanoTime);
    }
  }

  private void refuse(long millis) {
    if (!refused) {
      refused = true;
      LOG.log(
          Level.WARNING,
          "{0} reports {1}, which is in the past (GPS week rollover?): its time is ignored",
          source.orElse(""),
          Instant.ofEpochMilli(millis));
    }
  }

  private boolean isKept(long nanoTime) {
    Look last = look;
    if (last.nanoTime() == Long.MIN_VALUE || nanoTime - last.nanoTime() >= LOOK_NANOS) {
      last = new Look(kept.getAsBoolean(), nanoTime);
      look = last;
    }
    return last.isKept();
  }

  private void leave() {
    recent.clear();
    if (correction != null) {
      long ahead = currentTimeMillis() - machine.getAsLong();
      correction = null;
      LOG.log(
          Level.INFO,
          "this machine''s clock is synchronized and used again; the time of {0} was {1} it",
          source.orElse(""),
          apart(ahead));
    }
  }

  private void hear(long offset) {
    if (!recent.isEmpty() && Math.abs(offset - recent.getLast()) > MAX_APART_NANOS) {
      recent.clear();
    }
    recent.addLast(offset);
    if (recent.size() < AGREEING) {
      return;
    }
    long best = Collections.max(recent);
    recent.removeFirst();
    Long before = correction;
    if (before == null || Math.abs(best - before) > MAX_APART_NANOS) {
      long ahead = -currentTimeMillis();
      correction = best;
      ahead += currentTimeMillis();
      LOG.log(
          Level.INFO,
          "now using the time of {0}, {1} {2}",
          source.orElse(""),
          apart(ahead),
          before == null
              ? "this machine's clock, which is not synchronized"
              : "what it was before");
    } else {
      correction = before + Math.clamp(best - before, -SLEW_NANOS, SLEW_NANOS);
    }
  }

  private static String apart(long aheadMillis) {
    Duration apart = Duration.ofMillis(Math.abs(aheadMillis));
    String amount =
        apart.toDays() > 0
            ? apart.toDays() + " d " + apart.toHoursPart() + " h"
            : apart.toHours() > 0
                ? apart.toHours() + " h " + apart.toMinutesPart() + " min"
                : apart.toMillis() / 1000.0 + " s";
    return amount + (aheadMillis < 0 ? " behind" : " ahead of");
  }
}
