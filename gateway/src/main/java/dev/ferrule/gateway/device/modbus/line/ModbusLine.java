package dev.ferrule.gateway.device.modbus.line;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.RestartableTimer;
import dev.ferrule.gateway.loop.Loop;
import java.time.Duration;
import java.util.ArrayList;
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

  /** Until a line that took no bytes is tried again. */
  private static final Duration FULL_PAUSE = Duration.ofMillis(100);

  private static final Duration LEAST_SILENCE = Duration.ofNanos(1_750_000);

  /** How long a unit that leaves waits for commands of the others. */
  private static final Duration CLOSE_LIMIT = Duration.ofMillis(500);

  /**
   * What a read may still take that is under way when the gateway stops; a live unit needs less.
   */
  private static final Duration LAST_READ_LIMIT = Duration.ofMillis(100);

  private final ByteLink link;
  private final Loop loop;

  // per process
  private final List<Unit> units = new ArrayList<>();
  private final LineLoadMeter meter;
  private final RestartableTimer wake;
  private boolean started;

  /** Who hangs on the line; those who close leave from threads of their own. */
  private final List<UnitLink> unitLinks = new CopyOnWriteArrayList<>();

  // per connection
  private ByteLink.@Nullable Output out;
  private final WaitingCommands commands = new WaitingCommands();
  private final List<Runnable> leaving = new ArrayList<>();
  private boolean answered;
  private final Echo echo;
  private final AnswerWait wait;
  private boolean currentIsCommand;
  private boolean stopping;
  private int lastAsked;
  private long begun;
  private long quietUntil;

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
    this.wake = new RestartableTimer(loop, this::pump);
    this.meter = new LineLoadMeter(name, loop, load -> units.forEach(unit -> unit.report(load)));
    this.echo = new Echo(() -> units.forEach(Unit::echoNoticed));
    this.wait =
        new AnswerWait(
            loop,
            echo,
            new AnswerWait.Listener() {
              @Override
              public void over(Transaction transaction, Answer answer) {
                finish(transaction, answer);
              }

              @Override
              public void late(int unit, Duration after) {
                tell(unit, u -> u.answeredLate(after));
              }

              @Override
              public void needsPause(int unit, Duration pause) {
                tell(unit, u -> u.pauseLearned(pause));
              }
            });
  }

  private void tell(int unit, Consumer<Unit> what) {
    units.stream().filter(u -> u.unit() == unit).forEach(what);
  }

  /**
   * The line as the link of one more unit. It opens with the first that is started and closes with
   * the last that is closed. A unit hears the bytes that came when it was asked, which are for
   * counting: the line itself listens for answers.
   */
  public ByteLink join(int unit) {
    UnitLink unitLink = new UnitLink(unit);
    unitLinks.add(unitLink);
    return unitLink;
  }

  /** The load of the last whole ten seconds; {@link LineLoad#NONE} before. On the loop. */
  public LineLoad load() {
    return meter.last();
  }

  /** Whether anybody has answered since the line opened. */
  public boolean hasAnswered() {
    return answered;
  }

  /**
   * Nanoseconds until a unit hears, and may be asked by a function so that no answer to an earlier
   * request is taken for that; 0 when it may at once.
   */
  public long pause(int unit, int function) {
    return wait.pause(unit, function);
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

  /** The gateway stops: takes back what waits for a unit, and hurries from now on. */
  public void stop(int unit) {
    stopping = true;
    commands.takeBack(unit, "the gateway stops");
    if (wait.current() != null && !currentIsCommand) {
      wait.hurry(LAST_READ_LIMIT);
    }
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
    if (open == null || wait.current() != null) {
      return;
    }
    long now = loop.nanoTime();
    if (quietUntil - now > 0) {
      wake.at(quietUntil);
      return;
    }
    Optional<Transaction> command = commands.next(now, open, this::commandPause);
    if (wait.current() != null) { // who heard that its time was up had another
      command.ifPresent(commands::addFirst);
      return;
    }
    if (command.isPresent()) {
      send(command.get(), true, open, now);
      return;
    }
    if (commands.isEmpty()) {
      letLeaveWhenDone();
    }
    Unit next = null;
    long due = Long.MAX_VALUE;
    for (Unit unit : units) {
      long own = unit.due();
      if (own < due) {
        due = own;
        next = unit;
      }
    }
    if (next != null && due - now <= 0) {
      send(next.next(), false, open, now);
    } else {
      long pause = commands.pause(now, open, this::commandPause);
      wake.at(Math.min(due, pause == Long.MAX_VALUE ? RestartableTimer.NEVER : now + pause));
    }
  }

  /** At the end nobody hears what a command's answer was: it need not be beyond doubt. */
  private long commandPause(Request request) {
    return !stopping && leaving.isEmpty()
        ? wait.pause(request.unit(), request.function())
        : wait.rest(request.unit());
  }

  private void send(Transaction transaction, boolean isCommand, ByteLink.Output open, long now) {
    byte[] frame = transaction.request().frame();
    currentIsCommand = isCommand;
    lastAsked = transaction.request().unit();
    begun = now;
    wait.begin(transaction, open);
    if (open.write(frame, 0, frame.length)) {
      transaction.listener().written();
    } else {
      quietUntil = now + FULL_PAUSE.toNanos();
      wait.abandon(new Answer.NotSent(false, "the line takes no bytes"));
    }
  }

  private void received(byte[] bytes, int offset, int length, long nanoTime) {
    quietUntil = Math.max(quietUntil, nanoTime + silence());
    unitLinks.stream()
        .filter(unitLink -> unitLink.unit == lastAsked)
        .forEach(
            unitLink ->
                unitLink.tell(listener -> listener.received(bytes, offset, length, nanoTime)));
    wait.received(bytes, offset, length, nanoTime);
    pump();
  }

  private void finish(Transaction transaction, Answer answer) {
    long now = loop.nanoTime();
    quietUntil = Math.max(quietUntil, now);
    int unit = transaction.request().unit();
    meter.add(unit, quietUntil - begun, answer);
    switch (answer) {
      case Answer.Data _, Answer.Refused _, Answer.OtherLength _, Answer.OtherUnit _ ->
          answered = true;
      case Answer.Nothing _, Answer.Damaged _, Answer.Lost _, Answer.NotSent _ -> {}
    }
    transaction.listener().over(answer);
    pump();
  }

  private long silence() {
    ByteLink.Output open = out;
    long characters = open == null ? 0 : open.transmissionNanos(7) / 2;
    return Math.max(characters, LEAST_SILENCE.toNanos());
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
    answered = false;
    wait.opened();
    unitLinks.forEach(unitLink -> unitLink.tell(listener -> listener.opened(output)));
    pump();
  }

  private void closed(String reason) {
    out = null;
    wake.cancel();
    wait.abandon(new Answer.Lost(reason));
    failCommands(reason);
    unitLinks.forEach(unitLink -> unitLink.tell(listener -> listener.closed(reason)));
  }

  private void failCommands(String reason) {
    commands.fail(reason);
    letLeaveWhenDone();
  }

  private void letLeaveWhenDone() {
    if (wait.current() == null || !currentIsCommand) {
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
    private final int unit;
    private @Nullable Listener listener;

    UnitLink(int unit) {
      this.unit = unit;
    }

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

  /** Runs {@code then} when no command waits. */
  private void leave(Runnable then) {
    leaving.add(then);
    boolean waits = wait.current() != null;
    boolean busy = out != null && (!commands.isEmpty() || (waits && currentIsCommand));
    if (busy && waits && !currentIsCommand) {
      wait.hurry(LAST_READ_LIMIT);
    }
    if (!busy) {
      letLeaveWhenDone();
    }
  }
}
