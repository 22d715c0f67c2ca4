package dev.ferrule.sim.loop;

import dev.ferrule.sim.pty.Poller;
import dev.ferrule.sim.pty.Pty;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thread that serves ports, timers and calls from outside.
 *
 * <p>A turn: wait, read what came, run the calls, run what is due, let every port write. All of a
 * turn happens at one time, {@link #now}. An exception out of a port or a timer is a bug: it ends
 * the loop and is the cause of what every later {@link #call} throws.
 *
 * <p>Owner of all fields: the loop's thread. But {@code calls} and {@code ended} are guarded by the
 * lock of {@code calls}: it closes the race of a call, and its wake, against the end of the loop.
 */
public final class EventLoop implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(EventLoop.class.getName());

  /** How often a line that nobody has open is looked at, in real nanoseconds. */
  private static final long LOOK_NANOS = 20_000_000;

  private final SimClock clock;
  private final Poller poller = new Poller();
  private final Thread thread;
  private final Queue<Call<?>> calls = new ArrayDeque<>();
  private boolean ended;
  private @Nullable Throwable failure;

  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final List<Served> ports = new ArrayList<>();
  private final byte[] input = new byte[Pty.CHUNK];
  private long now;
  private long timerNumber;
  private boolean stopping;
  private long lookedAt = System.nanoTime() - LOOK_NANOS;

  /** A port with what the loop knows of its line. */
  private static final class Served {
    final Port port;
    @Nullable Pty pty;
    boolean listened;
    int number;

    Served(Port port) {
      this.port = port;
    }
  }

  /** Work from another thread, and where its answer goes. */
  private record Call<T extends @Nullable Object>(Supplier<T> task, CompletableFuture<T> answer) {
    void run() {
      try {
        answer.complete(task.get());
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      } catch (Error e) {
        answer.completeExceptionally(e);
        throw e;
      }
    }
  }

  /**
   * Starts the thread.
   *
   * @param name of the thread
   * @param clock that it lives by
   */
  public EventLoop(String name, SimClock clock) {
    this.clock = clock;
    this.now = clock.nanos();
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
    clock.join(this);
  }

  /** Time of this turn, nanoseconds of the {@link SimClock}. On the loop's thread. */
  public long now() {
    return now;
  }

  /** The clock as it stands, later than {@link #now} by what this turn has taken. */
  public long exactNow() {
    return clock.nanos();
  }

  /**
   * Runs {@code task} on the loop at {@code nanos} of the clock, in this turn when that is past. On
   * the loop's thread.
   */
  public Timer at(long nanos, Runnable task) {
    var timer = new Timer(nanos, timerNumber++, task);
    timers.add(timer);
    return timer;
  }

  /** Serves a port from the next turn on. On the loop's thread. */
  public void attach(Port port) {
    ports.add(new Served(port));
  }

  /**
   * Does something on the loop's thread and waits for it. From any thread; exceptions of the task
   * come through.
   *
   * @throws IllegalStateException when the loop has ended
   */
  public <T extends @Nullable Object> T call(Supplier<T> task) {
    if (Thread.currentThread() == thread) {
      return task.get();
    }
    var call = new Call<>(task, new CompletableFuture<>());
    synchronized (calls) {
      if (ended) {
        throw new IllegalStateException("the simulation has ended", failure);
      }
      calls.add(call);
      poller.wake();
    }
    try {
      return call.answer.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException own -> throw own;
        case Error own -> throw own;
        case null, default -> throw e;
      }
    }
  }

  /** Like {@link #call}, without an answer. */
  public void run(Runnable task) {
    this.<@Nullable Void>call(
        () -> {
          task.run();
          return null;
        });
  }

  /** Ends the loop and waits for it; a second time without effect. Not on the loop's thread. */
  @Override
  public void close() {
    clock.leave(this);
    try {
      run(() -> stopping = true);
    } catch (IllegalStateException e) {
      // It ended by itself; who called it was told.
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** When the next timer is due; {@link Long#MAX_VALUE} without one. On the loop's thread. */
  long nextDue() {
    while (!timers.isEmpty() && timers.peek().isCanceled()) {
      timers.remove();
    }
    return timers.isEmpty() ? Long.MAX_VALUE : timers.peek().due();
  }

  /** Runs what is due. On the loop's thread. */
  void runDue() {
    now = clock.nanos();
    while (nextDue() <= now) {
      timers.remove().fire();
    }
    for (Served served : ports) {
      served.port.turnEnds();
    }
  }

  private void run() {
    Throwable end = new IllegalStateException("closed");
    try {
      while (!stopping) {
        await();
        now = clock.nanos();
        for (Served served : ports) {
          read(served);
        }
        runCalls();
        runDue();
      }
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.ERROR, "the simulation ends by a fault of its own", e);
      end = e;
    } finally {
      end(end);
    }
  }

  private void await() {
    poller.clear();
    long real = System.nanoTime();
    boolean look = real - lookedAt >= LOOK_NANOS;
    boolean deaf = false;
    for (Served served : ports) {
      served.number = Integer.MAX_VALUE;
      Pty pty = served.port.line().orElse(null);
      if (pty != served.pty) {
        served.pty = pty;
        served.listened = false;
      }
      if (pty != null && (served.listened ? served.port.takesInput() : look)) {
        served.number = poller.add(pty);
      }
      deaf |= pty != null && !served.listened;
    }
    // A line without a listener reports it at once and without end: such a turn does not wait.
    long wait =
        Math.min(
            clock.timeUntil(nextDue()), deaf ? LOOK_NANOS - (real - lookedAt) : Long.MAX_VALUE);
    if (look) {
      lookedAt = real;
    }
    poller.await(deaf && look ? 0 : Math.max(0, wait));
  }

  private void read(Served served) {
    Pty pty = served.pty;
    if (pty == null || served.number == Integer.MAX_VALUE || !pty.isOpen()) {
      return;
    }
    boolean hungUp = poller.isHungUp(served.number);
    boolean readable = poller.isReadable(served.number);
    // Readable and hung up: somebody opened it, wrote and closed it between two looks.
    if (!served.listened && (readable || !hungUp)) {
      served.listened = true;
      served.port.opened();
    }
    if (served.listened && (hungUp || readable)) {
      int n = pty.read(input);
      if (n > 0) {
        served.port.received(input, n);
      } else if (n == Pty.HUNG_UP) {
        served.listened = false;
        pty.discardUnread();
        served.port.closed();
      }
    }
  }

  private void runCalls() {
    while (true) {
      Call<?> call;
      synchronized (calls) {
        call = calls.poll();
      }
      if (call == null) {
        return;
      }
      call.run();
    }
  }

  private void end(Throwable reason) {
    List<Call<?>> left;
    synchronized (calls) {
      ended = true;
      failure = reason;
      left = List.copyOf(calls);
      calls.clear();
    }
    for (Call<?> call : left) {
      call.answer.completeExceptionally(new IllegalStateException("the simulation ended", reason));
    }
    for (Served served : ports) {
      try {
        served.port.loopEnds();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "a line was not left clean", e);
      }
    }
    poller.close();
  }
}
