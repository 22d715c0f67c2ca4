package dev.ferrule.gateway.device.modbus;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.loop.Loop;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A line of units at 19200 8E1 that a test winds by hand; its check sum is its own. What a unit is
 * asked takes effect when it answers.
 */
final class TestBus implements ByteLink, ByteLink.Output {

  static final long CHARACTER_NANOS = 11 * 1_000_000_000L / 19_200;

  /** A unit with holding registers, which are its input registers too, and coils. */
  static final class Unit {
    final Map<Integer, Integer> registers = new TreeMap<>();
    final Map<Integer, Boolean> coils = new TreeMap<>();

    /** Texts of its device identification, one to an answer; none: it knows no such function. */
    final List<String> identity = new ArrayList<>();

    /** Functions that are refused with a code; 0: not answered. */
    final Map<Integer, Integer> refusals = new HashMap<>();

    /** With what a read of registers is refused that are not there; 0: not answered. */
    int hole = 2;

    /** Most registers of a read; beyond it {@link #hole}, or an answer that stops there. */
    int most = 125;

    boolean stopsShort;

    /** Registers that go back to 0 when they were written. */
    final Set<Integer> clearing = new HashSet<>();

    boolean dead;

    /** Does what it is asked, and says nothing. */
    boolean mute;

    Duration thinks = Duration.ofMillis(5);

    /** Until then it does nothing, and then everything that it was asked. */
    long stalledUntil = Long.MIN_VALUE;

    /** How long it does not hear anything after its answer. */
    Duration deaf = Duration.ZERO;

    private long hearsAgainAt = Long.MIN_VALUE;

    /** Pause after the first four bytes of an answer. */
    Duration pause = Duration.ZERO;

    /** What a line does to its answers. */
    UnaryOperator<byte[]> damage = UnaryOperator.identity();
  }

  /** A request that was seen, and when it began and its answer ended. */
  record Seen(int unit, int function, int address, int count, long at) {}

  final Map<Integer, Unit> units = new HashMap<>();
  final List<Seen> seen = new ArrayList<>();
  final Set<String> collisions = new HashSet<>();
  boolean closed;

  /** Whether what is sent comes back. */
  boolean echoes;

  /** Whether a request destroys an answer that is not there yet, and itself. */
  boolean isHalfDuplex;

  private final Loop loop;
  private int pending;
  private int era;
  private @Nullable Listener listener;
  private long busyUntil = Long.MIN_VALUE;

  TestBus(Loop loop) {
    this.loop = loop;
  }

  Unit unit(int id) {
    return units.computeIfAbsent(id, _ -> new Unit());
  }

  long asked(int unit) {
    return seen.stream().filter(s -> s.unit() == unit).count();
  }

  void open() {
    told().opened(this);
  }

  void drop(String reason) {
    told().closed(reason);
  }

