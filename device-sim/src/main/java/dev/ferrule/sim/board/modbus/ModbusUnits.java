package dev.ferrule.sim.board.modbus;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.link.CommandStatus;
import dev.ferrule.sim.board.Board;
import dev.ferrule.sim.board.ProtocolCounts;
import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.loop.Timer;
import dev.ferrule.sim.scenario.BoardPlan;
import dev.ferrule.sim.scenario.ChannelGroup;
import dev.ferrule.sim.scenario.ChannelPlan;
import dev.ferrule.sim.scenario.Register;
import dev.ferrule.sim.scenario.Register.Table;
import dev.ferrule.sim.world.World;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * All units of a Modbus RTU line. They answer functions 1 to 6 and 16, and 43/14 when the line has
 * a vendor or a model, and refuse others; entries that no channel has do not exist (exception 2), a
 * value out of range is exception 3, a broken sensor exception 4. A unit that no channel names is
 * dead. Owner: the loop's thread.
 */
public final class ModbusUnits extends Board {

  private static final int MAX_FRAME = 256;

  /** A frame that stays incomplete for so long is none; serial lines deliver in small pieces. */
  private static final long GAP_NANOS = 5_000_000;

  private static final long PIECE_BITS = 32 * 10;

  private static final byte MEI_IDENTIFICATION = 14;
  private static final byte BASIC_BY_STREAM_AND_BY_OBJECT = (byte) 0x81;

  /** So that all three fit into one frame. */
  private static final int LONGEST_OBJECT = 64;

  private static final int ILLEGAL_FUNCTION = 1;
  private static final int ILLEGAL_DATA_ADDRESS = 2;
  private static final int ILLEGAL_DATA_VALUE = 3;
  private static final int DEVICE_FAILURE = 4;
  private static final int DEVICE_BUSY = 6;

  private final byte[] input = new byte[MAX_FRAME];
  private int inputLength;
  private @Nullable Timer gap;
  private long received;
  private long crcErrors;
  private long malformed;

  public ModbusUnits(
      EventLoop loop, World world, BoardPlan plan, Path directory, SplittableRandom random) {
    super(loop, world, plan, directory, random, (byte) 0);
  }

  @Override
  protected void boot() {
    inputLength = 0;
    received = 0;
    crcErrors = 0;
    malformed = 0;
  }

  @Override
  public void closed() {
    inputLength = 0;
  }

  /** Units speak only when they are asked. */
  @Override
  protected void row(ChannelGroup group) {}

  @Override
  protected boolean saysFirstValues() {
    return false;
  }

  @Override
  protected void changed(ChannelPlan channel) {}

  @Override
  protected ProtocolCounts protocol() {
    return new ProtocolCounts(received, crcErrors, 0, 0, malformed, 0, dropped());
  }

  @Override
  public void received(byte[] bytes, int offset, int length) {
    int taken = Math.min(length, MAX_FRAME - inputLength);
    System.arraycopy(bytes, offset, input, inputLength, taken);
    inputLength += taken;
    int whole = inputLength < 7 ? 8 : requestLength();
    if (inputLength == whole) {
      int end = inputLength;
      inputLength = 0;
      frame(end);
    }
    if (gap != null) {
      gap.cancel();
    }
    int baud = plan.line().baud();
    long piece = baud == 0 ? 0 : PIECE_BITS * 1_000_000_000L / baud;
    gap = loop.at(loop.now() + GAP_NANOS + piece, this::forget);
  }

  private int requestLength() {
    return switch (input[1] & 0xFF) {
      case 16 -> 9 + (input[6] & 0xFF);
      case 43 -> 7;
      default -> 8;
    };
  }

  private void forget() {
    malformed += inputLength > 0 ? 1 : 0;
    inputLength = 0;
  }

