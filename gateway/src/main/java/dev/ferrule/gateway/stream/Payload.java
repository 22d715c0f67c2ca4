package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.frames.Message;
import dev.ferrule.gateway.loop.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message as it goes to sockets; written to any number of them, never changed.
 *
 * <p>Its WebSocket frame is made when the first socket asks for it, outside of the heap, and is the
 * same bytes for all that ask in one turn of the loop. At the turn's end it is let go: it lives on
 * as long as a socket still has to write it, and nobody has to say when nobody does.
 *
 * <p>Owner: the hub's loop.
 */
final class Payload {

  /**
   * RFC 6455, 5.2: a final frame that is not masked.
   *
   * <pre>
   * FIN and opcode u8 | length u8                     up to 125
   * FIN and opcode u8 | 126 u8 | length u16           up to 65535
   * FIN and opcode u8 | 127 u8 | length u64
   * </pre>
   */
  private static final int FINAL_TEXT = 0x81;

  private static final int FINAL_BINARY = 0x82;
  private static final int LONGEST_IN_7_BITS = 125;
  private static final int LENGTH_IN_16_BITS = 126;
  private static final int LENGTH_IN_64_BITS = 127;
  private static final int LONGEST_HEAD = 10;

  private final Message message;

  /** Whether it is sent to many at any time: those who do not take it cost no bytes. */
  private final boolean shared;

  private @Nullable ByteBuf frame;

  private Payload(Message message, @Nullable ByteBuf shared) {
    this.message = message;
    this.shared = shared != null;
    this.frame = shared;
  }

  /** A message that goes to whoever is there. */
  static Payload of(Message message) {
    return new Payload(message, null);
  }

  /** The same of several. */
  static List<Payload> of(List<Message> messages) {
    List<Payload> payloads = new ArrayList<>(messages.size());
    for (Message message : messages) {
      payloads.add(of(message));
    }
    return payloads;
  }

  /** A message that many are sent at any time: all of them get the same bytes. */
  static Payload shared(Message message) {
    ByteBuf heap = encode(message, UnpooledByteBufAllocator.DEFAULT.heapBuffer());
    ByteBuffer direct = ByteBuffer.allocateDirect(heap.readableBytes()).put(heap.nioBuffer());
    // Freed with the buffer below it, when nobody has it any more.
    return new Payload(message, Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct.flip())));
  }

  /** What it says. */
  Message message() {
    return message;
  }

  /** Bytes that it takes on a socket, nearly. */
  int size() {
    return switch (message) {
      case Message.Binary(byte[] bytes) -> bytes.length;
      case Message.Text(String text) -> text.length();
    };
  }

  /** Bytes that are counted for one client while it waits for that client. */
  int held() {
    return shared ? 0 : size();
  }

  /**
   * Its frame for one socket, which releases it.
   *
   * @param loop the hub's
   */
  ByteBuf frame(ByteBufAllocator memory, Loop loop) {
    ByteBuf made = frame;
    if (made == null) {
      made = encode(message, memory.directBuffer(size() + LONGEST_HEAD));
      frame = made;
      loop.execute(this::letGo);
    }
    // A slice ends where the frame does: whoever joins buffers (TLS) finds no room to write behind.
    return made.retainedSlice();
  }

  private void letGo() {
    ByteBuf made = frame;
    frame = null;
    if (made != null) {
      made.release();
    }
  }

  private static ByteBuf encode(Message message, ByteBuf out) {
    return switch (message) {
      case Message.Binary(byte[] bytes) -> head(out, FINAL_BINARY, bytes.length).writeBytes(bytes);
      case Message.Text(String text) -> {
        head(out, FINAL_TEXT, ByteBufUtil.utf8Bytes(text));
        ByteBufUtil.writeUtf8(out, text);
        yield out;
      }
    };
  }

  private static ByteBuf head(ByteBuf out, int type, int length) {
    out.writeByte(type);
    if (length <= LONGEST_IN_7_BITS) {
      return out.writeByte(length);
    }
    if (length <= 0xFFFF) {
      return out.writeByte(LENGTH_IN_16_BITS).writeShort(length);
    }
    return out.writeByte(LENGTH_IN_64_BITS).writeLong(length);
  }
}
