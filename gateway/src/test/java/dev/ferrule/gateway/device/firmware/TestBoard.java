package dev.ferrule.gateway.device.firmware;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.Driver;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.dictionary.ChannelSpec;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.link.CommandStatus;
import dev.ferrule.protocol.link.LinkDecoder;
import dev.ferrule.protocol.link.LinkEncoder;
import dev.ferrule.protocol.link.LinkEnd;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.LinkMessage.AboutCommands;
import dev.ferrule.protocol.link.LinkSink;
import dev.ferrule.protocol.link.ReadingsCursor;
import dev.ferrule.protocol.link.ReliableReceiver;
import dev.ferrule.protocol.link.ReliableSender;
import dev.ferrule.protocol.link.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A board in hand-wound time whose every frame a test can lose: the device's side of the link,
 * written from PROTOCOL.md only as far as the driver's tests need it. The line takes 1 ms each way.
 */
final class TestBoard implements ByteLink.Output, LinkSink {

  private static final Duration FLIGHT = Duration.ofMillis(1);

  /** What a kernel keeps of a line that nobody reads. */
  private static final int KERNEL_BYTES = 4096;

  /** An output that changed: which, to what, and when on the loop's clock. */
  record Effect(int id, int channel, int raw, long nanoTime) {}

  final List<LinkMessage> heard = new ArrayList<>();
  final List<Effect> effects = new ArrayList<>();
  Predicate<LinkMessage> loseFromHost = _ -> false;
  Predicate<LinkMessage> loseToHost = _ -> false;
  Dictionary dictionary;

  /** What it sends for its dictionary; usually the right bytes. */
  Bytes sentDictionary;

  Bytes uid = Bytes.EMPTY;
  String firmware = "test 1.0";
  int clockHz = 1000;
  int major = 1;
  int window = 4;
  int boot = 100;
  int resetCause = 1;
  double drift = 1;
  int startTick = -1000; // below the wrap
  boolean silent;
  boolean plugged = true;
  boolean full;

  /** How long it takes to tell the time. */
  Supplier<Duration> hesitation = () -> Duration.ZERO;

  /** Whether the adapter of the host gives back what the host sends. */
  boolean echoing;

  boolean lyingAboutArm;
  CommandStatus fate = CommandStatus.DONE;

  /** Acts, and says nothing of it unless it is asked. */
  boolean mute;

  /** What the line does to the bytes of a frame, each way. */
  UnaryOperator<byte[]> damage = UnaryOperator.identity();

  /** Rows that it sent. */
  int rowsSent;

  private final ManualLoop loop;
  private final GatewayLoop gateway;
  private final Driver driver;
  private LinkDecoder decoder = new LinkDecoder(LinkEnd.DEVICE);
  private LinkEncoder encoder = new LinkEncoder(LinkEnd.DEVICE);
  private ReliableReceiver receiver = new ReliableReceiver();
  private ReliableSender sender = new ReliableSender(this::sendReliable, 0);
  private int nonce;
  private boolean beating;
  private boolean told;
  private int waitingBytes;
  private boolean armed;
  private long beatAt;
  private long timeout;
  private int token;
  private LinkMessage.@Nullable Arm pendingArm;
  private final Map<Integer, LinkMessage.CommandResult> results = new LinkedHashMap<>();
  private final Map<Integer, Integer> outputs = new HashMap<>();

  TestBoard(ManualLoop loop, GatewayLoop gateway, Driver driver, Dictionary dictionary) {
    this.loop = loop;
    this.gateway = gateway;
    this.driver = driver;
    this.dictionary = dictionary;
    this.sentDictionary = dictionary.bytes();
    decoder.dictionary(dictionary);
    turn();
  }

  /** The board's main loop: resends, and falls back to safe values. */
  private void turn() {
    if (armed && loop.nanoTime() - beatAt > timeout) {
      armed = false;
      outputs.clear();
      tellAll();
    }
    sender.pump(loop.nanoTime());
    loop.after(Duration.ofMillis(5), this::turn);
  }

  /** Power off and on: everything but the firmware is forgotten. */
  void reset() {
    boot++;
    nonce = 0;
    beating = false;
    armed = false;
    results.clear();
    outputs.clear();
    decoder = new LinkDecoder(LinkEnd.DEVICE);
    decoder.dictionary(dictionary);
    encoder = new LinkEncoder(LinkEnd.DEVICE);
    receiver = new ReliableReceiver();
    sender = new ReliableSender(this::sendReliable, 0);
    send(hello());
  }

