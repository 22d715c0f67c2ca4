package dev.ferrule.sim.board.firmware;

import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.link.LinkCounters;
import dev.ferrule.protocol.link.LinkDecoder;
import dev.ferrule.protocol.link.LinkEncoder;
import dev.ferrule.protocol.link.LinkEnd;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.LinkMessage.Refused;
import dev.ferrule.protocol.link.LinkSink;
import dev.ferrule.protocol.link.ReadingsCursor;
import dev.ferrule.protocol.link.ReliableReceiver;
import dev.ferrule.protocol.link.ReliableSender;
import dev.ferrule.sim.line.SerialLine;
import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.loop.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The device's end of the link: frames, the session, and reliable delivery both ways. PROTOCOL.md,
 * sections A1, A3 and A5. What messages mean is the {@link Device}'s to know. Owner: the loop's
 * thread.
 */
final class FirmwareLink implements LinkSink {

  /** Who speaks over the link. */
  interface Device {
    /** A message of the session, or HELLO_REQ. */
    void message(LinkMessage message);

    /** Whether acknowledgments are held back. */
    boolean withholdsAcks();
  }

  /** Reliable frames that this device sends without an acknowledgment. */
  private static final int WINDOW = 4;

  private static final long IDLE_NANOS = 1_000_000_000L;
  private static final int NO_ACK = -1;
  private static final byte[] DELIMITER = {0};

  private final EventLoop loop;
  private final SerialLine line;
  private final Device device;
  private final Dictionary dictionary;
  private final double nanosPerByte;

  // Since boot.
  private LinkDecoder decoder = new LinkDecoder(LinkEnd.DEVICE);
  private LinkEncoder encoder = new LinkEncoder(LinkEnd.DEVICE);
  private ReliableSender sender;
  private final ReliableReceiver receiver = new ReliableReceiver();
  private long dropped;
  private long sentAt;
  private boolean quiet = true;

  // Since the session began.
  private int nonce;
  private boolean spoke;

  private @Nullable Timer pump;
  private long pumpAt = Long.MAX_VALUE;

  /**
   * A link without a session.
   *
   * @param baud bits per second of the line, 0 for no limit
   */
  FirmwareLink(EventLoop loop, SerialLine line, int baud, Dictionary dictionary, Device device) {
    this.loop = loop;
    this.line = line;
    this.device = device;
    this.dictionary = dictionary;
    this.nanosPerByte = baud == 0 ? 0 : 10e9 / baud;
    this.sender = ReliableSender.ofDevice(this::sendReliable, nanosPerByte);
  }

  /** Forgets everything, counters too. */
  void boot() {
    decoder = new LinkDecoder(LinkEnd.DEVICE);
    encoder = new LinkEncoder(LinkEnd.DEVICE);
    decoder.dictionary(dictionary);
    sender = ReliableSender.ofDevice(this::sendReliable, nanosPerByte);
    dropped = 0;
    quiet = true;
    begin(0, 0);
  }

  /** Begins a session; with {@code newNonce} 0 there is none. */
  void begin(int newNonce, int peerReceiveBytes) {
    nonce = newNonce;
    receiver.reset();
    sender.reset(WINDOW, peerReceiveBytes);
    spoke = false;
    schedulePump();
  }

  /** The session, 0 without one. */
  int nonce() {
    return nonce;
  }

  /** Whether anything was sent since this was asked last. */
  boolean spokeSince() {
    boolean did = spoke;
    spoke = false;
    return did;
  }

  /** Takes bytes of the host. */
  void offer(byte[] bytes, int offset, int length) {
    decoder.offer(bytes, offset, length, this);
    drive();
  }

  /** Best-effort frames since boot. */
  int sent() {
    return encoder.sent();
  }

  /** Sends a message once; without room it is dropped and counted. */
  void bestEffort(LinkMessage message) {
    bestEffort(encoder.bestEffort(message, ack()));
  }

  /** A frame that finds no room takes no number. */
  private boolean bestEffort(int length) {
    boolean sent = transmit(length);
    if (!sent) {
      encoder.takeBack();
    }
    return sent;
  }

  /** Sends READINGS of good values once; false when there was no room. */
  boolean readings(int template, int tick, Kind[] kinds, int[] raws) {
    return bestEffort(encoder.readings(template, tick, kinds, raws, ack()));
  }

  /** Sends a message until the host has it; false when too many wait already. */
  boolean reliable(LinkMessage message) {
    boolean taken = sender.offer(message);
    if (!taken) {
      dropped++;
    }
    drive();
    return taken;
  }

  LinkCounters counters() {
    return decoder.counters();
  }

  long resent() {
    return sender.resent();
  }

  /** Frames that found no room. */
  long dropped() {
    return dropped;
  }

  @Override
  public boolean frame(boolean reliable, int seq, int ack) {
    if (nonce == 0) {
      return !reliable;
    }
    if (ack >= 0) {
      sender.acknowledged(ack, loop.now());
    }
    return !reliable || receiver.accept(seq);
  }

  @Override
  public void readings(ReadingsCursor readings) {
    // No host sends readings.
  }

  @Override
  public void message(LinkMessage message) {
    if (nonce != 0 || message instanceof LinkMessage.HelloRequest) {
      device.message(message);
    }
  }

  @Override
  public void refused(int type, Refused.Rule why) {
    bestEffort(new LinkMessage.Refused(type, why.code(), ""));
  }

  @Override
  public void unsupported(int type) {
    if (nonce != 0) {
      bestEffort(new LinkMessage.Unsupported(type));
    }
  }

  /** Sends what may be sent and acknowledges what no other frame has. */
  private void drive() {
    sender.pump(loop.now());
    if (nonce != 0 && receiver.ackDue() && !device.withholdsAcks()) {
      bestEffort(new LinkMessage.Ack());
    }
    schedulePump();
  }

  private void schedulePump() {
    long deadline = sender.deadline();
    if (deadline == pumpAt) {
      return;
    }
    if (pump != null) {
      pump.cancel();
    }
    pumpAt = deadline;
    pump = deadline == Long.MAX_VALUE ? null : loop.at(deadline, this::pumpDue);
  }

  private void pumpDue() {
    pumpAt = Long.MAX_VALUE;
    pump = null;
    drive();
  }

  private int ack() {
    return nonce == 0 || device.withholdsAcks() ? NO_ACK : receiver.expected();
  }

  private int sendReliable(LinkMessage message, int seq) {
    int length = encoder.reliable(message, seq, ack());
    if (line.room() < length) {
      return -1;
    }
    transmit(length);
    return length;
  }

  private boolean transmit(int length) {
    if (line.room() < length) {
      dropped++;
      return false;
    }
    if (quiet || loop.now() - sentAt >= IDLE_NANOS) {
      line.send(DELIMITER, 0, 1);
    }
    quiet = false;
    sentAt = loop.now();
    spoke = true;
    line.send(encoder.array(), 0, length);
    if (!device.withholdsAcks()) {
      receiver.acknowledged();
    }
    return true;
  }
}
