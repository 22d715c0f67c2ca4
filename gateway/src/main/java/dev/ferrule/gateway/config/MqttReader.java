package dev.ferrule.gateway.config;

import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.config.yaml.Section;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.mqtt.BrokerSettings;
import dev.ferrule.gateway.mqtt.BrokerSettings.Identity;
import dev.ferrule.gateway.mqtt.BrokerSettings.Login;
import dev.ferrule.gateway.mqtt.BrokerSettings.Tls;
import dev.ferrule.gateway.mqtt.BrokerSettings.Version;
import dev.ferrule.gateway.mqtt.Topics;
import dev.ferrule.gateway.mqtt.bridge.BridgeSettings;
import dev.ferrule.gateway.mqtt.bridge.Pace;
import dev.ferrule.gateway.mqtt.bridge.PaceRules;
import dev.ferrule.gateway.mqtt.homeassistant.Discovery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The part of a configuration that says which brokers are told what, and what they may ask. */
final class MqttReader {

  private static final Pattern URL =
      Pattern.compile("(mqtts?)://(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+))(?::([0-9]+))?");

  private static final Duration DAY = Duration.ofDays(1);

  private final String gateway;
  private final RuleChannels channels;
  private final List<BridgeSettings> made = new ArrayList<>();

  private MqttReader(String gateway, RuleChannels channels) {
    this.gateway = gateway;
    this.channels = channels;
  }

  /** The brokers; what is wrong with them is among the section's problems. */
  static List<BridgeSettings> read(Section root, String name, List<DeviceConfiguration> devices) {
    String gateway = root.section("gateway").text("id").orElseGet(() -> idOf(name));
    var channels = new RuleChannels(root.section("devices").names(), devices);
    var reader = new MqttReader(gateway, channels);
    Section brokers = root.section("mqtt");
    for (String broker : brokers.names()) {
      reader.read(broker, brokers.section(broker));
    }
    return reader.made;
  }

  /** The id of a gateway that is given only a name: "Greenhouse 2" is greenhouse-2. */
  static String idOf(String name) {
    String plain =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^[^a-z]+|-+$", "");
    String id = plain.substring(0, Math.min(plain.length(), 32)).replaceAll("-+$", "");
    return id.isEmpty() ? "gateway" : id;
  }

  private void read(String name, Section section) {
    BrokerSettings broker = broker(name, section);
    String template = section.text("topic").orElse(Topics.DEFAULT_TEMPLATE);
    Topics topics = section.make("topic", () -> new Topics(gateway, template));
    PaceRules paces = paces(section);
    List<String> commands = section.texts("commands");
    for (String pattern : commands) {
      check(pattern, true, section, "commands");
    }
    if (broker == null || topics == null) {
      return;
    }
    Optional<String> discovery =
        section.flag("home_assistant", false)
            ? Optional.of(Discovery.DEFAULT_PREFIX)
            : section.text("home_assistant");
    BridgeSettings bridge =
        section.make(
            () ->
                new BridgeSettings(
                    broker,
                    topics,
                    section.flag("retain", true),
                    section.flag("frames", false),
                    paces,
                    backlog(section),
                    commands,
                    discovery));
    if (bridge != null) {
      made.add(bridge);
    }
  }

  private @Nullable BrokerSettings broker(String name, Section section) {
    Matcher url = URL.matcher(section.text("url").orElse(""));
    if (!url.matches()) {
      return null; // the schema has told
    }
    boolean encrypted = url.group(1).equals("mqtts");
    String host = url.group(2) == null ? url.group(3) : url.group(2);
    int usual = encrypted ? BrokerSettings.TLS_PORT : BrokerSettings.PLAIN_PORT;
    int port = url.group(4) == null ? usual : Integer.parseInt(url.group(4));
    String clientId = section.text("client_id").orElse("ferrule-" + gateway);
    for (BridgeSettings other : made) {
      if (other.broker().address().equals(host + ":" + port)
          && other.broker().clientId().equals(clientId)) {
        section.problem(
            "url", "is that of " + other.broker().name() + ", too: give one a client_id");
      }
    }
    Optional<Tls> tls = encrypted ? Optional.of(tls(section)) : plain(section);
    Version version =
        section.raw("version").filter("3.1.1"::equals).isPresent() ? Version.V3_1_1 : Version.V5;
    Duration keepAlive =
        section.duration(
            "keep_alive",
            BrokerSettings.DEFAULT_KEEP_ALIVE,
            Duration.ofSeconds(5),
            Duration.ofHours(1));
    Optional<Login> login = login(section);
    return section.make(
        "url",
        () -> new BrokerSettings(name, host, port, tls, version, clientId, login, keepAlive));
  }

