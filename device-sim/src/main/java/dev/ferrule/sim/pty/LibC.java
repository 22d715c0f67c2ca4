package dev.ferrule.sim.pty;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The few functions of the C library that a pseudo-terminal needs, with the constants of 64-bit
 * Linux (x86-64 and AArch64 agree on all of them).
 *
 * <p>Each call leaves {@code errno} in the segment that its caller passes, never in the thread: the
 * JVM may use the thread's own between the call and the question.
 */
@SuppressWarnings("restricted") // --enable-native-access is what a user of this module gives
final class LibC {

  static final int O_RDWR = 2;
  static final int O_NOCTTY = 0x100;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;
  static final int TCSANOW = 0;
  static final int TCIFLUSH = 0;
  static final int EFD_NONBLOCK = O_NONBLOCK;
  static final int EFD_CLOEXEC = O_CLOEXEC;
  static final short POLLIN = 0x1;
  static final short POLLERR = 0x8;
  static final short POLLHUP = 0x10;

  static final int EINTR = 4;
  static final int EIO = 5;
  static final int EAGAIN = 11;

  /** Room for any {@code struct termios} (60 bytes on both machines). */
  static final int TERMIOS_BYTES = 128;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle POSIX_OPENPT = of("posix_openpt", JAVA_INT, JAVA_INT);
  private static final MethodHandle GRANTPT = of("grantpt", JAVA_INT, JAVA_INT);
  private static final MethodHandle UNLOCKPT = of("unlockpt", JAVA_INT, JAVA_INT);
  private static final MethodHandle PTSNAME_R =
      of("ptsname_r", JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle OPEN = open();
  private static final MethodHandle CLOSE = of("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle READ = of("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE = of("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle TCGETATTR = of("tcgetattr", JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle TCSETATTR =
      of("tcsetattr", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle TCFLUSH = of("tcflush", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle CFMAKERAW =
      LINKER.downcallHandle(symbol("cfmakeraw"), FunctionDescriptor.ofVoid(ADDRESS));
  private static final MethodHandle EVENTFD = of("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle PPOLL =
      of("ppoll", JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);

  private LibC() {}

  static MemorySegment newState(Arena arena) {
    return arena.allocate(STATE);
  }

  static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  static int posixOpenpt(MemorySegment state, int flags) {
    try {
      return (int) POSIX_OPENPT.invokeExact(state, flags);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int grantpt(MemorySegment state, int fd) {
    try {
      return (int) GRANTPT.invokeExact(state, fd);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int unlockpt(MemorySegment state, int fd) {
    try {
      return (int) UNLOCKPT.invokeExact(state, fd);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** The name of the slave in {@code into}; gives an error number, 0 when all is well. */
  static int ptsname(MemorySegment state, int fd, MemorySegment into) {
    try {
      return (int) PTSNAME_R.invokeExact(state, fd, into, into.byteSize());
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int open(MemorySegment state, MemorySegment path, int flags) {
    try {
      return (int) OPEN.invokeExact(state, path, flags);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int close(MemorySegment state, int fd) {
    try {
      return (int) CLOSE.invokeExact(state, fd);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static long read(MemorySegment state, int fd, MemorySegment into, long length) {
    try {
      return (long) READ.invokeExact(state, fd, into, length);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static long write(MemorySegment state, int fd, MemorySegment from, long length) {
    try {
      return (long) WRITE.invokeExact(state, fd, from, length);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int tcgetattr(MemorySegment state, int fd, MemorySegment termios) {
    try {
      return (int) TCGETATTR.invokeExact(state, fd, termios);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int tcsetattr(MemorySegment state, int fd, MemorySegment termios) {
    try {
      return (int) TCSETATTR.invokeExact(state, fd, TCSANOW, termios);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int tcflush(MemorySegment state, int fd) {
    try {
      return (int) TCFLUSH.invokeExact(state, fd, TCIFLUSH);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static void cfmakeraw(MemorySegment termios) {
    try {
      CFMAKERAW.invokeExact(termios);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int eventfd(MemorySegment state) {
    try {
      return (int) EVENTFD.invokeExact(state, 0, EFD_NONBLOCK | EFD_CLOEXEC);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Waits for {@code count} descriptors; a null {@code timespec} address means for ever. */
  static int ppoll(MemorySegment state, MemorySegment fds, long count, MemorySegment timespec) {
    try {
      return (int) PPOLL.invokeExact(state, fds, count, timespec, MemorySegment.NULL);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  private static MethodHandle of(String name, ValueLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        symbol(name),
        FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"));
  }

  /** open(2) is variadic: its mode argument counts as such even when it is absent. */
  private static MethodHandle open() {
    return LINKER.downcallHandle(
        symbol("open"),
        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(2));
  }

  private static MemorySegment symbol(String name) {
    return LINKER.defaultLookup().findOrThrow(name);
  }

  /** Downcalls throw nothing of their own; only a JVM error comes here. */
  private static IllegalStateException impossible(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("call into the C library", e);
  }
}
