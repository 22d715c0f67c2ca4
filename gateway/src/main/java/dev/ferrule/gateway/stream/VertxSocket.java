package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.loop.Loop;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.websocket.WebSocketFrameImpl;
import io.vertx.core.internal.http.WebSocketInternal;
import java.time.Duration;
import java.util.Optional;

/**
 * A client's socket over Vert.x.
 *
 * <p>Owner: the hub's loop.
 */
final class VertxSocket implements ClientSocket {

  /** What a message costs besides its bytes while it waits: frame, promise, queue entry. */
  private static final int OVERHEAD = 256;

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  private final ServerWebSocket socket;
  private final Loop loop;
  private long pending;
  private long progress;
  private boolean closing;
  private Runnable drained = () -> {};

  VertxSocket(ServerWebSocket socket, Loop loop) {
    this.socket = socket;
    this.loop = loop;
  }

  /**
   * Writes one final frame: Vert.x would cut a longer "message" into frames of the size that
   * clients may send. The usual write reaches the kernel before it returns, and then nothing is
   * allocated for its end.
   */
  @Override
  public void send(Payload payload) {
    if (closing) {
      return;
    }
    Future<Void> written =
        switch (payload) {
          case Payload.Binary(var bytes) ->
              socket.writeFrame(WebSocketFrame.binaryFrame(bytes.slice(), true));
          case Payload.Text(String text, Optional<ByteBuf> shared) ->
              shared.isPresent()
                  ? socket.writeFrame(text(shared.get()))
                  : socket.writeFinalTextFrame(text);
        };
    if (!written.isComplete()) {
      int size = payload.held() + OVERHEAD;
      pending += size;
      written.onComplete(_ -> taken(size));
    }
  }

  private static WebSocketFrame text(ByteBuf utf8) {
    return new WebSocketFrameImpl(WebSocketFrameType.TEXT, utf8.duplicate(), true);
  }

  private void taken(int size) {
    pending -= size;
    progress++;
    if (!closing) {
      drained.run();
    }
  }

  @Override
  public long pending() {
    return pending;
  }

  @Override
  public long progress() {
    return progress;
  }

  @Override
  public void onProgress(Runnable taker) {
    drained = taker;
  }

  @Override
  public void ignore() {
    if (!closing) {
      socket.pause();
    }
  }

  @Override
  public void listen() {
    if (!closing) {
      socket.resume();
    }
  }

  @Override
  public void drop() {
    closing = true;
    var unused = ((WebSocketInternal) socket).channelHandlerContext().close();
  }

  /**
   * Vert.x waits for the close frame to be written before it starts to wait for the answer; to a
   * peer that reads nothing it would wait for ever. So the channel is closed below it.
   */
  @Override
  public void close(CloseCode code) {
    if (closing) {
      return;
    }
    closing = true;
    Future<Void> closed = socket.close(code.code(), code.text());
    loop.after(
        CLOSE_LIMIT,
        () -> {
          if (!closed.isComplete()) {
            drop();
          }
        });
  }
}
