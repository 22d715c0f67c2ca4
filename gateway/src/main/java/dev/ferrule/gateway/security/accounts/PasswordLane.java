package dev.ferrule.gateway.security.accounts;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where passwords are hashed, one at a time: {@value #WAITING} wait at most, {@value #WAITING_EACH}
 * of one address, which bounds memory and processor however many log in, and keeps nobody from
 * taking rights away meanwhile, which needs no password.
 *
 * <p>Any thread offers; the work is done on the lane's own.
 */
final class PasswordLane implements AutoCloseable {

  /** Passwords that wait at a time. */
  static final int WAITING = 8;

  /** Of one address. */
  static final int WAITING_EACH = 2;

  private final Throttle throttle = new Throttle();

  /** How many of each address wait or are looked at. */
  private final ConcurrentHashMap<String, Integer> each = new ConcurrentHashMap<>();

  private final ThreadPoolExecutor lane =
      new ThreadPoolExecutor(
          1,
          1,
          30,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          task -> Thread.ofPlatform().daemon().name("ferrule-passwords").unstarted(task));

  PasswordLane() {
    lane.allowCoreThreadTimeOut(true);
  }

  /** Takes work of an address, or refuses it because too much waits; whether it was taken. */
  boolean offer(String address, Runnable work) {
    if (each.merge(address, 1, Integer::sum) > WAITING_EACH) {
      leave(address);
      return false;
    }
    try {
      lane.execute(
          () -> {
            try {
              work.run();
            } finally {
              leave(address);
            }
          });
      return true;
    } catch (RejectedExecutionException e) {
      leave(address);
      return false;
    }
  }

  private void leave(String address) {
    each.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
  }

  /** How long somebody must wait before trying again, if they must. */
  Optional<Duration> pause(String name, String address) {
    return throttle.pause(name, address, System.nanoTime());
  }

  void wrong(String name, String address) {
    throttle.wrong(name, address, System.nanoTime());
  }

  void right(String name, String address) {
    throttle.right(name, address);
  }

  @Override
  public void close() {
    lane.shutdownNow();
  }
}