  /** Another board of the same firmware in its place, at work in a session with somebody else. */
  void exchange(Bytes otherUid) {
    uid = otherUid;
    exchange();
  }

  /** The same with one that does not say who it is, and has booted as often. */
  void exchange() {
    nonce = 31 * nonce + 1; // of a session with somebody else
    results.clear();
    outputs.clear();
    startTick += 1_234_567;
  }

  /** Flashes another firmware, which starts at once. */
  void flash(Dictionary other) {
    dictionary = other;
    sentDictionary = other.bytes();
    reset();
  }

  int tick() {
    return tick(loop.nanoTime());
  }

  int tick(long nanoTime) {
    return (int) (long) (nanoTime / 1e9 * clockHz * drift) + startTick;
  }

  /** Sends a temperature that says when it was sampled, in tenths of a millisecond. */
  void sample() {
    readings(1, (int) (loop.nanoTime() / 100_000), 400);
  }

  /** Sends every value that a template has. */
  private void tellAll() {
    sample();
    readings(2, Float.floatToRawIntBits(0.5f), outputs.getOrDefault(Boards.PUMP, 0));
  }

  /** Sends the same values under a template, one frame. */
  void readings(int template, int... raw) {
    if (dictionary.template(template).isEmpty() || nonce == 0) {
      return;
    }
    Kind[] kinds =
        dictionary.template(template).orElseThrow().channels().stream()
            .map(ChannelSpec::kind)
            .toArray(Kind[]::new);
    rowsSent++;
    deliver(encoder.readings(template, tick(), kinds, raw, receiver.expected()));
  }

  /** Tells its counts. */
  void status() {
    send(new LinkMessage.Status(false, false, encoder.sent(), 0, 0, 0, 0, 0, 0, 0, 0));
  }

  void send(LinkMessage message) {
    if (!loseToHost.test(message)) {
      deliver(encoder.bestEffort(message, nonce == 0 ? -1 : receiver.expected()));
    }
  }

  void sendReliably(LinkMessage message) {
    sender.offer(message);
    sender.pump(loop.nanoTime());
  }

  private int sendReliable(LinkMessage message, int seq) {
    int length = encoder.reliable(message, seq, receiver.expected());
    if (!loseToHost.test(message)) {
      deliver(length);
    }
    return length;
  }

  private void deliver(int length) {
    byte[] bytes = new byte[length];
    System.arraycopy(encoder.array(), 0, bytes, 0, length);
    if (plugged && !silent) {
      byte[] arriving = damage.apply(bytes);
      loop.after(FLIGHT, () -> arrive(arriving));
    }
  }

  /** The bytes wait in the kernel while the gateway stands still, as far as there is room. */
  private void arrive(byte[] bytes) {
    if (!gateway.isStill()) {
      waitingBytes = 0;
    }
    if (plugged && waitingBytes + bytes.length <= KERNEL_BYTES) {
      waitingBytes += gateway.isStill() ? bytes.length : 0;
      gateway.execute(() -> read(bytes));
    }
  }

  private void read(byte[] bytes) {
    if (plugged && bytes.length > 0) {
      driver.received(bytes, 0, bytes.length, loop.nanoTime());
    }
  }

  @Override
  public boolean write(byte[] bytes, int offset, int length) {
    if (full) {
      return false;
    }
    byte[] copy = new byte[length];
    System.arraycopy(bytes, offset, copy, 0, length);
    LinkMessage message = FirstMessage.of(copy, dictionary);
    if (echoing && plugged) {
      loop.after(Duration.ZERO, () -> driver.received(copy, 0, copy.length, loop.nanoTime()));
    }
    if (plugged && !loseFromHost.test(message)) {
      byte[] arriving = damage.apply(copy);
      loop.after(FLIGHT, () -> hear(arriving, message));
    }
    return true;
  }

  private void hear(byte[] bytes, LinkMessage message) {
    if (plugged && !silent) {
      heard.add(message);
      decoder.offer(bytes, 0, bytes.length, this);
      if (nonce != 0 && receiver.ackDue()) {
        receiver.acknowledged();
        send(new LinkMessage.Ack());
      }
    }
  }

