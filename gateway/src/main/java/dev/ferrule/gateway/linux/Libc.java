package dev.ferrule.gateway.linux;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The handful of system calls that a GPIO chip takes, a simulated one included; what fails tells
 * its errno. Stateless; any thread; may block.
 */
public final class Libc {

  // errno
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int EINTR = 4;
  public static final int ENXIO = 6;
  public static final int EAGAIN = 11;
  public static final int EACCES = 13;
  public static final int EBUSY = 16;
  public static final int ENODEV = 19;
  public static final int EISDIR = 21;
  public static final int EINVAL = 22;
  public static final int ENOTTY = 25;

  public static final short POLLIN = 0x001;

  private static final int O_RDWR = 02;
  private static final int O_NOCTTY = 0400;
  private static final int O_NONBLOCK = 04000;
  private static final int O_CLOEXEC = 02000000;
  private static final int EFD_CLOEXEC = 02000000;
  private static final int LOCK_EX_NB = 2 | 4;
  private static final long TCGETS = 0x5401;
  private static final long TERMIOS_BYTES = 64;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;

  private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
  private static final long ERRNO =
      CAPTURE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle OPEN =
      CFunction.withErrno("open", FunctionDescriptor.of(INT, POINTER, INT), 2);
  private static final MethodHandle IOCTL = CFunction.withErrno("ioctl", CFunction.IOCTL, 2);
  private static final MethodHandle READ =
      CFunction.withErrno("read", FunctionDescriptor.of(LONG, INT, POINTER, LONG), 3);
  private static final MethodHandle WRITE =
      CFunction.withErrno("write", FunctionDescriptor.of(LONG, INT, POINTER, LONG), 3);
  private static final MethodHandle POLL =
      CFunction.withErrno("poll", FunctionDescriptor.of(INT, POINTER, LONG, INT), 3);
  private static final MethodHandle FLOCK =
      CFunction.withErrno("flock", FunctionDescriptor.of(INT, INT, INT), 2);
  private static final MethodHandle CLOSE =
      CFunction.withErrno("close", FunctionDescriptor.of(INT, INT), 1);
  private static final MethodHandle EVENTFD =
      CFunction.withErrno("eventfd", FunctionDescriptor.of(INT, INT, INT), 2);

  private Libc() {}

  /** A system call failed. */
  public static final class Errno extends Exception {
    private static final long serialVersionUID = 1;

    /** Its number, as in errno.h. */
    public final int errno;

    Errno(int errno) {
      super("errno " + errno, null, false, false);
      this.errno = errno;
    }
  }

  /** Opens for reading and writing; the descriptor. */
  public static int open(String path) throws Errno {
    return open(path, O_RDWR | O_CLOEXEC);
  }

  /**
   * Opens a terminal that no other process with a lock has: reads and writes do not wait, and it
   * does not become the one that this process is controlled from.
   */
  public static int openTerminal(String path) throws Errno {
    int fd = open(path, O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    try (Arena arena = Arena.ofConfined()) {
      ioctl(fd, TCGETS, arena.allocate(TERMIOS_BYTES));
      MemorySegment capture = arena.allocate(CAPTURE);
      int how = LOCK_EX_NB;
      check((int) FLOCK.invokeExact(capture, fd, how), capture);
      return fd;
    } catch (Throwable e) {
      close(fd);
      throw rethrow(e);
    }
  }

  private static int open(String path, int flags) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      MemorySegment name = arena.allocateFrom(path);
      return (int) check((int) OPEN.invokeExact(capture, name, flags), capture);
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /** An ioctl with a structure that goes in and comes out. */
  public static void ioctl(int fd, long request, MemorySegment structure) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      check((int) IOCTL.invokeExact(capture, fd, request, structure), capture);
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /** Reads at most as much as {@code buffer} holds; bytes read. */
  public static long read(int fd, MemorySegment buffer) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      return check((long) READ.invokeExact(capture, fd, buffer, buffer.byteSize()), capture);
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /** Writes at most all of {@code bytes}; how many. */
  public static long write(int fd, MemorySegment bytes) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      return check((long) WRITE.invokeExact(capture, fd, bytes, bytes.byteSize()), capture);
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /** Waits, without limit, until one of the {@code count} descriptors has something. */
  public static void poll(MemorySegment descriptors, long count) throws Errno {
    poll(descriptors, count, -1);
  }

  /** The same, for up to {@code limit} milliseconds. */
  public static void poll(MemorySegment descriptors, long count, int limit) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      check((int) POLL.invokeExact(capture, descriptors, count, limit), capture);
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /** A descriptor that {@link #signal} makes readable. */
  public static int eventfd() throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      int start = 0;
      int flags = EFD_CLOEXEC;
      return (int) check((int) EVENTFD.invokeExact(capture, start, flags), capture);
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /** Makes an {@link #eventfd} readable. */
  public static void signal(int eventfd) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      write(eventfd, arena.allocateFrom(LONG, 1L));
    }
  }

  /** Closes a descriptor; there is nothing to be done about a failure. */
  public static void close(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      int ignored = (int) CLOSE.invokeExact(arena.allocate(CAPTURE), fd);
      assert ignored <= 0;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static long check(long result, MemorySegment capture) throws Errno {
    if (result < 0) {
      throw new Errno(capture.get(INT, ERRNO));
    }
    return result;
  }

  private static Errno rethrow(Throwable thrown) {
    return switch (thrown) {
      case Errno errno -> errno;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(thrown);
    };
  }
}
