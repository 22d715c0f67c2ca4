package dev.ferrule.sim.loop;

/** Something that is to happen once, at a time. Owner: its loop's thread. */
public final class Timer implements Comparable<Timer> {

  private final long due;
  private final long number;
  private final Runnable task;
  private boolean canceled;

  Timer(long due, long number, Runnable task) {
    this.due = due;
    this.number = number;
    this.task = task;
  }

  /** Makes it not happen; without effect when it has. */
  public void cancel() {
    canceled = true;
  }

  long due() {
    return due;
  }

  void fire() {
    if (!canceled) {
      task.run();
    }
  }

  boolean isCanceled() {
    return canceled;
  }

  /** By time, then by order of creation, so that a course repeats itself. */
  @Override
  public int compareTo(Timer other) {
    int byTime = Long.compare(due, other.due);
    return byTime != 0 ? byTime : Long.compare(number, other.number);
  }
}
