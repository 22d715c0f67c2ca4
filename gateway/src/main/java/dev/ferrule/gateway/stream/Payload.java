package dev.ferrule.gateway.stream;

import io.vertx.core.buffer.Buffer;

/** One message as it goes to sockets; written to any number of them, never changed. */
sealed interface Payload {

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
