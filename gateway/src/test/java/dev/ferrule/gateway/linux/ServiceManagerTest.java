package dev.ferrule.gateway.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceManagerTest {

  @TempDir Path temp;

  @Test
  void tellsItsWordsToAFile() throws Throwable {
    assertTold(temp.resolve("notify").toString());
  }

  @Test
  void tellsItsWordsToANameThatIsNoFile() throws Throwable {
    assertTold("@ferrule-test-" + ProcessHandle.current().pid());
  }

  private static void assertTold(String name) throws Throwable {
    ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", name)).orElseThrow();
    manager.ready(); // nobody listens: nothing happens
    try (Receiver receiver = new Receiver(name)) {
      manager.ready();
      manager.alive();
      manager.stopping();
      assertEquals("READY=1", receiver.next());
      assertEquals("WATCHDOG=1", receiver.next());
      assertEquals("STOPPING=1", receiver.next());
    }
  }

  @Test
  void isNotThereWithoutASocket() {
    assertTrue(ServiceManager.of(Map.of()).isEmpty());
    assertTrue(ServiceManager.of(Map.of("NOTIFY_SOCKET", "")).isEmpty());
    assertTrue(ServiceManager.of(Map.of("NOTIFY_SOCKET", "vsock:2:1")).isEmpty());
    assertTrue(ServiceManager.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(107))).isEmpty());
  }

  /** The other end, by hand: Java has no datagrams for such sockets. */
  private static final class Receiver implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final int fd;

    Receiver(String name) throws Throwable {
      var socket =
          CFunction.plain(
              "socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), 3);
      var bind =
          CFunction.plain("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), 3);
      fd = (int) socket.invokeExact(1, 2, 0);
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      if (bytes[0] == '@') {
        bytes[0] = 0;
      }
      MemorySegment address = arena.allocate(110, 2);
      address.set(JAVA_SHORT, 0, (short) 1);
      MemorySegment.copy(bytes, 0, address, JAVA_BYTE, 2, bytes.length);
      assertEquals(0, (int) bind.invokeExact(fd, address, 2 + bytes.length));
    }

    String next() throws Throwable {
      var receive =
          CFunction.plain(
              "recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), 4);
      MemorySegment buffer = arena.allocate(100);
      int doNotWait = 0x40;
      long length = (long) receive.invokeExact(fd, buffer, 100L, doNotWait);
      byte[] bytes = buffer.asSlice(0, length).toArray(JAVA_BYTE);
      return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
      Libc.close(fd);
      arena.close();
    }
  }
}
