package dev.ferrule.gateway.damage;

import dev.ferrule.sim.loop.EventLoop;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * One way of a cable, with an accident at a share of its bytes: a bit flips, a byte is lost, comes
 * twice or out of nowhere, several are overwritten, all stands still for 100 ms, or some go back to
 * who sent them. Owner: the loop's thread.
 */
final class Damage {

  private static final long PAUSE_NANOS = 100_000_000;
  private static final int LONGEST_BURST = 8;
  private static final int LONGEST_ECHO = 32;

  private final EventLoop loop;
  private final SplittableRandom random;
  private final Consumer<byte[]> far;
  private final Consumer<byte[]> back;
  private final Queue<Held> held = new ArrayDeque<>();
  private double share;
  private long busyUntil;
  private int burst;
  private int echo;
  private long accidents;

  @SuppressWarnings("ArrayRecordComponent") // never leaves this class
  private record Held(byte[] bytes, long until) {}

  /**
   * A good way.
   *
   * @param far takes what arrives at the far end
   * @param back takes what goes back to the near one
   */
  Damage(EventLoop loop, SplittableRandom random, Consumer<byte[]> far, Consumer<byte[]> back) {
    this.loop = loop;
    this.random = random;
    this.far = far;
    this.back = back;
    this.busyUntil = loop.now();
  }

  /** The share of bytes with an accident from now on, 0 to 1. */
  void share(double now) {
    share = now;
  }

  /** How many accidents there were. */
  long accidents() {
    return accidents;
  }

  void send(byte[] bytes, int length) {
    var out = new ByteArrayOutputStream();
    var echoed = new ByteArrayOutputStream();
    for (int i = 0; i < length; i++) {
      if (random.nextDouble() < share) {
        accidents++;
        accident(bytes[i], out);
      } else if (burst > 0) {
        burst--;
        out.write(random.nextInt(256));
      } else {
        out.write(bytes[i]);
      }
      if (echo > 0) {
        echo--;
        echoed.write(bytes[i]);
      }
    }
    hold(out);
    if (echoed.size() > 0) {
      back.accept(echoed.toByteArray());
    }
  }

  private void accident(byte b, ByteArrayOutputStream out) {
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> {} // lost
      case 3, 4, 5 -> {
        out.write(random.nextInt(256));
        out.write(b);
      }
      case 6, 7, 8 -> {
        out.write(b);
        out.write(b);
      }
      case 9, 10 -> {
        burst = random.nextInt(LONGEST_BURST);
        out.write(random.nextInt(256));
      }
      case 11 -> {
        hold(out);
        busyUntil = Math.max(busyUntil, loop.now()) + PAUSE_NANOS;
        out.write(b);
      }
      case 12 -> {
        echo = random.nextInt(LONGEST_ECHO) + 1;
        out.write(b);
      }
      default -> out.write(b ^ (1 << random.nextInt(8)));
    }
  }

  private void hold(ByteArrayOutputStream out) {
    byte[] bytes = out.toByteArray();
    out.reset();
    if (bytes.length == 0) {
      return;
    }
    if (held.isEmpty() && busyUntil <= loop.now()) {
      far.accept(bytes);
      return;
    }
    held.add(new Held(bytes, busyUntil));
    loop.at(busyUntil, this::release);
  }

  private void release() {
    for (Held next = held.peek(); next != null && next.until <= loop.now(); next = held.peek()) {
      far.accept(held.remove().bytes);
    }
  }
}
