package dev.ferrule.gateway.device.modbus.line;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.RestartableTimer;
import dev.ferrule.gateway.loop.Loop;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the answer to one request at a time, and takes out what is none: the request's own
 * echo, and late answers to others.
 *
 * <p>The timeout is how long an answer may take to begin. Where one ends its length says; within
 * it, pauses of up to {@link #PAUSE} do no harm, whatever the timeout.
 *
 * <p>Owner: the line.
 */
final class AnswerWait {

  /** An answer that does not go on for so long is cut off; radio bridges pause for 150 ms. */
  private static final Duration PAUSE = Duration.ofMillis(300);

  /** All of an answer's bytes came, and wrong: adapters hold a last one back for 16 ms. */
  private static final Duration DAMAGE_GAP = Duration.ofMillis(100);

  /** All pauses of one answer together. */
  private static final Duration PAUSES = Duration.ofSeconds(1);

  /** Hears what comes of it. */
  interface Listener {

    /** A transaction is over; the next may begin. */
    void over(Transaction transaction, Answer answer);

    /** A unit answered that was not waited for any more. */
    void late(int unit, Duration after);

    /** A unit needs a pause after its answers. */
    void needsPause(int unit, Duration pause);
  }

  private final Loop loop;
  private final Listener listener;
  private final Echo echo;
  private final AnswerFinder finder = new AnswerFinder();
  private final Unanswered unanswered = new Unanswered();
  private final Haste haste;
  private final RestartableTimer timer;
  private long lastByte;

  // per transaction
  private @Nullable Transaction current;
  private long begun;
  private long sent;
  private long answerBy;
  private boolean echoed;

  /** An answer in doubt, which counts when no other follows it. */
  private @Nullable Answer held;

  AnswerWait(Loop loop, Echo echo, Listener listener) {
    this.loop = loop;
    this.echo = echo;
    this.listener = listener;
    this.timer = new RestartableTimer(loop, this::timeIsUp);
    this.haste = new Haste(listener::needsPause);
    this.lastByte = loop.nanoTime();
  }

  /** What is waited for. */
  @Nullable Transaction current() {
    return current;
  }

  /**
   * Nanoseconds until a unit hears, and may be asked by a function so that no earlier answer is
   * taken for that; 0 when it may at once.
   */
  long pause(int unit, int function) {
    long now = loop.nanoTime();
    return Math.max(unanswered.pause(unit, function, now), haste.pause(unit, now));
  }

  /** Nanoseconds until a unit hears; 0 when it does. */
  long rest(int unit) {
    return haste.pause(unit, loop.nanoTime());
  }

  /** A request is being sent on {@code out}. */
  void begin(Transaction transaction, ByteLink.Output out) {
    Request request = transaction.request();
    long now = loop.nanoTime();
    if (now - lastByte > PAUSE.toNanos()) {
      finder.clear();
    }
    finder.begin();
    current = transaction;
    echoed = false;
    held = null;
    begun = now;
    sent = now + out.transmissionNanos(request.frame().length + request.answerLength());
    answerBy = sent + transaction.timeout().toNanos();
    timer.at(answerBy);
  }

  /** Bytes came. */
  void received(byte[] bytes, int offset, int length, long nanoTime) {
    lastByte = nanoTime;
    finder.add(bytes, offset, length);
    Transaction transaction = current;
    if (transaction != null) {
      takeEcho(transaction.request());
    }
    takeLate(transaction);
    if (transaction != null) {
      takeAnswer(transaction, nanoTime);
    }
  }

  private void takeEcho(Request request) {
    boolean asGood = request.isAnsweredByItself();
    if (echoed || (asGood && echo.isAbsent()) || !finder.takeEcho(request)) {
      return;
    }
    echoed = true;
    if (!asGood) {
      echo.heard();
    }
  }

  private void takeLate(@Nullable Transaction transaction) {
    @Nullable Request request = transaction == null ? null : transaction.request();
    for (Optional<Unanswered.Late> late = unanswered.take(finder, request, loop.nanoTime());
        late.isPresent();
        late = unanswered.take(finder, request, loop.nanoTime())) {
      tell(late.get());
    }
  }

  private void tell(Unanswered.Late late) {
    listener.late(late.transaction().request().unit(), late.after());
    if (late.isOnly()) {
      late.transaction().listener().late(late.answer());
    }
  }

  private void takeAnswer(Transaction transaction, long nanoTime) {
    Request request = transaction.request();
    for (Answer came = finder.take(request); came != null; came = finder.take(request)) {
      Answer before = held;
      if (before != null) {
        tell(unanswered.came(transaction, before, nanoTime));
      }
      held = came;
      timer.at(nanoTime + transaction.timeout().toNanos());
      if (!unanswered.isDoubtful(transaction, nanoTime)) {
        answered(transaction, came);
        return;
      }
    }
    if (held == null) {
      waitOn(request, nanoTime);
    }
  }

  private void waitOn(Request request, long nanoTime) {
    boolean whole = finder.count() >= request.answerLength();
    long gap = (whole ? DAMAGE_GAP : PAUSE).toNanos();
    timer.at(
        whole || finder.hasBegun(request)
            ? Math.min(nanoTime + gap, answerBy + PAUSES.toNanos())
            : answerBy);
  }

  private void answered(Transaction transaction, Answer answer) {
    if (!echoed) {
      echo.missed();
    } else if (transaction.request().isAnsweredByItself()) {
      echo.heard();
    }
    unanswered.answered(transaction.request());
    haste.answered(transaction.request().unit(), begun, lastByte);
    finish(answer);
  }

  private void timeIsUp() {
    Transaction transaction = current;
    Answer answer = held;
    if (transaction == null) {
      return;
    }
    if (answer != null) {
      answered(transaction, answer);
      return;
    }
    Request request = transaction.request();
    OptionalInt other = finder.otherUnit(request);
    if (finder.count() >= request.answerLength() && other.isEmpty()) {
      unanswered.addDamaged(transaction, sent, loop.nanoTime());
    } else {
      unanswered.add(transaction, sent);
      haste.lost(request.unit(), begun);
    }
    finish(
        other.isPresent()
            ? new Answer.OtherUnit(other.getAsInt())
            : finder.count() == 0 ? new Answer.Nothing(echoed) : new Answer.Damaged());
  }

  /** The line takes no bytes, or is gone: ends the transaction that is under way, if one is. */
  void abandon(Answer answer) {
    Transaction transaction = current;
    if (transaction != null) {
      if (answer instanceof Answer.Lost) {
        unanswered.add(transaction, sent);
      }
      finish(answer);
    }
  }

  /** The line opens: another adapter may be there. */
  void opened() {
    echo.reset();
    haste.reset();
    finder.clear();
  }

  /** Gives the answer under way no more than {@code limit} from now. */
  void hurry(Duration limit) {
    timer.at(Math.min(answerBy, loop.nanoTime() + limit.toNanos()));
  }

  private void finish(Answer answer) {
    Transaction transaction = current;
    timer.cancel();
    current = null;
    held = null;
    if (transaction != null) {
      listener.over(transaction, answer);
    }
  }
}
