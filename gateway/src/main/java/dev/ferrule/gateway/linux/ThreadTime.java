package dev.ferrule.gateway.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** How long the present thread has had a processor: clock_gettime(2). */
public final class ThreadTime {

  private static final int CLOCK_THREAD_CPUTIME_ID = 3;
  private static final long NANOS = 1_000_000_000;

  private ThreadTime() {}

  /** Nanoseconds since its start, without the time in which others had the processor. */
  public static long nanos() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(JAVA_LONG, 2);
      int result = (int) Call.CLOCK_GETTIME.invokeExact(CLOCK_THREAD_CPUTIME_ID, time);
      long seconds = time.getAtIndex(JAVA_LONG, 0);
      return result == 0 ? seconds * NANOS + time.getAtIndex(JAVA_LONG, 1) : System.nanoTime();
    } catch (Throwable e) {
      throw new IllegalStateException("clock_gettime", e);
    }
  }

  /** Linked when first used, and once. */
  private static final class Call {
    static final MethodHandle CLOCK_GETTIME =
        CFunction.plain("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS), 2);
  }
}
