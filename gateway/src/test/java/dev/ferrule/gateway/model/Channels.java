package dev.ferrule.gateway.model;

import dev.ferrule.protocol.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Channels for tests. */
public final class Channels {

  private Channels() {}

  /** A sensor with one decimal that reports every second. */
  public static Channel sensor(String device, String key) {
    return new Channel(
        new ChannelId(device, key),
        key,
        "Cel",
        Kind.NUMBER,
        new Scale.Decimals(1),
        new ValueRange(-40, 85),
        Duration.ofSeconds(1),
        true,
        Optional.empty(),
        Map.of());
  }

  /** A set-point from 0 to 100 % in whole numbers, safe at 0. */
  public static Channel setPoint(String device, String key, boolean dangerous) {
    return new Channel(
        new ChannelId(device, key),
        key,
        "%",
        Kind.NUMBER,
        Scale.WHOLE,
        new ValueRange(0, 100),
        Duration.ofSeconds(1),
        true,
        Optional.of(new Channel.Control(0, 5, dangerous)),
        Map.of());
  }

  /** A switch, safe when off. */
  public static Channel relay(String device, String key) {
    return new Channel(
        new ChannelId(device, key),
        key,
        "",
        Kind.SWITCH,
        Scale.WHOLE,
        new ValueRange(0, 1),
        Duration.ofSeconds(1),
        true,
        Optional.of(new Channel.Control(0, 0, false)),
        Map.of());
  }
}
