package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.frames.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One message as it goes to sockets; written to any number of them, never changed. */
sealed interface Payload {

  /** What sockets write of a message; once for all of them. */
  static Payload of(Message message) {
    return switch (message) {
      case Message.Binary(byte[] bytes) -> new Binary(Buffer.buffer(bytes));
      case Message.Text(String text) -> new Text(text);
    };
  }

  /** A text that many are sent at any time: those who do not take it cost no copy. */
  static Payload shared(Message.Text message) {
    byte[] utf8 = message.text().getBytes(StandardCharsets.UTF_8);
    ByteBuffer direct = ByteBuffer.allocateDirect(utf8.length).put(utf8).flip();
    // Freed with the buffer below it, when nobody has it any more.
    ByteBuf bytes = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct));
    return new Text(message.text(), Optional.of(bytes));
  }

  /** The same of several. */
  static List<Payload> of(List<Message> messages) {
    List<Payload> payloads = new ArrayList<>(messages.size());
    for (Message message : messages) {
      payloads.add(of(message));
    }
    return payloads;
  }

  /** Bytes that it takes on a socket, nearly. */
  int size();

  /** Bytes that it takes of memory while it waits for one client. */
  int held();

  /** A binary message. */
  record Binary(Buffer bytes) implements Payload {
    @Override
    public int size() {
      return bytes.length();
    }

    @Override
    public int held() {
      return size();
    }
  }

  /**
   * A text message.
   *
   * @param shared its bytes, when they are the same for all that it waits for
   */
  record Text(String text, Optional<ByteBuf> shared) implements Payload {

    Text(String text) {
      this(text, Optional.empty());
    }

    @Override
    public int size() {
      return text.length();
    }

    @Override
    public int held() {
      return shared.isPresent() ? 0 : size();
    }
  }
}
