package dev.ferrule.gateway.stream;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * What a client's frames pass before Vert.x sees them: text is UTF-8, fragments are one message,
 * pings are answered here.
 *
 * <p>Vert.x would answer each ping with a pong that waits for as long as the client does not read.
 * While the last pong waits, or the client's turn is awaited, only the newest ping is remembered
 * (RFC 6455, 5.5.3). And its own gathering of fragments fails over an empty one.
 *
 * <p>Owner: the loop of the connection.
 */
final class FrameGuard extends ChannelInboundHandlerAdapter {

  /** RFC 6455, 7.4.2: codes end here. */
  private static final int LAST_CODE = 4999;

  private final Listener listener;
  private @Nullable PongWebSocketFrame waiting;

  /** Whether the turn of the client is waited for. */
  private boolean awaited;

  private boolean failed;

  /** Whom the client talks to. */
  interface Listener {

    /** It sent a ping or a pong, which are messages too. */
    void control();

    /** Whether it may be answered now. */
    boolean isItsTurn();

    /** Runs {@code answer} when it may be. */
    void await(Runnable answer);
  }

  private FrameGuard(Listener listener) {
    this.listener = listener;
  }

  /**
   * Puts a guard before the handler of a connection.
   *
   * @param listener whom the client talks to
   */
  static void putBefore(ChannelHandlerContext handler, Listener listener) {
    ChannelPipeline pipeline = handler.pipeline();
    pipeline.addBefore(handler.name(), "utf8", new Utf8FrameValidator(false));
    pipeline.addBefore(
        handler.name(), "message", new WebSocketFrameAggregator(StreamSettings.MAX_CLIENT_MESSAGE));
    pipeline.addBefore(handler.name(), "guard", new FrameGuard(listener));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (failed) {
      ReferenceCountUtil.release(message);
      return;
    }
    switch (message) {
      case PingWebSocketFrame ping -> {
        pong(context, new PongWebSocketFrame(ping.content()));
        listener.control();
      }
      case PongWebSocketFrame pong -> {
        pong.release();
        listener.control();
      }
      case CloseWebSocketFrame close when close.statusCode() > LAST_CODE -> {
        close.release();
        context.fireExceptionCaught(
            new CorruptedWebSocketFrameException(
                WebSocketCloseStatus.PROTOCOL_ERROR, "no such close code"));
        failed = true;
      }
      default -> context.fireChannelRead(message);
    }
  }

  private void pong(ChannelHandlerContext context, PongWebSocketFrame pong) {
    forget();
    waiting = pong;
    if (listener.isItsTurn()) {
      answer(context);
    } else if (!awaited) {
      awaited = true;
      listener.await(
          () -> {
            awaited = false;
            answer(context);
          });
    }
  }

  private void answer(ChannelHandlerContext context) {
    PongWebSocketFrame pong = waiting;
    if (pong != null && context.channel().isWritable()) {
      waiting = null;
      var unused = context.writeAndFlush(pong);
    }
  }

  private void forget() {
    PongWebSocketFrame old = waiting;
    waiting = null;
    if (old != null) {
      old.release();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!awaited) {
      answer(context);
    }
    context.fireChannelWritabilityChanged();
  }

  /** After a frame that breaks a rule nothing is taken any more. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    failed = true;
    context.fireExceptionCaught(cause);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    forget();
  }

  /** What a client is told of a frame that breaks a rule. */
  static CloseCode reason(Throwable broken) {
    if (!(broken instanceof CorruptedWebSocketFrameException frame)) {
      return CloseCode.TOO_LARGE; // the only other thing that is wrong with messages
    }
    WebSocketCloseStatus status = frame.closeStatus();
    if (status.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
      return CloseCode.TOO_LARGE;
    }
    boolean isText =
        status.equals(WebSocketCloseStatus.INVALID_PAYLOAD_DATA)
            && !"Invalid close frame body".equals(frame.getMessage()); // one byte is half a code
    return isText ? CloseCode.BAD_TEXT : CloseCode.BAD_FRAME;
  }
}
