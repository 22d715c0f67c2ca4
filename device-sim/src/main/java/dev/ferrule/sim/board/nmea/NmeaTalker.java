package dev.ferrule.sim.board.nmea;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ferrule.protocol.Quality;
import dev.ferrule.sim.board.Board;
import dev.ferrule.sim.board.ProtocolCounts;
import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.scenario.BoardPlan;
import dev.ferrule.sim.scenario.ChannelGroup;
import dev.ferrule.sim.scenario.ChannelPlan;
import dev.ferrule.sim.world.World;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * An instrument that talks NMEA 0183. What a channel is called says what it is: {@code latitude},
 * {@code longitude}, {@code speed} (m/s), {@code course}, {@code altitude} and {@code satellites}
 * make RMC and GGA, {@code heading} HDT, {@code wind_angle} and {@code wind_speed} MWV, {@code
 * depth} DPT, {@code water_temperature} MTW; every other is a transducer of its name in XDR. A
 * broken sensor of the latitude is a receiver without a fix. It hears nothing. Owner: the loop's
 * thread.
 */
public final class NmeaTalker extends Board {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HHmmss.SS", Locale.ROOT);
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("ddMMyy", Locale.ROOT);
  private static final double KNOT = 1852.0 / 3600;

  public NmeaTalker(
      EventLoop loop, World world, BoardPlan plan, Path directory, SplittableRandom random) {
    super(loop, world, plan, directory, random, (byte) '\n');
  }

  @Override
  protected void boot() {}

  @Override
  public void closed() {}

  @Override
  public void received(byte[] bytes, int offset, int length) {}

  @Override
  protected boolean saysFirstValues() {
    return true;
  }

  @Override
  protected void changed(ChannelPlan channel) {
    say(Map.of(channel.key(), channel));
  }

  @Override
  protected ProtocolCounts protocol() {
    return new ProtocolCounts(0, 0, 0, 0, 0, 0, dropped());
  }

  @Override
  protected void row(ChannelGroup group) {
    Map<String, ChannelPlan> channels = new HashMap<>();
    group.channels().forEach(channel -> channels.put(channel.key(), channel));
    say(channels);
    sent();
  }

  private void say(Map<String, ChannelPlan> channels) {
    ChannelPlan latitude = channels.get("latitude");
    if (latitude != null) {
      position(channels, !Quality.isBad(quality(latitude)));
    }
    if (channels.containsKey("heading")) {
      sentence("HEHDT,%s,T", text(channels, "heading", 1, 2));
    }
    if (channels.containsKey("wind_speed")) {
      sentence(
          "WIMWV,%s,R,%s,M,A",
          text(channels, "wind_angle", 1, 1), text(channels, "wind_speed", 1, 2));
    }
    if (channels.containsKey("depth")) {
      sentence("SDDPT,%s,0.0", text(channels, "depth", 1, 2));
    }
    if (channels.containsKey("water_temperature")) {
      sentence("YXMTW,%s,C", text(channels, "water_temperature", 1, 2));
    }
    channels.values().stream()
        .filter(channel -> !isKnown(channel.key()))
        .forEach(
            channel ->
                sentence(
                    "YXXDR,G,%s,,%s",
                    text(channels, channel.key(), 1, channel.decimals()), channel.name()));
  }

  private static boolean isKnown(String key) {
    return switch (key) {
      case "latitude",
          "longitude",
          "speed",
          "course",
          "altitude",
          "satellites",
          "heading",
          "wind_angle",
          "wind_speed",
          "depth",
          "water_temperature" ->
          true;
      default -> false;
    };
  }

  private void position(Map<String, ChannelPlan> channels, boolean fix) {
    ZonedDateTime now = Instant.now().atZone(ZoneOffset.UTC);
    String where =
        fix
            ? angle(channels, "latitude", "NS", 2) + "," + angle(channels, "longitude", "EW", 3)
            : ",,,";
    String moves =
        fix ? text(channels, "speed", 1 / KNOT, 3) + "," + text(channels, "course", 1, 1) : ",";
    String time = TIME.format(now);
    sentence(
        "GPGGA,%s,%s,%s,%s,1.0,%s,M,,M,,",
        time,
        where,
        fix ? "1" : "0",
        fix ? text(channels, "satellites", 1, 0) : "00",
        fix ? text(channels, "altitude", 1, 1) : "");
    sentence(
        "GPRMC,%s,%s,%s,%s,%s,,,%s",
        time, fix ? "A" : "V", where, moves, DATE.format(now), fix ? "A" : "N");
  }

  /** {@code ddmm.mmmmm,N}; nothing when there is no such channel. */
  private String angle(
      Map<String, ChannelPlan> channels, String key, String halves, int degreeDigits) {
    ChannelPlan channel = channels.get(key);
    if (channel == null) {
      return ",";
    }
    double value = sample(channel);
    long units = Math.round(Math.abs(value) * 60 * 100_000); // 1/100000 of a minute
    long degrees = units / 6_000_000;
    double minutes = (units % 6_000_000) / 1e5;
    return String.format(
        Locale.ROOT,
        "%0" + degreeDigits + "d%08.5f,%c",
        degrees,
        minutes,
        halves.charAt(value < 0 ? 1 : 0));
  }

  /** A number; nothing when there is no such channel or its sensor is broken. */
  private String text(Map<String, ChannelPlan> channels, String key, double factor, int decimals) {
    return Optional.ofNullable(channels.get(key))
        .filter(channel -> !Quality.isBad(quality(channel)))
        .map(channel -> String.format(Locale.ROOT, "%." + decimals + "f", sample(channel) * factor))
        .orElse("");
  }

  private void sentence(String form, Object... values) {
    String body = String.format(Locale.ROOT, form, values);
    int sum = body.chars().reduce(0, (a, b) -> a ^ b);
    send(String.format(Locale.ROOT, "$%s*%02X\r\n", body, sum).getBytes(US_ASCII));
  }
}
