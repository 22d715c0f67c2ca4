package dev.ferrule.gateway.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** What the kernel knows of its clock: adjtimex(2). */
public final class KernelClock {

  /** The answer while nobody keeps the clock; TIME_ERROR. */
  private static final int UNSYNCHRONIZED = 5;

  /** More than struct timex has on any machine. */
  private static final int TIMEX_BYTES = 256;

  private KernelClock() {}

  /** Whether somebody keeps the clock, by what the kernel was told. */
  public static boolean isSynchronized() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment nothingToSet = arena.allocate(TIMEX_BYTES, 8);
      int state = (int) Call.ADJTIMEX.invokeExact(nothingToSet);
      return state >= 0 && state != UNSYNCHRONIZED;
    } catch (Throwable e) {
      throw new IllegalStateException("adjtimex", e);
    }
  }

  /** Linked when first used, and once: a running gateway asks every few seconds. */
  private static final class Call {
    static final MethodHandle ADJTIMEX =
        CFunction.plain("adjtimex", FunctionDescriptor.of(JAVA_INT, ADDRESS), 1);
  }
}