  private void frame(int length) {
    int crc = (input[length - 2] & 0xFF) | (input[length - 1] & 0xFF) << 8;
    if (crc != crc(input, length - 2)) {
      crcErrors++;
      return;
    }
    received++;
    ByteBuffer request = ByteBuffer.wrap(input, 0, length - 2);
    int unit = request.get() & 0xFF;
    if (plan.channels().stream().anyMatch(c -> place(c).unit() == unit)) {
      int function = request.get() & 0xFF;
      ByteBuffer answer = ByteBuffer.allocate(MAX_FRAME).put((byte) unit).put((byte) function);
      int exception =
          function == 43 ? identify(request, answer) : answer(unit, function, request, answer);
      if (exception != 0) {
        answer.position(1).put((byte) (function | 0x80)).put((byte) exception);
      }
      if (exception != 0 || function <= 4 || function == 43 || !withholdsAcks()) {
        send(answer);
      }
    }
  }

  /** Puts the answer together; 0 or the exception. */
  private int answer(int unit, int function, ByteBuffer request, ByteBuffer answer) {
    int address = request.getShort() & 0xFFFF;
    int second = request.getShort() & 0xFFFF; // a count, or the value to write
    return switch (function) {
      case 1, 2, 3, 4 -> read(unit, function, address, second, answer);
      case 5 -> {
        answer.putShort((short) address).putShort((short) second);
        boolean isBit = second == 0 || second == 0xFF00;
        byte[] bit = {(byte) (second >> 8 & 1)};
        yield isBit ? write(unit, Table.COIL, address, 1, bit) : ILLEGAL_DATA_VALUE;
      }
      case 6 -> {
        answer.putShort((short) address).putShort((short) second);
        byte[] register = {(byte) (second >> 8), (byte) second};
        yield write(unit, Table.HOLDING, address, 1, register);
      }
      case 16 -> {
        answer.putShort((short) address).putShort((short) second);
        byte[] registers = new byte[request.get() & 0xFF];
        if (registers.length != 2 * second || registers.length != request.remaining()) {
          yield ILLEGAL_DATA_VALUE;
        }
        request.get(registers);
        yield write(unit, Table.HOLDING, address, second, registers);
      }
      default -> ILLEGAL_FUNCTION;
    };
  }

  /** The device identification, as a stream (codes 1 to 3) or one object of it (code 4). */
  private int identify(ByteBuffer request, ByteBuffer answer) {
    BoardPlan.Identity identity = plan.identity();
    List<String> objects = List.of(identity.vendor(), identity.model(), identity.firmware());
    boolean isKnown = !identity.vendor().isEmpty() || !identity.model().isEmpty();
    if (!isKnown || request.get() != MEI_IDENTIFICATION) {
      return ILLEGAL_FUNCTION;
    }
    int code = request.get();
    int object = request.get() & 0xFF;
    boolean isSingle = code == 4;
    if (code < 1 || code > 4) {
      return ILLEGAL_DATA_VALUE;
    }
    if (isSingle && object >= objects.size()) {
      return ILLEGAL_DATA_ADDRESS;
    }
    int first = object < objects.size() ? object : 0;
    List<String> said = objects.subList(first, isSingle ? first + 1 : objects.size());
    answer.put(MEI_IDENTIFICATION).put((byte) code).put(BASIC_BY_STREAM_AND_BY_OBJECT);
    answer.put((byte) 0).put((byte) 0).put((byte) said.size());
    for (int i = 0; i < said.size(); i++) {
      byte[] text = said.get(i).getBytes(US_ASCII);
      int length = Math.min(text.length, LONGEST_OBJECT);
      answer.put((byte) (first + i)).put((byte) length).put(text, 0, length);
    }
    return 0;
  }

  private int read(int unit, int function, int address, int count, ByteBuffer answer) {
    Table table = Table.readBy(function);
    if (count < 1 || count > (table.isBits() ? 2000 : 125)) {
      return ILLEGAL_DATA_VALUE;
    }
    byte[] data = new byte[table.isBits() ? (count + 7) / 8 : 2 * count];
    int covered = 0;
    for (ChannelPlan channel : channels(unit, table, address, count)) {
      if (Quality.isBad(quality(channel))) {
        return DEVICE_FAILURE;
      }
      covered += put(channel, address, count, data);
    }
    if (covered < count) {
      return ILLEGAL_DATA_ADDRESS;
    }
    answer.put((byte) data.length).put(data);
    sent();
    return 0;
  }

