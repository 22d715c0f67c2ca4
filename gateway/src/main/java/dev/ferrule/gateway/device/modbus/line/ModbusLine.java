package dev.ferrule.gateway.device.modbus.line;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.loop.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One serial line with its units: gives each its turn.
 *
 * <p>One transaction at a time: a request, and its answer or its timeout. Commands go first, in
 * their order; then whichever unit has waited longest for a read that is due, so that on a line
 * without time to spare every unit loses the same. Between two frames the line is silent for three
 * and a half characters, at least 1.75 ms (Serial Line 2.5.1.1).
 *
 * <p>A unit that does not answer costs its timeout each time it is asked: {@link #probePause} keeps
 * what all such units cost together below {@link #PROBE_SHARE} of the line's time.
 *
 * <p>Owner: the loop. At most 16 commands a unit wait here, because nobody admits more.
 */
public final class ModbusLine {

  /** Part of the line's time that silent units may take from the others, 1/20. */
  static final int PROBE_SHARE = 20;

  /** Pause between probes where there is nobody to disturb. */
  static final Duration FREE_PROBE_PAUSE = Duration.ofSeconds(10);

  /** An answer that has begun and does not go on for so long is damaged; adapters hold 16 ms. */
  private static final Duration DAMAGE_GAP = Duration.ofMillis(100);

  private static final Duration LEAST_SILENCE = Duration.ofNanos(1_750_000);

  /** How long all units together may take to be put to their safe values. */
  private static final Duration CLOSE_LIMIT = Duration.ofMillis(500);

  /**
   * What a read may still take that is under way when the gateway stops; a live unit needs less.
   */
  private static final Duration LAST_READ_LIMIT = Duration.ofMillis(100);

  /** A unit, as the line sees it. */
  public interface Unit {

    /**
     * When it wants its next transaction, nanoseconds of the loop; {@link Long#MAX_VALUE} for
     * never.
     */
    long due();

    /** That transaction; called only when it is due. */
    Transaction next();

    /** Whether it has stopped answering. */
    boolean isSilent();

    /** The load of the line in the last ten seconds. */
    void report(LineLoad load);
  }

  private final ByteLink link;
  private final Loop loop;

  // per process
  private final List<Unit> units = new ArrayList<>();
  private final LineLoadMeter meter;
  private boolean started;
  private Loop.@Nullable Timer closeTimer;

  /** Who hangs on the line; those who close leave from threads of their own. */
  private final List<UnitLink> unitLinks = new CopyOnWriteArrayList<>();

  // per connection
  private ByteLink.@Nullable Output out;
  private final Deque<Transaction> commands = new ArrayDeque<>();
  private final List<Runnable> leaving = new ArrayList<>();
  private final AnswerFinder finder = new AnswerFinder();
  private @Nullable Transaction current;
  private boolean currentIsCommand;
  private long begun;
  private long answerBy;
  private long quietUntil;
  private Loop.@Nullable Timer answerTimer;
  private Loop.@Nullable Timer wakeTimer;

  /**
   * A line that nobody hangs on yet.
   *
   * @param name what it is called in the log, such as its path
   * @param link the line's bytes
   * @param loop the link's loop, which is also that of all its units
   */
  public ModbusLine(String name, ByteLink link, Loop loop) {
    this.link = link;
    this.loop = loop;
    this.meter = new LineLoadMeter(name, loop, load -> units.forEach(unit -> unit.report(load)));
  }

  /**
   * The line as the link of one more unit. It opens with the first that is started and closes with
   * the last that is closed. Bytes are not told to anyone: the line itself listens for answers.
   */
  public ByteLink join() {
    UnitLink unitLink = new UnitLink();
    unitLinks.add(unitLink);
    return unitLink;
  }

  /** The load of the last whole ten seconds; {@link LineLoad#NONE} before. On the loop. */
  public LineLoad load() {
    return meter.last();
  }

  /** Asks a unit for transactions from now on. */
  public void add(Unit unit) {
    units.add(unit);
  }

  /** Queues a transaction before all reads, behind the commands that wait. */
  public void queue(Transaction transaction) {
    commands.addLast(transaction);
    commandQueued();
  }

  /** Queues a transaction before all others: the second half of a command. */
  public void queueNext(Transaction transaction) {
    commands.addFirst(transaction);
    commandQueued();
  }

  private void commandQueued() {
    if (out == null) {
      failCommands("the line is down");
    } else {
      pump();
    }
  }

  /** Looks whether somebody is due; a unit that changed its mind calls this. */
  public void pump() {
    ByteLink.Output open = out;
    if (open == null || current != null) {
      return;
    }
    long now = loop.nanoTime();
    if (quietUntil - now > 0) {
      wakeAfter(quietUntil - now);
      return;
    }
    Optional<Transaction> command = nextCommand(open, now);
    if (command.isPresent()) {
      send(command.get(), true, open, now);
      return;
    }
    units.stream()
        .min(Comparator.comparingLong(Unit::due))
        .filter(unit -> unit.due() != Long.MAX_VALUE)
        .ifPresent(
            unit -> {
              if (unit.due() - now <= 0) {
                send(unit.next(), false, open, now);
              } else {
                wakeAfter(unit.due() - now);
              }
            });
  }

  private Optional<Transaction> nextCommand(ByteLink.Output open, long now) {
    for (Transaction transaction = commands.poll();
        transaction != null;
        transaction = commands.poll()) {
      long onLine = open.transmissionNanos(transaction.request().frame().length);
      if (transaction.deadline() == Long.MAX_VALUE || transaction.deadline() - now >= onLine) {
        return Optional.of(transaction);
      }
      transaction.listener().over(new Answer.NotSent(true, "its time was up before its turn came"));
    }
    letLeaveWhenDone();
    return Optional.empty();
  }

  private void send(Transaction transaction, boolean isCommand, ByteLink.Output open, long now) {
    byte[] frame = transaction.request().frame();
    current = transaction;
    currentIsCommand = isCommand;
    begun = now;
    finder.reset();
    if (!open.write(frame, 0, frame.length)) {
      quietUntil = now + DAMAGE_GAP.toNanos();
      finish(new Answer.NotSent(false, "the line takes no bytes"));
      return;
    }
    transaction.listener().written();
    int frames = frame.length + transaction.request().answerLength();
    answerBy = now + open.transmissionNanos(frames) + transaction.timeout().toNanos();
    waitForAnswer(answerBy - now);
  }

  private void received(byte[] bytes, int offset, int length, long nanoTime) {
    quietUntil = Math.max(quietUntil, nanoTime + silence());
    Transaction transaction = current;
    if (transaction == null) {
      return; // noise, or an answer that comes too late
    }
    finder.add(bytes, offset, length);
    Answer answer = finder.find(transaction.request());
    if (answer != null) {
      finish(answer);
    } else {
      long gapEnd = nanoTime + DAMAGE_GAP.toNanos();
      waitForAnswer(Math.min(gapEnd, answerBy) - loop.nanoTime());
    }
  }

  private void waitForAnswer(long nanos) {
    cancel(answerTimer);
    answerTimer =
        loop.after(
            Duration.ofNanos(Math.max(nanos, 0)),
            () -> finish(finder.isEmpty() ? new Answer.Nothing() : new Answer.Damaged()));
  }

  private void finish(Answer answer) {
    Transaction transaction = current;
    if (transaction == null) {
      return;
    }
    cancel(answerTimer);
    current = null;
    long now = loop.nanoTime();
    quietUntil = Math.max(quietUntil, now);
    meter.add(transaction.request().unit(), quietUntil - begun, answer);
    transaction.listener().over(answer);
    pump();
  }

  private long silence() {
    ByteLink.Output open = out;
    long characters = open == null ? 0 : open.transmissionNanos(7) / 2;
    return Math.max(characters, LEAST_SILENCE.toNanos());
  }

  private void wakeAfter(long nanos) {
    cancel(wakeTimer);
    wakeTimer = loop.after(Duration.ofNanos(nanos), this::pump);
  }

  private static void cancel(Loop.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }

  /** How long a unit that does not answer within {@code timeout} is left alone at the least. */
  public Duration probePause(Duration timeout) {
    long silent = units.stream().filter(Unit::isSilent).count();
    return silent == units.size()
        ? FREE_PROBE_PAUSE
        : timeout.multipliedBy(PROBE_SHARE * Math.max(1, silent));
  }

  private void opened(ByteLink.Output output) {
    out = output;
    quietUntil = loop.nanoTime() + silence();
    unitLinks.forEach(unitLink -> unitLink.tell(listener -> listener.opened(output)));
    pump();
  }

  private void closed(String reason) {
    out = null;
    cancel(wakeTimer);
    finish(new Answer.Lost(reason));
    failCommands(reason);
    unitLinks.forEach(unitLink -> unitLink.tell(listener -> listener.closed(reason)));
  }

  private void failCommands(String reason) {
    for (Transaction transaction = commands.poll();
        transaction != null;
        transaction = commands.poll()) {
      transaction.listener().over(new Answer.NotSent(false, reason));
    }
    letLeaveWhenDone();
  }

  private void letLeaveWhenDone() {
    if (current == null || !currentIsCommand) {
      List<Runnable> waiting = List.copyOf(leaving);
      leaving.clear();
      waiting.forEach(Runnable::run);
    }
  }

  private void start(ByteLink.Listener listener, UnitLink unitLink) {
    unitLink.listener = listener;
    ByteLink.Output open = out;
    if (started) {
      if (open != null) {
        listener.opened(open);
      }
      return;
    }
    started = true;
    meter.start();
    link.start(
        new ByteLink.Listener() {
          @Override
          public void opened(ByteLink.Output output) {
            ModbusLine.this.opened(output);
          }

          @Override
          public void received(byte[] bytes, int offset, int length, long nanoTime) {
            ModbusLine.this.received(bytes, offset, length, nanoTime);
          }

          @Override
          public void closed(String reason) {
            ModbusLine.this.closed(reason);
          }
        });
  }

  /** One unit's end of the line. Owner of its fields: the loop. */
  private final class UnitLink implements ByteLink {
    private @Nullable Listener listener;

    void tell(Consumer<Listener> what) {
      Listener told = listener;
      if (told != null) {
        what.accept(told);
      }
    }

    @Override
    public void start(Listener unit) {
      loop.run(() -> ModbusLine.this.start(unit, this));
    }

    /** Lets waiting commands out first: a unit's safe values are among them. */
    @Override
    public void close() {
      unitLinks.remove(this);
      var done = new CountDownLatch(1);
      loop.run(
          () -> {
            listener = null;
            leave(done::countDown);
          });
      try {
        done.await(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (unitLinks.isEmpty()) {
        link.close();
      }
    }
  }

  /** Runs {@code then} when no command waits; the first who leaves sets the end of all. */
  private void leave(Runnable then) {
    leaving.add(then);
    boolean busy = out != null && (!commands.isEmpty() || (current != null && currentIsCommand));
    if (busy && current != null && !currentIsCommand) {
      waitForAnswer(Math.min(answerBy - loop.nanoTime(), LAST_READ_LIMIT.toNanos()));
    }
    if (!busy) {
      letLeaveWhenDone();
    } else if (closeTimer == null) {
      closeTimer = loop.after(CLOSE_LIMIT, () -> failCommands("the gateway stops"));
    }
  }
}
