package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.loop.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client's socket over Vert.x. Messages are frames already and are written below the encoder of
 * frames; pongs and the close go the usual way, through the encoder and then the same channel, so
 * that the order in which they are written is the order in which they go out.
 *
 * <p>Owner: the hub's loop.
 */
final class VertxSocket implements ClientSocket {

  /** What a message costs besides its bytes while it waits: slice, promise, queue entry. */
  private static final int OVERHEAD = 256;

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  private final ServerWebSocket socket;
  private final Loop loop;

  /** Where frames are encoded; what is written from here passes what is below, such as TLS. */
  private final ChannelHandlerContext encoder;

  /** For writes that nobody hears of; a connection that breaks tells so by its end. */
  private final ChannelPromise unheard;

  private long pending;
  private long progress;
  private boolean closing;
  private boolean drains;
  private Runnable taker = () -> {};

  /** A socket whose handshake is done. */
  VertxSocket(ServerWebSocket socket, Loop loop) {
    this.socket = socket;
    this.loop = loop;
    this.encoder =
        Objects.requireNonNull(
            ((WebSocketInternal) socket)
                .channelHandlerContext()
                .pipeline()
                .context(WebSocketFrameEncoder.class));
    this.unheard = encoder.channel().unsafe().voidPromise();
  }

  /** The usual write reaches the kernel before it returns, and then nobody waits for its end. */
  @Override
  public void send(Payload payload) {
    @Nullable ChannelOutboundBuffer waiting = encoder.channel().unsafe().outboundBuffer();
    if (closing || waiting == null) {
      return;
    }
    ByteBuf frame = payload.frame(encoder.alloc(), loop);
    if (waiting.totalPendingWriteBytes() == 0) {
      var _ = encoder.writeAndFlush(frame, unheard);
      if (waiting.totalPendingWriteBytes() > 0) {
        await(payload, Unpooled.EMPTY_BUFFER); // written when what is before it is
      }
    } else {
      await(payload, frame);
    }
  }

  private void await(Payload payload, ByteBuf last) {
    int size = payload.held() + OVERHEAD;
    pending += size;
    encoder.writeAndFlush(last).addListener(_ -> taken(size));
  }

  /** Told within a write, perhaps: what follows from it comes after that. */
  private void taken(int size) {
    pending -= size;
    progress++;
    if (!drains) {
      drains = true;
      loop.execute(this::drained);
    }
  }

  private void drained() {
    drains = false;
    if (!closing && encoder.channel().isActive()) {
      taker.run();
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
  public void onProgress(Runnable drained) {
    taker = drained;
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
