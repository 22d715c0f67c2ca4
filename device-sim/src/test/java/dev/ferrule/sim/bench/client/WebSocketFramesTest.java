package dev.ferrule.sim.bench.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketFramesTest {

  private final WebSocketFrames frames = new WebSocketFrames();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 100_000})
  void findsAFrameOnceItIsWhole(int length) {
    byte[] bytes = new byte[3 + 10 + length];
    int header = length < 126 ? 2 : length <= 0xFFFF ? 4 : 10;
    bytes[3] = (byte) 0x82;
    bytes[4] = (byte) (header == 2 ? length : header == 4 ? 126 : 127);
    for (int i = 2; i < header; i++) {
      bytes[3 + i] = (byte) (length >> (8 * Math.min(3, header - 1 - i)));
    }
    if (header == 10) {
      Arrays.fill(bytes, 5, 9, (byte) 0);
    }
    int end = 3 + header + length;
    assertTrue(frames.next(bytes, 3, end));
    assertEquals(WebSocketFrames.BINARY, frames.opcode);
    assertTrue(frames.isFinal);
    assertEquals(3 + header, frames.start);
    assertEquals(end, frames.end);
    for (int cut = 3; cut < Math.min(end, 3 + header + 2); cut++) {
      assertFalse(frames.next(bytes, 3, cut), "cut at " + cut);
    }
  }

  @Test
  void refusesWhatNoServerSends() {
    assertThrows(IllegalStateException.class, () -> frames.next(new byte[] {(byte) 0xC2, 0}, 0, 2));
    assertThrows(
        IllegalStateException.class,
        () -> frames.next(new byte[] {(byte) 0x82, (byte) 0x80}, 0, 2));
    byte[] huge = {(byte) 0x82, 127, 0, 0, 1, 0, 0, 0, 0, 0};
    assertThrows(IllegalStateException.class, () -> frames.next(huge, 0, huge.length));
  }

  @Test
  void aClientMasksWithZeros() {
    byte[] frame = WebSocketFrames.ofClient(WebSocketFrames.TEXT, new byte[] {1, 2, 3, 4, 5});
    assertArrayEquals(new byte[] {(byte) 0x81, (byte) 0x85, 0, 0, 0, 0, 1, 2, 3, 4, 5}, frame);
  }
}
