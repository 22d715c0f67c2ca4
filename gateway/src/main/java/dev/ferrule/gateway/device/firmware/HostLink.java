package dev.ferrule.gateway.device.firmware;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.RestartableTimer;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.link.LinkDecoder;
import dev.ferrule.protocol.link.LinkEncoder;
import dev.ferrule.protocol.link.LinkEnd;
import dev.ferrule.protocol.link.LinkFormat;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.LinkMessage.Refused;
import dev.ferrule.protocol.link.LinkSink;
import dev.ferrule.protocol.link.ReadingsCursor;
import dev.ferrule.protocol.link.ReliableReceiver;
import dev.ferrule.protocol.link.ReliableSender;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries messages to and from a board as frames, reliably where the protocol says so (PROTOCOL.md
 * A1, A5).
 *
 * <p>Between {@link #newSession} and {@link #established} only best-effort frames pass: what is
 * reliable then belongs to the session before. Owner: the driver.
 */
final class HostLink implements LinkSink {

  /** After an idle time of a second a frame gets a delimiter in front (PROTOCOL.md A1). */
  private static final long IDLE_NANOS = 1_000_000_000L;

  /** What comes out of the link. */
  interface Handler {
    /** A frame of the board whose CRC is right came, whatever it says. */
    void heard();

    /** The line gives back what is sent; told once per connection. */
    void echoed();

    void readings(ReadingsCursor readings);

    void message(LinkMessage message);

    /** A HELLO came that breaks a rule. */
    void unsoundHello(Refused.Rule why);

    /** A reliable message was handed to the line; told again when it is sent again. */
    void sent(LinkMessage message);

    /** Reliable frames are not acknowledged: the link is down. */
    void unreachable();
  }

  private final Loop loop;
  private final Handler handler;
  private final LinkEncoder encoder = new LinkEncoder(LinkEnd.HOST);
  private final LinkDecoder decoder = new LinkDecoder(LinkEnd.HOST);
  private final ReliableReceiver receiver = new ReliableReceiver();
  private final RestartableTimer resend;
  private final byte[] wire = new byte[1 + LinkFormat.MAX_WIRE];

  // per process
  private long resentBefore;

  /** Best-effort frames that the line had no room for. */
  private long refused;

  /** Rows that came whole, but outside a session: what they belong to has ended. */
  private long unused;

  // per connection
  private ByteLink.@Nullable Output out;
  private @Nullable ReliableSender sender;
  private long lastSent;
  private boolean echoed;

  // per session
  private boolean inSession;

  HostLink(Loop loop, Handler handler) {
    this.loop = loop;
    this.handler = handler;
    this.resend = new RestartableTimer(loop, this::pump);
  }

  void open(ByteLink.Output output) {
    out = output;
    sender = new ReliableSender(this::sendReliable, output.transmissionNanos(1000) / 1000.0);
    lastSent = loop.nanoTime() - IDLE_NANOS;
    echoed = false;
    newSession();
  }

  void shut() {
    newSession();
    countResent();
    out = null;
    sender = null;
  }

  private void countResent() {
    ReliableSender present = sender;
    resentBefore += present == null ? 0 : present.resent();
  }

  /** Forgets the session; until {@link #established} nothing reliable passes. */
  void newSession() {
    inSession = false;
    resend.cancel();
    ReliableSender present = sender;
    if (present != null) {
      present.reset(1, 64);
    }
  }

  /** The board answered with the session's nonce; from here on both sides count from 0. */
  void established(LinkMessage.Hello hello) {
    inSession = true;
    receiver.reset();
    ReliableSender present = sender;
    if (present != null) {
      present.reset(hello.window(), hello.receiveBytes());
    }
  }

  /**
   * Sets what templates and values mean; without a dictionary frames that need one are malformed.
   */
  void dictionary(@Nullable Dictionary dictionary) {
    decoder.dictionary(dictionary);
  }

  /** Takes bytes from the line; what they complete is handled before this returns. */
  void received(byte[] bytes, int offset, int length) {
    decoder.offer(bytes, offset, length, this);
    pump();
    if (inSession && receiver.ackDue()) {
      send(new LinkMessage.Ack());
    }
  }

  @Override
  public boolean frame(boolean reliable, int seq, int ack) {
    handler.heard();
    ReliableSender present = sender;
    if (inSession && ack >= 0 && present != null) {
      present.acknowledged(ack, loop.nanoTime());
    }
    return !reliable || (inSession && receiver.accept(seq));
  }

  @Override
  public void echo() {
    if (!echoed) {
      echoed = true;
      handler.echoed();
    }
  }

  @Override
  public void readings(ReadingsCursor readings) {
    if (inSession) {
      handler.readings(readings);
    } else {
      unused++;
    }
  }

  @Override
  public void message(LinkMessage message) {
    handler.message(message);
  }

  @Override
  public void refused(int type, Refused.Rule why) {
    handler.unsoundHello(why);
  }

  @Override
  public void unsupported(int type) {
    send(new LinkMessage.Unsupported(type));
  }

  /** Sends a best-effort message; false when the line has no room, and the message is gone. */
  boolean send(LinkMessage message) {
    int length = encoder.bestEffort(message, ack());
    boolean written = write(length);
    refused += written ? 0 : 1;
    return written;
  }

  /** Queues a reliable message; false when too many wait. */
  boolean sendReliably(LinkMessage message) {
    ReliableSender present = sender;
    boolean taken = present != null && inSession && present.offer(message);
    pump();
    return taken;
  }

  private int sendReliable(LinkMessage message, int seq) {
    int length = encoder.reliable(message, seq, ack());
    if (!write(length)) {
      return -1;
    }
    handler.sent(message);
    return length;
  }

  private int ack() {
    return inSession ? receiver.expected() : -1;
  }

  private boolean write(int length) {
    ByteLink.Output open = out;
    if (open == null) {
      return false;
    }
    long now = loop.nanoTime();
    int before = now - lastSent >= IDLE_NANOS ? 1 : 0; // wire[0] stays 0: the extra delimiter
    System.arraycopy(encoder.array(), 0, wire, 1, length);
    if (!open.write(wire, 1 - before, length + before)) {
      return false;
    }
    lastSent = now;
    if (inSession) {
      receiver.acknowledged();
    }
    return true;
  }

  private void pump() {
    ReliableSender present = sender;
    if (present == null || !inSession) {
      return;
    }
    if (present.pump(loop.nanoTime())) {
      resend.at(present.deadline());
    } else {
      handler.unreachable();
    }
  }

  /** Nanoseconds that {@code bytes} take on the line; 0 while it is shut. */
  long transmissionNanos(int bytes) {
    ByteLink.Output open = out;
    return open == null ? 0 : open.transmissionNanos(bytes);
  }

  /** Whether every reliable message was acknowledged. */
  boolean isIdle() {
    ReliableSender present = sender;
    return present == null || present.isIdle();
  }

  /** What it counted since the gateway started, with what others know. */
  LinkStatistics statistics(long sessions, long restarts, Optional<LinkMessage.Status> board) {
    ReliableSender present = sender;
    long resent = resentBefore + (present == null ? 0 : present.resent());
    return new LinkStatistics(
        decoder.counters(), unused, resent, refused, sessions, restarts, board);
  }
}
