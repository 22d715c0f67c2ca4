package dev.ferrule.protocol.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Neither codec allocates per reading, on encode or on decode: the benchmarks' methods, counted.
 */
class AllocationTest {
  private static final int WARM_UP = 20_000;
  private static final int CALLS = 20_000;

  /** What counting itself may cost, and a compiler thread handing over: nothing of it per call. */
  private static final long SLACK_BYTES = 4_096;

  private final com.sun.management.ThreadMXBean threads = counter();
  private final StreamBenchmark stream = new StreamBenchmark();
  private final LinkBenchmark link = new LinkBenchmark();

  private static com.sun.management.ThreadMXBean counter() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return (com.sun.management.ThreadMXBean) threads;
  }

  @BeforeEach
  void load() throws IOException {
    stream.load();
    link.prepare();
  }

  @Test
  void streamEncoderAllocatesNothing() {
    assertAllocatesNothing("encode live", stream::encodeLive);
    assertAllocatesNothing("encode history", stream::encodeHistory);
  }

  @Test
  void streamDecoderAllocatesNothing() {
    assertAllocatesNothing("decode live", stream::decodeLive);
    assertAllocatesNothing("decode history", stream::decodeHistory);
  }

  @Test
  void linkEncoderAllocatesNothing() {
    assertAllocatesNothing("encode frame", link::encode);
  }

  @Test
  void linkDecoderAllocatesNothing() {
    assertAllocatesNothing("decode frame", link::decode);
  }

  private void assertAllocatesNothing(String what, Runnable call) {
    repeat(call, WARM_UP);
    long before = threads.getCurrentThreadAllocatedBytes();
    repeat(call, CALLS);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    System.out.printf("%s: %d bytes in %d calls%n", what, bytes, CALLS);
    assertTrue(bytes <= SLACK_BYTES, () -> what + ": " + bytes + " bytes in " + CALLS + " calls");
  }

  private static void repeat(Runnable call, int times) {
    for (int i = 0; i < times; i++) {
      call.run();
    }
  }
}