  private static Optional<Login> login(Section section) {
    Optional<Path> password = section.text("password_file").map(Path::of);
    if (password.isPresent() && !section.has("user")) {
      section.problem("password_file", "needs a user");
    }
    return section.text("user").map(user -> new Login(user, password));
  }

  private static Tls tls(Section section) {
    Optional<Path> certificate = section.text("certificate_file").map(Path::of);
    Optional<Path> key = section.text("key_file").map(Path::of);
    if (section.has("certificate_file") != section.has("key_file")) {
      String there = section.has("key_file") ? "key_file" : "certificate_file";
      String other = section.has("key_file") ? "certificate_file" : "key_file";
      section.problem(there, "needs " + other);
    }
    return new Tls(
        section.text("ca_file").map(Path::of),
        certificate.flatMap(one -> key.map(two -> new Identity(one, two))));
  }

  private static Optional<Tls> plain(Section section) {
    for (String file : List.of("ca_file", "certificate_file", "key_file")) {
      if (section.has(file)) {
        section.problem(file, "is of no use with mqtt://; write mqtts:// to encrypt");
      }
    }
    return Optional.empty();
  }

  /** How fast what an outage left is told; nothing when it is not told. */
  private static OptionalInt backlog(Section section) {
    if (!section.flag("backlog", true)) {
      return OptionalInt.empty();
    }
    double rate =
        section.section("backlog").number("rate").orElse((double) BridgeSettings.DEFAULT_RATE);
    return OptionalInt.of((int) rate);
  }

  private PaceRules paces(Section section) {
    List<PaceRules.Rule> rules = new ArrayList<>();
    Section channels = section.section("channels");
    for (String pattern : channels.names()) {
      check(pattern, false, channels, pattern);
      rules.add(new PaceRules.Rule(pattern, pace(channels, pattern)));
    }
    return new PaceRules(rules, pace(section, "publish"));
  }

  private static Pace pace(Section section, String key) {
    Section parts = section.section(key);
    Duration atLeast = parts.duration("at_least", Duration.ZERO, Duration.ofSeconds(1), DAY);
    if (parts.has("every")) {
      if (parts.has("change") || parts.has("at_least")) {
        parts.problem("every", "stands alone: readings are told so often, changed or not");
      }
      return new Pace.Interval(
          parts.duration("every", Duration.ofSeconds(10), Duration.ofMillis(100), DAY));
    }
    if (parts.has("change") || parts.has("at_least")) {
      double deadband = Math.max(0, parts.number("change").orElse(0));
      return new Pace.OnChange(deadband, atLeast);
    }
    return switch (section.text(key).orElse("all")) {
      case "change" -> new Pace.OnChange(0, Duration.ZERO);
      case "off" -> new Pace.Never();
      default -> new Pace.Every();
    };
  }

  /** A pattern without a star names a channel, which must be there. */
  private void check(String pattern, boolean commanded, Section section, String key) {
    if (pattern.contains("*")) {
      return;
    }
    Optional<ChannelId> id = ChannelId.parse(pattern);
    if (id.isEmpty()) {
      section.problem(key, "\"" + pattern + "\" is no channel: write device.channel, or device.*");
      return;
    }
    channels.trouble(id.get(), false).ifPresent(told -> section.problem(key, told));
    if (commanded && channels.known(id.get()).filter(one -> !one.writable()).isPresent()) {
      section.problem(key, pattern + " takes no commands");
    }
  }
}
