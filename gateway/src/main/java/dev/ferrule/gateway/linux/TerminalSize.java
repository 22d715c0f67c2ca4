package dev.ferrule.gateway.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * How large the terminal behind standard output is now: asked of the kernel (ioctl_tty(2),
 * TIOCGWINSZ) before each drawing, so that a resize needs no signal handler.
 *
 * @param columns at least 20
 * @param rows at least 4
 */
public record TerminalSize(int columns, int rows) {

  /** Where the kernel cannot say. */
  static final TerminalSize USUAL = new TerminalSize(80, 24);

  private static final int STANDARD_OUTPUT = 1;

  /** The same number on x86-64 and aarch64. */
  private static final long TIOCGWINSZ = 0x5413;

  public TerminalSize {
    columns = Math.max(20, columns);
    rows = Math.max(4, rows);
  }

  /** The size now. */
  public static TerminalSize now() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size =
          arena.allocate(ValueLayout.JAVA_SHORT, 4); // rows, columns, two in pixels
      int result = (int) Call.IOCTL.invokeExact(STANDARD_OUTPUT, TIOCGWINSZ, size);
      int rows = Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 0));
      int columns = Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 1));
      return result == 0 && rows > 0 && columns > 0 ? new TerminalSize(columns, rows) : USUAL;
    } catch (Throwable e) { // what MethodHandle declares; no libc, no permission
      return USUAL;
    }
  }

  /** Linked when first used: only a table on a terminal needs it. */
  private static final class Call {
    static final MethodHandle IOCTL = CFunction.plain("ioctl", CFunction.IOCTL, 2);
  }
}
