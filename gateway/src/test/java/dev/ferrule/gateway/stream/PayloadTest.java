package dev.ferrule.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import dev.ferrule.gateway.frames.Message;
import dev.ferrule.gateway.loop.ManualLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The WebSocket frame of a message: what it is, how often it is made, when it is let go. */
class PayloadTest {

  private final ManualLoop loop = new ManualLoop();
  private final ByteBufAllocator memory = UnpooledByteBufAllocator.DEFAULT;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 100_000})
  void isFramedAsTheEncoderOfTheLibraryFramesIt(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    assertEquals(
        encoded(new BinaryWebSocketFrame(Unpooled.copiedBuffer(bytes))),
        Payload.of(new Message.Binary(bytes)).frame(memory, loop));
    String text = "\u00b5\ud83c\udf21x".repeat(length / 7) + "y".repeat(length % 7);
    assertEquals(
        encoded(new TextWebSocketFrame(text)),
        Payload.of(new Message.Text(text)).frame(memory, loop));
    assertEquals(
        encoded(new TextWebSocketFrame(text)),
        Payload.shared(new Message.Text(text)).frame(memory, loop));
  }

  private static ByteBuf encoded(WebSocketFrame frame) {
    EmbeddedChannel channel = new EmbeddedChannel(new WebSocket13FrameEncoder(false));
    channel.writeOutbound(frame);
    channel.flush();
    ByteBuf whole = Unpooled.buffer();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      whole.writeBytes(part);
      part.release();
    }
    return whole;
  }

  @Test
  void isFramedOnceForAllSocketsOfATurn() {
    Payload payload = Payload.of(new Message.Text("once"));
    ByteBuf one = payload.frame(memory, loop);
    ByteBuf other = payload.frame(memory, loop);
    assertNotSame(one, other, "each socket has a place of its own in it");
    one.skipBytes(2);
    assertEquals(6, other.readableBytes());
    assertEquals(one.unwrap().memoryAddress(), other.unwrap().memoryAddress());
  }

  @Test
  void letsItsFrameGoWhenTheTurnIsOverAndEverySocketHasWrittenIt() {
    Payload payload = Payload.of(new Message.Binary(new byte[300]));
    ByteBuf quick = payload.frame(memory, loop);
    ByteBuf slow = payload.frame(memory, loop);
    ByteBuf frame = quick.unwrap();

    quick.release();
    loop.runReady();
    assertEquals(1, frame.refCnt(), "the slow socket still has it");
    slow.release();

    assertEquals(0, frame.refCnt());
    assertEquals(0, loop.timers());
  }

  @Test
  void isFramedAnewInALaterTurn() {
    Payload payload = Payload.of(new Message.Text("again"));
    payload.frame(memory, loop).release();
    loop.runReady();
    ByteBuf again = payload.frame(memory, loop);
    assertEquals(encoded(new TextWebSocketFrame("again")), again);
  }

  /** Whoever joins buffers, as TLS does, writes into the room behind the first. */
  @Test
  void leavesNoRoomBehindItsFrame() {
    ByteBuf frame = Payload.of(new Message.Text("full")).frame(memory, loop);
    assertEquals(0, frame.maxWritableBytes());
  }
}
