package dev.ferrule.gateway.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The service manager that this process was started by: sd_notify(3), one datagram per word to the
 * socket that NOTIFY_SOCKET names. Java has no datagrams for such sockets. Nothing here waits, and
 * what cannot be told is not told.
 */
public final class ServiceManager {

  private static final short AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 02000000;
  private static final int MSG_DONTWAIT_NOSIGNAL = 0x40 | 0x4000;

  /** struct sockaddr_un: a family, and up to 107 bytes of a name. */
  private static final int FAMILY_BYTES = 2;

  private static final int MAX_NAME = 107;

  private final byte[] name;

  private ServiceManager(byte[] name) {
    this.name = name;
  }

  /** The one that the environment names, if it names one. */
  public static Optional<ServiceManager> of(Map<String, String> environment) {
    String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
    byte[] name = socket.getBytes(StandardCharsets.UTF_8);
    if (!(socket.startsWith("/") || socket.startsWith("@")) || name.length > MAX_NAME) {
      return Optional.empty();
    }
    if (name[0] == '@') {
      name[0] = 0; // a name that is no file
    }
    return Optional.of(new ServiceManager(name));
  }

  /** The process is started and serves. */
  public void ready() {
    tell("READY=1");
  }

  /** The process lives: told more often than WatchdogSec says, or it is ended and started anew. */
  public void alive() {
    tell("WATCHDOG=1");
  }

  /** The process stops. */
  public void stopping() {
    tell("STOPPING=1");
  }

  private void tell(String word) {
    try (Arena arena = Arena.ofConfined()) {
      int fd = (int) Call.SOCKET.invokeExact((int) AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
      if (fd < 0) {
        return;
      }
      MemorySegment address = arena.allocate(FAMILY_BYTES + MAX_NAME + 1, 2);
      address.set(JAVA_SHORT, 0, AF_UNIX);
      MemorySegment.copy(name, 0, address, JAVA_BYTE, FAMILY_BYTES, name.length);
      byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
      MemorySegment datagram = arena.allocateFrom(JAVA_BYTE, bytes);
      long unused =
          (long)
              Call.SENDTO.invokeExact(
                  fd,
                  datagram,
                  (long) bytes.length,
                  MSG_DONTWAIT_NOSIGNAL,
                  address,
                  FAMILY_BYTES + name.length);
      Libc.close(fd);
    } catch (Throwable e) {
      throw new IllegalStateException("sd_notify", e);
    }
  }

  /** Linked when first used: only a service needs it. */
  private static final class Call {
    static final MethodHandle SOCKET =
        CFunction.plain("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), 3);
    static final MethodHandle SENDTO =
        CFunction.plain(
            "sendto",
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
            6);
  }
}
