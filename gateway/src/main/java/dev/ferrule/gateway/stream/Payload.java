package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.frames.Message;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** One message as it goes to sockets; written to any number of them, never changed. */
sealed interface Payload {

  /** What sockets write of a message; once for all of them. */
  static Payload of(Message message) {
    return switch (message) {
      case Message.Binary(byte[] bytes) -> new Binary(Buffer.buffer(bytes));
      case Message.Text(String text) -> new Text(text);
    };
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

  /** A binary message. */
  record Binary(Buffer bytes) implements Payload {
    @Override
    public int size() {
      return bytes.length();
    }
  }

  /** A text message. */
  record Text(String text) implements Payload {
    @Override
    public int size() {
      return text.length();
    }
  }
}
