package dev.ferrule.gateway.app;

import dev.ferrule.gateway.loop.Loop;
import java.time.Duration;

/**
 * Keeps what the process takes of the machine near to what it needs. The collector takes ever more
 * memory, up to its limit, before it looks at what is old; a storm of clients that come and go
 * leaves much that is old and of no use. So whenever the heap has grown by {@link #ROOM}, it is
 * collected as a whole and gives back what it does not need. The limit of the heap stays where it
 * is, for what is needed all at once.
 *
 * <p>Owner: its loop.
 */
final class HeapTrim {

  /** Up to here the heap may grow before anybody looks. */
  static final long SMALL = 32L << 20;

  /** How much more than it needed when it was last looked at. */
  static final long ROOM = 6L << 20;

  private static final Duration ROUND = Duration.ofMillis(500);

  private final Loop loop;
  private final Heap heap;
  private long limit = SMALL;

  /** The heap of a process. */
  interface Heap {
    /** What it takes of the machine, bytes. */
    long taken();

    /** Collects all that is of no use, and gives back what is not needed. */
    void collect();
  }

  private HeapTrim(Loop loop, Heap heap) {
    this.loop = loop;
    this.heap = heap;
  }

  /** Looks at this process's heap from now on. */
  static void start(Loop loop) {
    Runtime runtime = Runtime.getRuntime();
    start(
        loop,
        new Heap() {
          @Override
          public long taken() {
            return runtime.totalMemory();
          }

          @Override
          public void collect() {
            runtime.gc();
          }
        });
  }

  /** The same with another heap. */
  static void start(Loop loop, Heap heap) {
    new HeapTrim(loop, heap).look();
  }

  private void look() {
    if (heap.taken() > limit) {
      heap.collect();
      limit = Math.max(SMALL, heap.taken() + ROOM);
    }
    loop.after(ROUND, this::look);
  }
}
