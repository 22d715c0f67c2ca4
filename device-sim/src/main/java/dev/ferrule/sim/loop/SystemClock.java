package dev.ferrule.sim.loop;

/** Real time. */
final class SystemClock extends SimClock {

  static final SystemClock INSTANCE = new SystemClock();

  private SystemClock() {}

  @Override
  long nanos() {
    return System.nanoTime();
  }

  @Override
  long timeUntil(long due) {
    return Math.max(0, due - System.nanoTime());
  }

  @Override
  void join(EventLoop loop) {}

  @Override
  void leave(EventLoop loop) {}
}
