package dev.ferrule.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.loop.ManualLoop;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeapTrimTest {

  private static final long MIB = 1 << 20;

  private final ManualLoop loop = new ManualLoop();
  private final FakeHeap heap = new FakeHeap();

  private static final class FakeHeap implements HeapTrim.Heap {
    long needed = 20 * MIB;
    long taken = needed;
    int collections;

    @Override
    public long taken() {
      return taken;
    }

    @Override
    public void collect() {
      collections++;
      taken = needed;
    }
  }

  private void grow(long bytes) {
    heap.taken += bytes;
    loop.advance(Duration.ofSeconds(1));
  }

  @Test
  void leavesASmallHeapAlone() {
    HeapTrim.start(loop, heap);
    grow(HeapTrim.SMALL - heap.taken);
    assertEquals(0, heap.collections);
  }

  @Test
  void givesBackWhatIsNotNeeded() {
    HeapTrim.start(loop, heap);
    grow(HeapTrim.SMALL);
    assertEquals(heap.needed, heap.taken);
    grow(HeapTrim.SMALL);
    assertEquals(2, heap.collections);
  }

  /** What is needed is not looked at over and over. */
  @Test
  void leavesALargeHeapAloneThatIsNeeded() {
    HeapTrim.start(loop, heap);
    heap.needed = 60 * MIB;
    grow(45 * MIB);
    assertEquals(1, heap.collections);
    grow(HeapTrim.ROOM);
    assertEquals(1, heap.collections);
    grow(MIB);
    assertEquals(2, heap.collections);
  }
}
