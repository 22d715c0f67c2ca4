package dev.ferrule.gateway.device.serial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.FlightRecorder.Excerpt;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.capture.CaptureEvent;
import dev.ferrule.protocol.capture.CaptureEvent.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LineRecorderTest {

  private static final SerialSettings LINE = new SerialSettings("/dev/ttyUSB0", 9600);
  private static final RecorderSettings SMALLEST = new RecorderSettings(RecorderSettings.MIN_BYTES);

  private final ManualLoop loop = new ManualLoop();

  @Test
  void keepsBothWaysWithTimesAndReconnects() {
    var recorder = new LineRecorder(LINE, SMALLEST, loop);
    recorder.opened();
    loop.advance(Duration.ofNanos(1_500_000));
    hear(recorder, "temp=1\n");
    loop.advance(Duration.ofSeconds(1));
    recorder.sent("GO\nxx".getBytes(ISO_8859_1), 3, loop.nanoTime());
    recorder.closed("unplugged: gone");
    recorder.opened();

    assertEquals(
        List.of(
            new CaptureEvent.Opened(0),
            data(1_500, Direction.FROM_DEVICE, "temp=1\n"),
            data(1_001_500, Direction.TO_DEVICE, "GO\n"),
            new CaptureEvent.Closed(1_001_500, "unplugged: gone"),
            new CaptureEvent.Opened(1_001_500)),
        recorder.fromOldest().events());
    assertEquals("/dev/ttyUSB0", recorder.head().port());
    assertEquals("8N1", recorder.head().form());
  }

  @Test
  void forgetsTheOldestWhenTheRingIsFull() {
    var random = new SplittableRandom(7);
    var recorder = new LineRecorder(LINE, SMALLEST, loop);
    List<CaptureEvent> all = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      String said = i + "x".repeat(random.nextInt(300)) + "\n";
      hear(recorder, said);
      all.add(data(0, Direction.FROM_DEVICE, said));
      if (i % 50 == 0) {
        List<CaptureEvent> kept = recorder.fromOldest().events();
        assertEquals(all.subList(all.size() - kept.size(), all.size()), kept);
        int bytes = kept.stream().mapToInt(LineRecorderTest::size).sum();
        assertTrue(all.size() == kept.size() || bytes > SMALLEST.bytes() - 400, bytes + " bytes");
        assertTrue(bytes <= SMALLEST.bytes(), bytes + " bytes");
      }
    }
  }

  @Test
  void goesOnWhereAReaderStoppedAndTellsWhatItMissed() {
    var recorder = new LineRecorder(LINE, SMALLEST, loop);
    hear(recorder, "a");
    Excerpt first = recorder.fromOldest();
    hear(recorder, "b");
    Excerpt second = recorder.from(first.next()).orElseThrow();
    assertEquals(List.of(data(0, Direction.FROM_DEVICE, "b")), second.events());
    assertEquals(List.of(), recorder.from(second.next()).orElseThrow().events());

    for (int i = 0; i < 100; i++) {
      hear(recorder, "x".repeat(89));
    }
    Excerpt late = recorder.from(second.next()).orElseThrow();
    assertEquals(new CaptureEvent.Lost(0, 60), late.events().getFirst());
    assertEquals(41, late.events().size());
    assertEquals(Optional.empty(), recorder.from(late.next() + 1));
  }

  @Test
  void handsOutALargeRingInParts() {
    var recorder = new LineRecorder(LINE, new RecorderSettings(1024 * 1024), loop);
    List<CaptureEvent> all = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      hear(recorder, "value=" + i + "\n");
      all.add(data(0, Direction.FROM_DEVICE, "value=" + i + "\n"));
    }
    List<CaptureEvent> read = new ArrayList<>();
    Excerpt part = recorder.fromOldest();
    int parts = 0;
    while (!part.events().isEmpty()) {
      int bytes = part.events().stream().mapToInt(LineRecorderTest::size).sum();
      assertTrue(bytes <= 66_000, bytes + " bytes in a part");
      read.addAll(part.events());
      part = recorder.from(part.next()).orElseThrow();
      parts++;
    }
    assertEquals(all, read);
    assertTrue(parts > 2, parts + " parts");
  }

  @Test
  void cutsWhatIsLongerThanItsEntries() {
    var recorder = new LineRecorder(LINE, SMALLEST, loop);
    hear(recorder, "y".repeat(2_500));
    StringBuilder said = new StringBuilder();
    for (CaptureEvent event : recorder.fromOldest().events()) {
      var data = assertInstanceOf(CaptureEvent.Data.class, event);
      said.append(new String(data.bytes().toArray(), ISO_8859_1));
    }
    assertEquals("y".repeat(2_500), said.toString());
  }

  @Test
  void losesNothingBetweenTwoWritersAndAReader() throws Exception {
    var recorder = new LineRecorder(LINE, new RecorderSettings(1024 * 1024), loop);
    int each = 10_000;
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Callable<Integer> hearing =
          () -> {
            for (int i = 0; i < each; i++) {
              recorder.received(new byte[] {1}, 1, loop.nanoTime());
            }
            return 0;
          };
      Callable<Integer> speaking =
          () -> {
            for (int i = 0; i < each; i++) {
              recorder.sent(new byte[] {2}, 1, loop.nanoTime());
            }
            return 0;
          };
      Callable<Integer> reading =
          () -> {
            int read = 0;
            long position = 0;
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (read < 2 * each && System.nanoTime() < deadline) {
              Excerpt part = recorder.from(position).orElseThrow();
              read += part.events().size();
              position = part.next();
            }
            return read;
          };
      List<Future<Integer>> done = threads.invokeAll(List.of(hearing, speaking, reading));
      assertEquals(2 * each, done.getLast().get());
    }
  }

  @Test
  void hasBounds() {
    assertThrows(IllegalArgumentException.class, () -> new RecorderSettings(4095));
    assertThrows(IllegalArgumentException.class, () -> new RecorderSettings(4 * 1024 * 1024 + 1));
  }

  private void hear(LineRecorder recorder, String said) {
    byte[] bytes = said.getBytes(ISO_8859_1);
    recorder.received(bytes, bytes.length, loop.nanoTime());
  }

  private static CaptureEvent data(long micros, Direction direction, String text) {
    return new CaptureEvent.Data(micros, direction, Bytes.ofText(text));
  }

  private static int size(CaptureEvent event) {
    return 11 + (event instanceof CaptureEvent.Data data ? data.bytes().length() : 0);
  }
}