  @Override
  public long transmissionNanos(int bytes) {
    return bytes * 10_000_000_000L / 115_200;
  }

  @Override
  public boolean frame(boolean reliable, int seq, int ack) {
    if (nonce != 0 && ack >= 0) {
      sender.acknowledged(ack, loop.nanoTime());
    }
    return !reliable || (nonce != 0 && receiver.accept(seq));
  }

  @Override
  public void readings(ReadingsCursor readings) {}

  @Override
  public void unsupported(int type) {}

  @Override
  public void message(LinkMessage message) {
    switch (message) {
      case LinkMessage.HelloRequest request -> {
        if (request.nonce() != nonce) {
          nonce = request.nonce();
          receiver.reset();
          sender.reset(7, 512);
          told = false;
        }
        send(hello());
      }
      case LinkMessage.DictionaryGet(int offset) -> {
        int size = sentDictionary.length();
        Bytes piece = sentDictionary.slice(offset, Math.min(offset + 40, size));
        sendReliably(new LinkMessage.DictionaryData(offset, size, piece));
      }
      case LinkMessage.TimeRequest(int asked) ->
          loop.after(hesitation.get(), () -> send(new LinkMessage.TimeResponse(asked, tick())));
      case LinkMessage.Heartbeat(int millis) -> {
        beating = true;
        beatAt = loop.nanoTime();
        timeout = millis * 1_000_000L;
        if (!told) {
          told = true;
          tellAll();
        }
        send(new LinkMessage.Ack());
      }
      case AboutCommands about -> command(about);
      default -> {} // of no interest here
    }
  }

  private void command(AboutCommands message) {
    switch (message) {
      case LinkMessage.Rearm _ -> armed |= beating;
      case LinkMessage.Command(int id, int channel, int deadline, Value value) ->
          act(id, channel, deadline, value, true);
      case LinkMessage.Arm arm -> {
        pendingArm = arm;
        int restated = arm.value().raw() + (lyingAboutArm ? 1 : 0);
        Value value = new Value(arm.value().kind(), restated);
        sendReliably(new LinkMessage.ArmOk(arm.id(), ++token, arm.channel(), value));
      }
      case LinkMessage.Confirm(int id, int said) -> {
        LinkMessage.Arm arm = pendingArm;
        boolean right = arm != null && arm.id() == id && said == token;
        if (right && arm != null) {
          act(id, arm.channel(), arm.deadline(), arm.value(), false);
        }
      }
      case LinkMessage.CommandQuery(int id) ->
          sendReliably(
              results.getOrDefault(
                  id, new LinkMessage.CommandResult(id, CommandStatus.NOT_FOUND, 0, Value.NONE)));
      case LinkMessage.CommandResult _, LinkMessage.ArmOk _ -> {} // a device's words
    }
  }

  private void act(int id, int channel, int deadline, Value value, boolean direct) {
    if (results.containsKey(id)) {
      sendReliably(results.get(id));
      return;
    }
    CommandStatus status = fate;
    ChannelSpec spec = dictionary.channel(channel).orElseThrow();
    if (!armed) {
      status = CommandStatus.FAIL_SAFE;
    } else if (deadline - tick() < 0) {
      status = CommandStatus.EXPIRED;
    } else if (direct && spec.dangerous()) {
      status = CommandStatus.NOT_ARMED;
    }
    if (status == CommandStatus.DONE) {
      outputs.put(channel, value.raw());
      effects.add(new Effect(id, channel, value.raw(), loop.nanoTime()));
    }
    Value now = new Value(value.kind(), outputs.getOrDefault(channel, 0));
    var result = new LinkMessage.CommandResult(id, status, channel, now);
    results.put(id, result);
    if (results.size() > 4) {
      results.remove(results.keySet().iterator().next());
    }
    if (!mute) {
      sendReliably(result);
    }
  }

  private LinkMessage.Hello hello() {
    return new LinkMessage.Hello(
        major,
        0,
        nonce,
        boot,
        Dictionary.hashOf(sentDictionary),
        sentDictionary.length(),
        254,
        256,
        window,
        resetCause,
        clockHz,
        uid,
        firmware);
  }
}
