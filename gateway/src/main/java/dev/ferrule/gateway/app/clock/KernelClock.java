package dev.ferrule.gateway.app.clock;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** What the kernel knows of its clock: adjtimex(2). */
public final class KernelClock {

  /** The answer while nobody keeps the clock; TIME_ERROR. */
  private static final int UNSYNCHRONISED = 5;

  /** More than struct timex has on any machine. */
  private static final int TIMEX_BYTES = 256;

  private KernelClock() {}

  /** Whether somebody keeps the clock, by what the kernel was told. */
  @SuppressWarnings("restricted") // the one way into the C library
  public static boolean isSynchronised() {
    Linker linker = Linker.nativeLinker();
    MethodHandle adjtimex =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("adjtimex"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment nothingToSet = arena.allocate(TIMEX_BYTES, 8);
      int state = (int) adjtimex.invokeExact(nothingToSet);
      return state >= 0 && state != UNSYNCHRONISED;
    } catch (Throwable e) {
      throw new IllegalStateException("adjtimex", e);
    }
  }
}
