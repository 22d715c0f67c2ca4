package dev.ferrule.gateway.device.modbus;

import static dev.ferrule.gateway.device.ChannelRules.require;

import dev.ferrule.gateway.device.ChannelRules;
import dev.ferrule.gateway.device.OutputSettings;
import dev.ferrule.gateway.device.modbus.registers.Encoding;
import dev.ferrule.gateway.device.modbus.registers.Table;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.protocol.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One value in a unit's tables: {@code value = number × scale + offset}.
 *
 * @param key its name in the gateway, {@code [a-z][a-z0-9_]*}, 1 to 32 characters
 * @param name its name for people, 1 to 64 characters
 * @param unit UCUM code, empty for a bare number
 * @param kind number, switch, float or counter; a switch for a single bit
 * @param decimals places that people see, 0 to 9; nothing for kind float
 * @param table where it is
 * @param address first entry, 0 to 65535, as on the wire (document numbers such as 40001 begin at
 *     1)
 * @param encoding how registers hold it; without meaning for bits
 * @param scale what the number is multiplied with, not 0
 * @param offset what is added then
 * @param range values that are possible; others are shown as uncertain, and refused in commands
 * @param period how often it is read, 10 ms to a day
 * @param readable whether it is read; false for an output whose register cannot be, or does not
 *     keep what is written, so that the unit's answer is the last word
 * @param output how it is commanded; empty when it is not
 */
public record ModbusChannel(
    String key,
    String name,
    String unit,
    Kind kind,
    int decimals,
    Table table,
    int address,
    Encoding encoding,
    double scale,
    double offset,
    ValueRange range,
    Duration period,
    boolean readable,
    Optional<OutputSettings> output) {

  /** Most often. */
  public static final Duration SHORTEST_PERIOD = Duration.ofMillis(10);

  /** Least often. */
  public static final Duration LONGEST_PERIOD = Duration.ofDays(1);

  public ModbusChannel {
    ChannelRules.requireNames(key, name);
    require(kind != Kind.ENUMERATION, key + ": a Modbus unit has no enumerations");
    ChannelRules.requireDecimals(key, decimals);
    require(
        address >= 0 && address + entries(table, encoding) <= 65_536,
        key + ": address must be 0 to 65535, its last register included");
    require(
        scale != 0 && Double.isFinite(scale) && Double.isFinite(offset),
        key + ": scale must be a number other than 0, and offset a number");
    require(
        period.compareTo(SHORTEST_PERIOD) >= 0 && period.compareTo(LONGEST_PERIOD) <= 0,
        key + ": period must be 10 ms to 24 h");
    require(readable || output.isPresent(), key + ": is neither read nor written");
    require(
        readable || table.isBits() || !encoding.isField(),
        key + ": writing bits of a register needs reading the others");
    if (kind == Kind.SWITCH) {
      range = new ValueRange(0, 1);
      decimals = 0;
    }
    if (output.isPresent()) {
      require(table.isWritable(), key + ": a " + table.words() + " cannot be written");
      range = writable(key, range, table, encoding, scale, offset);
      ChannelRules.requireSafe(key, output.get().safe(), range);
    }
  }

  /** The part of a range that fits into the registers: what is commanded must fit. */
  private static ValueRange writable(
      String key, ValueRange range, Table table, Encoding encoding, double scale, double offset) {
    double one = (table.isBits() ? 0 : encoding.min()) * scale + offset;
    double other = (table.isBits() ? 1 : encoding.max()) * scale + offset;
    double min = Math.max(range.min(), Math.min(one, other));
    double max = Math.min(range.max(), Math.max(one, other));
    require(min < max, key + ": no value of the range fits into the register");
    return new ValueRange(min, max);
  }

  private static int entries(Table table, Encoding encoding) {
    return table.isBits() ? 1 : encoding.type().registers();
  }

  /** How many entries of the table it takes. */
  int entries() {
    return entries(table, encoding);
  }

  /** Whether it is an output that has its registers or its coil for itself. */
  boolean isPlainOutput() {
    return output.isPresent() && (table.isBits() || !encoding.isField());
  }

  /** First entry after it. */
  int end() {
    return address + entries();
  }

  /** Its value in what a read of {@code table} from {@code first} on gave. */
  double value(byte[] data, int first) {
    int at = address - first;
    double number = table.isBits() ? (data[at / 8] >> (at % 8)) & 1 : encoding.decode(data, 2 * at);
    return number * scale + offset;
  }

  /** What the registers must hold for a value; {@code before} is what they hold now. */
  byte[] registers(double value, byte[] before) {
    return encoding.encode(number(value), before);
  }

  /** Whether the coil must be on for a value. */
  boolean bit(double value) {
    return number(value) >= 0.5;
  }

  /** Whether the registers can hold a value, and not only one near it. */
  boolean canHold(double value) {
    if (table.isBits() || encoding.type().isFloat()) {
      return true;
    }
    double steps = number(value);
    return Math.abs(steps - Math.rint(steps)) <= Math.max(1e-6, 4 * Math.ulp(steps));
  }

  private double number(double value) {
    return (value - offset) / scale;
  }

  /** This channel as the rest of the gateway sees it; {@code isRead} whether readings come. */
  Channel describe(String device, boolean isRead) {
    return new Channel(
        new ChannelId(device, key),
        name,
        unit,
        kind,
        Scale.of(kind, decimals),
        range,
        period,
        isRead,
        output.map(OutputSettings::control),
        Map.of());
  }
}