  /** Puts the entries of a channel that were asked for; how many those are. */
  private int put(ChannelPlan channel, int first, int count, byte[] data) {
    Register place = place(channel);
    double value = sample(channel);
    if (place.table().isBits()) {
      int bit = place.address() - first;
      data[bit / 8] |= (byte) (value >= 0.5 ? 1 << bit % 8 : 0);
      return 1;
    }
    byte[] registers = registers(channel, value);
    int covered = 0;
    for (int i = 0; i < place.entries(); i++) {
      int entry = place.address() + i - first;
      if (entry >= 0 && entry < count) {
        System.arraycopy(registers, 2 * i, data, 2 * entry, 2);
        covered++;
      }
    }
    return covered;
  }

  private static byte[] registers(ChannelPlan channel, double value) {
    Register place = place(channel);
    ByteBuffer buffer = ByteBuffer.allocate(4);
    long number = Math.round(value * factor(channel));
    switch (place.type()) {
      case INT16, UINT16 -> buffer.putShort((short) number);
      case INT32, UINT32 -> buffer.putInt((int) number);
      case FLOAT32 -> buffer.putFloat((float) value);
    }
    return buffer.array();
  }

  private static double value(ChannelPlan channel, ByteBuffer data) {
    return switch (place(channel).type()) {
      case INT16 -> data.getShort() / factor(channel);
      case UINT16 -> (data.getShort() & 0xFFFF) / factor(channel);
      case INT32 -> data.getInt() / factor(channel);
      case UINT32 -> (data.getInt() & 0xFFFF_FFFFL) / factor(channel);
      case FLOAT32 -> data.getFloat();
    };
  }

  private static double factor(ChannelPlan channel) {
    return channel.kind() == Kind.NUMBER || channel.kind() == Kind.COUNTER
        ? Math.pow(10, channel.decimals())
        : 1;
  }

  private int write(int unit, Table table, int address, int count, byte[] data) {
    List<ChannelPlan> channels = channels(unit, table, address, count);
    int covered = 0;
    for (ChannelPlan channel : channels) {
      Register place = place(channel);
      boolean whole =
          place.address() >= address && place.address() + place.entries() <= address + count;
      if (!whole || !channel.access().writable()) {
        return ILLEGAL_DATA_ADDRESS;
      }
      Optional<CommandStatus> refusal = refusal(channel);
      if (refusal.isPresent()) {
        return refusal.get() == CommandStatus.BUSY ? DEVICE_BUSY : DEVICE_FAILURE;
      }
      double value = written(channel, address, data);
      if (!Double.isFinite(value) || channel.range().clamp(value) != value) {
        return ILLEGAL_DATA_VALUE;
      }
      covered += place.entries();
    }
    if (covered < count) {
      return ILLEGAL_DATA_ADDRESS;
    }
    for (ChannelPlan channel : channels) {
      double value = written(channel, address, data);
      outputs.obey(channel, value, OptionalLong.empty(), OptionalLong.empty());
    }
    return 0;
  }

  private static double written(ChannelPlan channel, int address, byte[] data) {
    Register place = place(channel);
    int at = place.address() - address;
    return place.table().isBits()
        ? data[at]
        : value(channel, ByteBuffer.wrap(data, 2 * at, 2 * place.entries()));
  }

  private List<ChannelPlan> channels(int unit, Table table, int address, int count) {
    return plan.channels().stream()
        .filter(c -> place(c).unit() == unit && place(c).table() == table)
        .filter(c -> place(c).meets(address, count))
        .toList();
  }

  private static Register place(ChannelPlan channel) {
    Optional<Register> register = channel.register();
    return register.orElseThrow();
  }

  private void send(ByteBuffer answer) {
    int length = answer.flip().remaining();
    byte[] frame = new byte[length + 2];
    answer.get(frame, 0, length);
    int crc = crc(frame, length);
    frame[length] = (byte) crc;
    frame[length + 1] = (byte) (crc >> 8);
    send(frame);
  }

  /** CRC-16 of Modbus over Serial Line 2.5.1.2. */
  private static int crc(byte[] bytes, int length) {
    int crc = 0xFFFF;
    for (int i = 0; i < length; i++) {
      crc ^= bytes[i] & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xA001;
      }
    }
    return crc;
  }
}
