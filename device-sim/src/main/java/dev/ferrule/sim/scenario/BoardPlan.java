package dev.ferrule.sim.scenario;

import dev.ferrule.sim.line.LineFaults;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One board and the line that it hangs on.
 *
 * @param name {@code [a-z][a-z0-9_-]*}, unique in the scenario
 * @param driver what it speaks
 * @param identity what it says of itself
 * @param line how it is connected
 * @param clock its tick counter
 * @param form what a text board sends; nothing to others
 * @param channels at least one, at most 128, with unique ids and keys
 */
public record BoardPlan(
    String name,
    Driver driver,
    Identity identity,
    Line line,
    Clock clock,
    TextForm form,
    List<ChannelPlan> channels) {

  /** The language of a board. */
  public enum Driver {
    /** Ferrule's link protocol. */
    FIRMWARE,
    /** Rows of text, usually lines of {@code key=value}. */
    TEXT,
    /** NMEA 0183 sentences. */
    NMEA,
    /** The units of a Modbus RTU line. */
    MODBUS_RTU,
    /** The lines of a GPIO chip. */
    GPIO
  }

  /**
   * What a board says of itself.
   *
   * @param firmware name and version, 1 to 32 bytes
   * @param model of the board; may be empty
   * @param vendor of the board; may be empty
   * @param uid serial number, 0 to 16 bytes
   */
  public record Identity(String firmware, String model, String vendor, List<Byte> uid) {
    /** Copies and checks the serial number. */
    public Identity {
      uid = List.copyOf(uid);
      if (uid.size() > 16) {
        throw new IllegalArgumentException("uid has at most 16 bytes");
      }
    }
  }

  /**
   * How a board is connected.
   *
   * @param link name of the symbolic link in the simulation's directory
   * @param baud bits per second, 0 for no limit
   * @param window reliable frames that the board takes unacknowledged, 1 to 7
   * @param receiveBytes size of its receive buffer, 64 to 65535
   * @param maxBody longest frame body that it takes, 32 to 254 bytes
   * @param busPowered whether it loses its power when it is unplugged, and so boots when plugged in
   * @param resetOnOpen whether it boots when somebody opens the line, as an Arduino Uno does
   * @param toDevice what goes wrong on the way to the board
   * @param toHost what goes wrong on the way to the gateway
   */
  public record Line(
      String link,
      int baud,
      int window,
      int receiveBytes,
      int maxBody,
      boolean busPowered,
      boolean resetOnOpen,
      LineFaults toDevice,
      LineFaults toHost) {

    /** Whether whole frames are dropped, repeated or held up. */
    boolean touchesFrames() {
      return toDevice.touchesFrames() || toHost.touchesFrames();
    }

    /** A perfect line without a limit. */
    static Line perfect(String link) {
      return new Line(link, 0, 4, 1024, 254, false, false, LineFaults.NONE, LineFaults.NONE);
    }
  }

  /**
   * A tick counter.
   *
   * @param hz nominal rate, 100 to 20000
   * @param driftPpm how much too fast it is, in millionths, -10000 to 10000
   * @param start ticks at the first boot, 0 to 2^32 - 1
   */
  public record Clock(int hz, double driftPpm, long start) {
    /** A perfect millisecond clock. */
    public static final Clock MILLISECONDS = new Clock(1000, 0, 0);
  }

  /** Copies the channels and checks that they are told apart. */
  public BoardPlan {
    channels = List.copyOf(channels);
    if (channels.isEmpty() || channels.size() > 128) {
      throw new IllegalArgumentException("a board has 1 to 128 channels, not " + channels.size());
    }
    Set<Integer> ids = new HashSet<>();
    Set<String> keys = new HashSet<>();
    Set<Pin> pins = new HashSet<>();
    for (ChannelPlan channel : channels) {
      if (!ids.add(channel.id())) {
        throw new IllegalArgumentException("two channels have the id " + channel.id());
      }
      if (!keys.add(channel.key())) {
        throw new IllegalArgumentException("two channels have the key " + channel.key());
      }
      if (channel.pin().filter(pin -> !pins.add(pin)).isPresent()) {
        throw new IllegalArgumentException(channel.key() + " has a line that another channel has");
      }
    }
  }

  /** The channel with that key. */
  public Optional<ChannelPlan> channel(String key) {
    return channels.stream().filter(channel -> channel.key().equals(key)).findFirst();
  }
}
