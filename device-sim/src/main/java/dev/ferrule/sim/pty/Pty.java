package dev.ferrule.sim.pty;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * The board's end of one raw pseudo-terminal; the gateway opens the other end by its path.
 *
 * <p>Neither {@link #read} nor {@link #write} ever waits. While nobody has the other end open a
 * read finds {@link #HUNG_UP}, and the bytes of a write are lost as they are on a wire without a
 * listener. Owner: the thread that made it.
 */
public final class Pty implements AutoCloseable {

  /** What {@link #read} gives while nobody has the other end open. */
  public static final int HUNG_UP = -1;

  /** Most bytes that one {@link #read} gives and one call into the kernel writes. */
  public static final int CHUNK = 16 * 1024;

  private final Arena arena;
  private final MemorySegment state;
  private final MemorySegment in;
  private final MemorySegment out;
  private final int fd;

  /** The path as the C library takes it. */
  private final MemorySegment name;

  private final Path path;
  private boolean open = true;

  private Pty(Arena arena, MemorySegment state, int fd, MemorySegment name) {
    this.arena = arena;
    this.state = state;
    this.in = arena.allocate(CHUNK);
    this.out = arena.allocate(CHUNK);
    this.fd = fd;
    this.name = name;
    this.path = Path.of(name.getString(0));
  }

  /**
   * Makes a new pair in raw mode.
   *
   * @throws PtyException when the system has no more of them or refuses
   */
  public static Pty open() {
    Arena arena = Arena.ofConfined();
    MemorySegment state = LibC.newState(arena);
    int fd = -1;
    try {
      fd =
          check(
              "posix_openpt",
              LibC.posixOpenpt(
                  state, LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_NONBLOCK | LibC.O_CLOEXEC),
              state);
      check("grantpt", LibC.grantpt(state, fd), state);
      check("unlockpt", LibC.unlockpt(state, fd), state);
      MemorySegment name = arena.allocate(128);
      int error = LibC.ptsname(state, fd, name);
      if (error != 0) {
        throw PtyException.of("ptsname_r", error);
      }
      makeRaw(state, name, arena.allocate(LibC.TERMIOS_BYTES, 8));
      return new Pty(arena, state, fd, name);
    } catch (PtyException e) {
      if (fd >= 0) {
        LibC.close(state, fd);
      }
      arena.close();
      throw e;
    }
  }

  /**
   * Opens the slave once. Its settings last as long as the master; and from here on the master
   * tells whether somebody listens, which it does not before the first open and close.
   */
  private static void makeRaw(MemorySegment state, MemorySegment name, MemorySegment termios) {
    int slave =
        check("open", LibC.open(state, name, LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_CLOEXEC), state);
    try {
      check("tcgetattr", LibC.tcgetattr(state, slave, termios), state);
      LibC.cfmakeraw(termios);
      check("tcsetattr", LibC.tcsetattr(state, slave, termios), state);
    } finally {
      LibC.close(state, slave);
    }
  }

  /** Path of the end that the gateway opens, such as {@code /dev/pts/3}. */
  public Path path() {
    return path;
  }

  public boolean isOpen() {
    return open;
  }

  /**
   * Reads what is there into {@code into}, from its start.
   *
   * @return number of bytes, 0 when there are none now, {@link #HUNG_UP} when nobody has the other
   *     end open
   * @throws PtyException when the line is broken for another reason, or closed
   */
  public int read(byte[] into) {
    requireOpen();
    long n = LibC.read(state, fd, in, Math.min(into.length, CHUNK));
    if (n >= 0) {
      // 0 is the end of file that some kernels give in place of EIO.
      MemorySegment.copy(in, JAVA_BYTE, 0, into, 0, (int) n);
      return n == 0 ? HUNG_UP : (int) n;
    }
    return switch (LibC.errno(state)) {
      case LibC.EAGAIN, LibC.EINTR -> 0;
      case LibC.EIO -> HUNG_UP;
      default -> throw PtyException.of("read", LibC.errno(state));
    };
  }

  /**
   * Writes as much as the line takes now.
   *
   * @return number of bytes taken, 0 to {@code length}; the caller counts the rest as lost, as a
   *     UART does
   * @throws PtyException when the line is broken, or closed
   */
  public int write(byte[] from, int offset, int length) {
    requireOpen();
    int taken = 0;
    while (taken < length) {
      int chunk = Math.min(length - taken, CHUNK);
      MemorySegment.copy(from, offset + taken, out, JAVA_BYTE, 0, chunk);
      long n = LibC.write(state, fd, out, chunk);
      if (n > 0) {
        taken += (int) n;
        continue;
      }
      int errno = n == 0 ? LibC.EAGAIN : LibC.errno(state);
      if (errno == LibC.EAGAIN || errno == LibC.EIO) {
        break;
      }
      if (errno != LibC.EINTR) {
        throw PtyException.of("write", errno);
      }
    }
    return taken;
  }

  /**
   * Throws away what was written and not yet read. The kernel keeps it for the next one who opens
   * the other end, a UART does not; and only through that end can it be told to.
   */
  public void discardUnread() {
    requireOpen();
    int slave = LibC.open(state, name, LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_CLOEXEC);
    if (slave >= 0) {
      LibC.tcflush(state, slave);
      LibC.close(state, slave);
    }
  }

  int descriptor() {
    requireOpen();
    return fd;
  }

  /** Ends the line: whoever has the other end open reads an end of file. */
  @Override
  public void close() {
    if (open) {
      open = false;
      LibC.close(state, fd);
      arena.close();
    }
  }

  private void requireOpen() {
    if (!open) {
      throw new PtyException("the pseudo-terminal " + path + " is closed");
    }
  }

  private static int check(String call, int result, MemorySegment state) {
    if (result < 0) {
      throw PtyException.of(call, LibC.errno(state));
    }
    return result;
  }
}
