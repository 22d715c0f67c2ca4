package dev.ferrule.gateway.device.gpio.linux;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The handful of system calls that a GPIO chip takes. Stateless; any thread; may block. */
final class Libc {

  // errno
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int ENXIO = 6;
  static final int EACCES = 13;
  static final int EBUSY = 16;
  static final int ENODEV = 19;
  static final int EINVAL = 22;

  static final short POLLIN = 0x001;

  private static final int O_RDWR = 02;
  private static final int O_CLOEXEC = 02000000;
  private static final int EFD_CLOEXEC = 02000000;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;

  private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
  private static final long ERRNO =
      CAPTURE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle OPEN =
      function("open", FunctionDescriptor.of(INT, POINTER, INT), 2);
  private static final MethodHandle IOCTL =
      function("ioctl", FunctionDescriptor.of(INT, INT, LONG, POINTER), 2);
  private static final MethodHandle READ =
      function("read", FunctionDescriptor.of(LONG, INT, POINTER, LONG), 3);
  private static final MethodHandle WRITE =
      function("write", FunctionDescriptor.of(LONG, INT, POINTER, LONG), 3);
  private static final MethodHandle POLL =
      function("poll", FunctionDescriptor.of(INT, POINTER, LONG, INT), 3);
  private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(INT, INT), 1);
  private static final MethodHandle EVENTFD =
      function("eventfd", FunctionDescriptor.of(INT, INT, INT), 2);

  private Libc() {}

  /** A system call failed. */
  static final class Errno extends Exception {
    private static final long serialVersionUID = 1;
    final int errno;

    Errno(int errno) {
      super("errno " + errno, null, false, false);
      this.errno = errno;
    }
  }

  @SuppressWarnings("restricted") // calling the kernel is what this class is for
  private static MethodHandle function(String name, FunctionDescriptor descriptor, int fixed) {
    Linker linker = Linker.nativeLinker();
    MemorySegment address = linker.defaultLookup().findOrThrow(name);
    Linker.Option errno = Linker.Option.captureCallState("errno");
    return fixed < descriptor.argumentLayouts().size()
        ? linker.downcallHandle(address, descriptor, errno, Linker.Option.firstVariadicArg(fixed))
        : linker.downcallHandle(address, descriptor, errno);
  }

  /** Opens for reading and writing; the descriptor. */
  static int open(String path) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      int flags = O_RDWR | O_CLOEXEC;
      MemorySegment name = arena.allocateFrom(path);
      return (int) check((int) OPEN.invokeExact(capture, name, flags), capture);
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /** An ioctl with a structure that goes in and comes out. */
  static void ioctl(int fd, long request, MemorySegment structure) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      check((int) IOCTL.invokeExact(capture, fd, request, structure), capture);
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /** Reads at most as much as {@code buffer} holds; bytes read. */
  static long read(int fd, MemorySegment buffer) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      return check((long) READ.invokeExact(capture, fd, buffer, buffer.byteSize()), capture);
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /** Waits, without limit, until one of the {@code count} descriptors has something. */
  static void poll(MemorySegment descriptors, long count) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      int forEver = -1;
      check((int) POLL.invokeExact(capture, descriptors, count, forEver), capture);
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /** A descriptor that {@link #signal} makes readable. */
  static int eventfd() throws Errno {
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
  static void signal(int eventfd) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      MemorySegment one = arena.allocateFrom(LONG, 1L);
      check((long) WRITE.invokeExact(capture, eventfd, one, one.byteSize()), capture);
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /** Closes a descriptor; there is nothing to be done about a failure. */
  static void close(int fd) {
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
