package dev.ferrule.gateway.web.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;

/**
 * The JDK's TLS as Vert.x is given it, which tells of each connection before its first byte: Vert.x
 * itself tells when the handshake is done, and a handshake that never ends would be counted by
 * nobody. Who speaks plain HTTP instead of TLS is told so.
 *
 * <p>Endpoints that share a port share one of these. Any thread; each loop hears of its own
 * connections alone.
 */
public final class EarlyTls extends JdkSSLEngineOptions {

  private static final String NOT_TLS =
      """
      HTTP/1.1 426 Upgrade Required\r
      Upgrade: TLS/1.3, HTTP/1.1\r
      Content-Type: text/plain; charset=utf-8\r
      X-Content-Type-Options: nosniff\r
      Content-Length: %d\r
      Connection: upgrade, close\r
      \r
      %s""";
  private static final String WORDS =
      "This port speaks TLS: the address begins with https://, not with http://.\n";

  private final Map<EventLoop, Consumer<Channel>> arrivals = new ConcurrentHashMap<>();

  /** Signing a handshake takes a while on a Pi: other threads do it. */
  EarlyTls() {
    setUseWorkerThread(true);
  }

  /** From now on {@code listener} hears, on {@code loop}, of each connection of that loop. */
  public void onArrival(EventLoop loop, Consumer<Channel> listener) {
    arrivals.put(loop, listener);
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return new Factory();
  }

  /** Only servers are made with it. */
  private final class Factory extends DefaultSslContextFactory {
    Factory() {
      super(SslProvider.JDK, false);
    }

    @Override
    public SslContext create() throws SSLException {
      return new Context(super.create());
    }
  }

  /** The context of the JDK, with handlers of our own. */
  private final class Context extends SslContext {
    private final SslContext jdk;

    Context(SslContext jdk) {
      this.jdk = jdk;
    }

    @Override
    public boolean isClient() {
      return false;
    }

    @Override
    public List<String> cipherSuites() {
      return jdk.cipherSuites();
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in SslContext
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
      return jdk.applicationProtocolNegotiator();
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator alloc) {
      return jdk.newEngine(alloc);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator alloc, String peerHost, int peerPort) {
      return jdk.newEngine(alloc, peerHost, peerPort);
    }

    @Override
    public SSLSessionContext sessionContext() {
      return jdk.sessionContext();
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator alloc, boolean startTls, Executor executor) {
      return new EarlyHandler(newEngine(alloc), executor);
    }

    @Override
    protected SslHandler newHandler(
        ByteBufAllocator alloc,
        String peerHost,
        int peerPort,
        boolean startTls,
        Executor executor) {
      return new EarlyHandler(newEngine(alloc, peerHost, peerPort), executor);
    }
  }

  /** Owner: the connection's loop. */
  private final class EarlyHandler extends SslHandler {
    private boolean isLookedAt;

    EarlyHandler(SSLEngine engine, Executor executor) {
      super(engine, false, executor);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
      arrivals.getOrDefault(ctx.channel().eventLoop(), _ -> {}).accept(ctx.channel());
      super.handlerAdded(ctx);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
        throws SSLException {
      if (!isLookedAt && in.isReadable()) {
        isLookedAt = true;
        byte first = in.getByte(in.readerIndex());
        if (first >= 'A' && first <= 'Z') { // a method; a handshake begins with 22
          in.skipBytes(in.readableBytes());
          String answer = NOT_TLS.formatted(WORDS.length(), WORDS);
          ctx.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII))
              .addListener(ChannelFutureListener.CLOSE);
          return;
        }
      }
      super.decode(ctx, in, out);
    }
  }
}