  /** Bytes that nobody asked for. */
  void noise(int... bytes) {
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) bytes[i];
    }
    tell(all, 0, all.length);
  }

  private Listener told() {
    Listener present = listener;
    if (present == null) {
      throw new IllegalStateException("not started");
    }
    return present;
  }

  @Override
  public void start(Listener told) {
    listener = told;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public long transmissionNanos(int bytes) {
    return bytes * CHARACTER_NANOS;
  }

  @Override
  public boolean write(byte[] bytes, int offset, int length) {
    ByteBuffer frame = ByteBuffer.wrap(Arrays.copyOfRange(bytes, offset, offset + length));
    long now = loop.nanoTime();
    int address = frame.getShort(2) & 0xFFFF;
    int count = frame.getShort(4) & 0xFFFF;
    seen.add(new Seen(frame.get(0) & 0xFF, frame.get(1), address, count, now));
    if (busyUntil != Long.MIN_VALUE && now < busyUntil + 7 * CHARACTER_NANOS / 2) {
      collisions.add("request at " + now + " after " + busyUntil);
    }
    busyUntil = now + transmissionNanos(length);
    if (echoes) {
      byte[] echo = frame.array().clone();
      after(busyUntil - now, () -> tell(echo, 0, echo.length));
    }
    if (isHalfDuplex && pending > 0) {
      era++;
      pending = 0;
      return true;
    }
    Unit unit = units.get(frame.get(0) & 0xFF);
    if (unit == null || unit.dead || now < unit.hearsAgainAt) {
      return true;
    }
    int asked = era;
    pending++;
    busyUntil = Math.max(busyUntil, unit.stalledUntil) + unit.thinks.toNanos();
    after(
        busyUntil - now,
        () -> {
          if (asked == era) {
            pending--;
            reply(unit, frame);
          }
        });
    return true;
  }

  private void reply(Unit unit, ByteBuffer request) {
    byte[] whole = unit.damage.apply(answer(unit, request));
    if (unit.mute || whole.length == 0) {
      return;
    }
    long onLine = transmissionNanos(whole.length);
    busyUntil = loop.nanoTime() + onLine + unit.pause.toNanos();
    unit.hearsAgainAt = busyUntil + unit.deaf.toNanos();
    if (unit.pause.isZero()) {
      after(onLine, () -> tell(whole, 0, whole.length));
    } else {
      after(0, () -> tell(whole, 0, 4));
      after(busyUntil - loop.nanoTime(), () -> tell(whole, 4, whole.length - 4));
    }
  }

  private void after(long nanos, Runnable task) {
    loop.after(Duration.ofNanos(nanos), task);
  }

  private void tell(byte[] bytes, int offset, int length) {
    told().received(bytes, offset, length, loop.nanoTime());
  }

  /** A unit that is busy with itself for a while. */
  void stall(Unit unit, Duration time) {
    unit.stalledUntil = loop.nanoTime() + time.toNanos();
  }

  private static byte[] answer(Unit unit, ByteBuffer request) {
    int function = request.get(1);
    if (function == 43 && !unit.identity.isEmpty()) {
      return identification(unit, request);
    }
    int address = request.getShort(2) & 0xFFFF;
    int count = request.getShort(4) & 0xFFFF;
    ByteBuffer answer = ByteBuffer.allocate(256).put(request.get(0));
    Integer refusal = unit.refusals.get(function);
    if (refusal != null) {
      return exception(answer, function, refusal);
    }
    return switch (function) {
      case 1 -> {
        byte[] bits = new byte[(count + 7) / 8];
        for (int i = 0; i < count; i++) {
          bits[i / 8] |= (byte) (unit.coils.getOrDefault(address + i, false) ? 1 << i % 8 : 0);
        }
        yield withCrc(answer.put((byte) 1).put((byte) bits.length).put(bits));
      }
      case 3, 4 -> registers(unit, request, answer);
      case 5, 15 -> {
        unit.coils.put(address, function == 5 ? count == 0xFF00 : request.get(7) != 0);
        yield withCrc(answer.put(request.slice(1, 5)));
      }
      case 6 -> {
        unit.registers.put(address, unit.clearing.contains(address) ? 0 : count);
        yield withCrc(answer.put(request.slice(1, 5)));
      }
      case 16 -> {
        for (int i = 0; i < count; i++) {
          unit.registers.put(address + i, request.getShort(7 + 2 * i) & 0xFFFF);
        }
        yield withCrc(answer.put(request.slice(1, 5)));
      }
      default -> exception(answer, function, 1);
    };
  }

  private static byte[] registers(Unit unit, ByteBuffer request, ByteBuffer answer) {
    int function = request.get(1);
    int address = request.getShort(2) & 0xFFFF;
    int count = request.getShort(4) & 0xFFFF;
    if (count > unit.most && !unit.stopsShort) {
      return exception(answer, function, unit.hole);
    }
    int given = Math.min(count, unit.most);
    answer.put((byte) function).put((byte) (2 * given));
    for (int i = 0; i < given; i++) {
      Integer value = unit.registers.get(address + i);
      if (value == null) {
        return exception(ByteBuffer.allocate(256).put(request.get(0)), function, unit.hole);
      }
      answer.putShort(value.shortValue());
    }
    return withCrc(answer);
  }

  private static byte[] identification(Unit unit, ByteBuffer request) {
    int object = request.get(4);
    boolean more = object + 1 < unit.identity.size();
    byte[] text = unit.identity.get(object).getBytes(US_ASCII);
    ByteBuffer answer = ByteBuffer.allocate(256).put(request.get(0)).put((byte) 43);
    answer.put((byte) 14).put((byte) 1).put((byte) 1);
    answer.put((byte) (more ? 0xFF : 0)).put((byte) (more ? object + 1 : 0)).put((byte) 1);
    return withCrc(answer.put((byte) object).put((byte) text.length).put(text));
  }

  private static byte[] exception(ByteBuffer answer, int function, int code) {
    return code == 0 ? new byte[0] : withCrc(answer.put((byte) (function | 0x80)).put((byte) code));
  }

  static byte[] withCrc(ByteBuffer frame) {
    int crc = 0xFFFF;
    for (int i = 0; i < frame.position(); i++) {
      crc ^= frame.get(i) & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xA001;
      }
    }
    frame.order(ByteOrder.LITTLE_ENDIAN).putShort((short) crc);
    byte[] whole = new byte[frame.flip().remaining()];
    frame.get(whole);
    return whole;
  }
}
