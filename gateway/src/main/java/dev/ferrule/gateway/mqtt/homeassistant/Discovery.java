package dev.ferrule.gateway.mqtt.homeassistant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.mqtt.Arrival;
import dev.ferrule.gateway.mqtt.Publication;
import dev.ferrule.gateway.mqtt.Topics;
import dev.ferrule.gateway.registry.DeviceInfo;
import dev.ferrule.gateway.registry.Directory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Keeps what Home Assistant knows of this gateway's devices right: told when the broker comes, when
 * channels change, and again when Home Assistant starts; what the broker keeps from an earlier
 * configuration is taken away.
 *
 * <p>Owner: the bridge's loop.
 */
public final class Discovery {

  /** Where Home Assistant looks unless it was told otherwise. */
  public static final String DEFAULT_PREFIX = "homeassistant";

  /** What the broker keeps comes in this time; then it is told what is right now. */
  private static final Duration SETTLING = Duration.ofSeconds(1);

  /** Home Assistant has just started, and all gateways hear it at once. */
  private static final Duration JITTER = Duration.ofSeconds(10);

  private static final Pattern PLATFORM = Pattern.compile("[a-z_]{1,32}");
  private static final int MOST_COMPONENTS = 2_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Loop loop;
  private final Topics topics;
  private final String prefix;
  private final DeviceConfig configs;
  private final Consumer<Publication> tell;
  private final Runnable reborn;
  private final RandomGenerator random;

  private Directory directory;

  /** What Home Assistant was told of each device: its components, by topic. */
  private final Map<String, Map<String, String>> told = new HashMap<>();

  private boolean open;
  private boolean due;

  /**
   * A discovery that tells nothing yet.
   *
   * @param exposure how much of a channel the broker sees
   * @param tell gets messages to publish
   * @param reborn told when Home Assistant has started and been told again
   */
  public Discovery(
      Loop loop,
      Topics topics,
      String prefix,
      String version,
      Function<Channel, Exposure> exposure,
      Consumer<Publication> tell,
      Runnable reborn,
      RandomGenerator random,
      Directory directory) {
    this.loop = loop;
    this.topics = topics;
    this.prefix = prefix;
    this.configs = new DeviceConfig(topics, version, exposure);
    this.tell = tell;
    this.reborn = reborn;
    this.random = random;
    this.directory = directory;
  }

  /** What to subscribe to. */
  public List<String> filters() {
    return List.of(status(), topic("+"));
  }

  private String status() {
    return prefix + "/status";
  }

  private String topic(String device) {
    return prefix + "/device/ferrule_" + topics.gateway() + "/" + device + "/config";
  }

  /** The broker has agreed to the subscriptions. */
  public void opened() {
    open = true;
    plan(SETTLING);
  }

  /** The broker is gone. */
  public void lost() {
    open = false;
  }

  /** Takes the channels that there are now. */
  public void directory(Directory now) {
    directory = now;
    if (open) {
      plan(SETTLING);
    }
  }

  /** Whether a message to a topic is for this; hears it when it is. */
  public boolean hears(Arrival message) {
    if (message.topic().equals(status())) {
      if (!message.retained()
          && new String(message.payload(), StandardCharsets.UTF_8).equals("online")) {
        plan(Duration.ofNanos(random.nextLong(JITTER.toNanos())));
      }
      return true;
    }
    String around = topic("\0");
    int device = around.indexOf('\0');
    boolean mine =
        message.topic().startsWith(around.substring(0, device))
            && message.topic().endsWith(around.substring(device + 1));
    if (mine && message.retained() && message.payload().length > 0) {
      kept(
          message.topic(),
          message
              .topic()
              .substring(device, message.topic().length() - (around.length() - device - 1)),
          message.payload());
    }
    return mine;
  }

  /** What the broker keeps of a device from before. */
  private void kept(String topic, String device, byte[] payload) {
    if (directory.device(device).isEmpty()) {
      tell.accept(new Publication(topic, new byte[0], true));
      return;
    }
    told.computeIfAbsent(topic, _ -> new HashMap<>());
    Map<String, String> known = told.get(topic);
    try {
      JsonNode components = JSON.readTree(payload).path("components");
      components
          .properties()
          .forEach(
              one -> {
                String platform = one.getValue().path("platform").asText();
                if (PLATFORM.matcher(platform).matches() && known.size() < MOST_COMPONENTS) {
                  known.putIfAbsent(one.getKey(), platform);
                }
              });
    } catch (IOException e) {
      // Not from us in this form; what is told now takes its place.
    }
  }

  private void plan(Duration pause) {
    if (!due) {
      due = true;
      loop.after(
          pause,
          () -> {
            due = false;
            if (open) {
              tellAll();
            }
          });
    }
  }

  private void tellAll() {
    Map<String, List<Channel>> channels = new HashMap<>();
    directory
        .channels()
        .values()
        .forEach(
            channel ->
                channels
                    .computeIfAbsent(channel.id().device(), _ -> new ArrayList<>())
                    .add(channel));
    for (DeviceInfo device : directory.devices()) {
      List<Channel> of = channels.getOrDefault(device.id(), List.of());
      if (!of.isEmpty() && ChannelId.siteOf(device.id()).isEmpty()) {
        tell(device, of);
      }
    }
    reborn.run();
  }

  /** What is no more is told so first; then all that is. */
  private void tell(DeviceInfo device, List<Channel> channels) {
    String topic = topic(device.id());
    Map<String, String> now = configs.components(channels);
    Map<String, String> removed = new LinkedHashMap<>();
    told.getOrDefault(topic, Map.of())
        .forEach(
            (key, was) -> {
              if (!was.equals(now.get(key))) {
                removed.put(key, was);
              }
            });
    told.put(topic, new HashMap<>(now));
    tell.accept(Publication.retained(topic, configs.text(device, channels, removed)));
    if (!removed.isEmpty()) {
      plan(SETTLING);
    }
  }
}
