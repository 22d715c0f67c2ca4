package dev.ferrule.gateway.mqtt.homeassistant;

import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.gateway.mqtt.Topics;
import dev.ferrule.gateway.registry.DeviceInfo;
import dev.ferrule.protocol.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One device as Home Assistant discovers it. Stateless.
 *
 * <p>A command needs an id and a time to live, which Home Assistant does not know: the template of
 * each control makes them, so that its commands are like everybody's. Ids come from its clock in
 * microseconds. What a person must prove is no control there: it would prove nothing.
 */
final class DeviceConfig {

  /** Time to live of its commands, ms: a person waits no longer. */
  private static final int TTL_MS = 5_000;

  /** Of the greatest number that is asked for where a channel names none. */
  private static final double UNBOUNDED = 1e9;

  /** Smallest step that it takes. */
  private static final double LEAST_STEP = 0.001;

  private static final String IF_FRESH =
      " if value_json.q.split(':')[0] in ['good', 'uncertain'] else none }}";

  private final Topics topics;
  private final String version;
  private final Function<Channel, Exposure> exposure;

  DeviceConfig(Topics topics, String version, Function<Channel, Exposure> exposure) {
    this.topics = topics;
    this.version = version;
    this.exposure = exposure;
  }

  /** Key of the component that tells whether the device is there; no channel is called so. */
  static final String CONNECTION = "_connection";

  /** The components of a device: what each is, by its key. */
  Map<String, String> components(List<Channel> channels) {
    Map<String, String> components = new LinkedHashMap<>();
    components.put(CONNECTION, "binary_sensor");
    for (Channel channel : channels) {
      if (channel.readable() && exposure.apply(channel).published()) {
        components.put(channel.id().key(), platform(channel));
      }
    }
    return components;
  }

  private String platform(Channel channel) {
    boolean commanded = isCommanded(channel);
    return switch (channel.kind()) {
      case SWITCH -> commanded ? "switch" : "binary_sensor";
      case ENUMERATION -> commanded && !channel.labels().isEmpty() ? "select" : "sensor";
      case NUMBER, FLOAT, COUNTER ->
          commanded && channel.range().min() < channel.range().max() ? "number" : "sensor";
    };
  }

  private boolean isCommanded(Channel channel) {
    return exposure.apply(channel).commanded()
        && channel.control().filter(control -> !control.dangerous()).isPresent();
  }

  /**
   * The message about a device.
   *
   * @param removed components that are no more: what each was, by its key; those are told without
   *     anything else
   */
  String text(DeviceInfo device, List<Channel> channels, Map<String, String> removed) {
    JsonText out = new JsonText().object();
    String id = id(device.id());
    out.object("device").list("identifiers").item(id).endList();
    out.field("name", device.name()).field("manufacturer", "Ferrule");
    if (!device.area().isEmpty()) {
      out.field("suggested_area", device.area());
    }
    out.field("model", device.driver()).endObject();
    out.object("origin").field("name", "Ferrule").field("sw_version", version);
    out.field("support_url", "https://ferrule.dev").endObject();
    availability(out, true, device.id());
    out.field("qos", 1).object("components");
    removed.forEach((key, was) -> out.object(key).field("platform", was).endObject());
    if (!removed.containsKey(CONNECTION)) {
      connection(out, device);
    }
    Map<String, String> components = components(channels);
    for (Channel channel : channels) {
      String key = channel.id().key();
      if (components.containsKey(key) && !removed.containsKey(key)) {
        out.object(key).field("platform", components.getOrDefault(key, ""));
        component(out, channel, components.getOrDefault(key, ""));
        out.endObject();
      }
    }
    return out.endObject().endObject().toString();
  }

  /** Stays the same for ever: entities, their history and what people made of them hang on it. */
  private String id(String what) {
    return "ferrule:" + topics.gateway() + ":" + what;
  }

  private void availability(JsonText out, boolean withDevice, String device) {
    out.list("availability").object().field("topic", topics.state()).endObject();
    if (withDevice) {
      out.object()
          .field("topic", topics.state(device))
          .field("value_template", "{{ 'online' if value == 'up' else 'offline' }}")
          .endObject();
    }
    out.endList().field("availability_mode", "all");
  }

  private void connection(JsonText out, DeviceInfo device) {
    out.object(CONNECTION)
        .field("platform", "binary_sensor")
        .field("unique_id", id(device.id()) + "." + CONNECTION)
        .field("name", "Connection")
        .field("device_class", "connectivity")
        .field("entity_category", "diagnostic")
        .field("state_topic", topics.state(device.id()))
        .field("value_template", "{{ 'ON' if value == 'up' else 'OFF' }}");
    availability(out, false, device.id());
    out.endObject();
  }

  private void component(JsonText out, Channel channel, String platform) {
    out.field("unique_id", id(channel.id().toString()))
        .field("name", channel.label())
        .field("state_topic", topics.readings(channel.id()));
    switch (platform) {
      case "switch" -> {
        out.field("value_template", onOff());
        commands(out, channel, "{{ 1 if value == 'ON' else 0 }}");
      }
      case "binary_sensor" -> {
        out.field("value_template", onOff());
        expiry(out, channel);
      }
      case "select" -> {
        options(out, channel);
        commands(out, channel, "{{ " + numbers(channel) + "[value] }}");
      }
      case "number" -> number(out, channel);
      default -> sensor(out, channel);
    }
  }

  private static String onOff() {
    return "{{ ('ON' if value_json.v == 1 else 'OFF')" + IF_FRESH;
  }

  private void commands(JsonText out, Channel channel, String value) {
    out.field("command_topic", topics.commands(channel.id()))
        .field(
            "command_template",
            "{\"id\":\"ha-{{ (now().timestamp() * 1000000) | int }}\",\"value\":"
                + value
                + ",\"ttl\":"
                + TTL_MS
                + "}");
  }

  private void expiry(JsonText out, Channel channel) {
    Duration longest = exposure.apply(channel).longest();
    if (!longest.isZero()) {
      out.field("expire_after", Math.ceilDiv(3 * longest.toMillis(), 1000));
    }
  }

  private void number(JsonText out, Channel channel) {
    double step = channel.control().map(Channel.Control::step).orElse(0.0);
    double wire =
        switch (channel.scale()) {
          case Scale.Floating _ -> LEAST_STEP;
          case Scale.Decimals _, Scale.Ratio _ -> 1 / channel.scale().factor();
        };
    unit(out, channel);
    out.field("value_template", "{{ value_json.v" + IF_FRESH)
        .field("min", Math.max(channel.range().min(), -UNBOUNDED))
        .field("max", Math.min(channel.range().max(), UNBOUNDED))
        .field("step", Math.max(step > 0 ? step : wire, LEAST_STEP))
        .field("mode", "box");
    commands(out, channel, "{{ value }}");
  }

  private void sensor(JsonText out, Channel channel) {
    if (channel.kind() == Kind.ENUMERATION && !channel.labels().isEmpty()) {
      out.field("device_class", "enum");
      options(out, channel);
    } else {
      unit(out, channel);
      out.field("value_template", "{{ value_json.v" + IF_FRESH);
      if (channel.kind() != Kind.ENUMERATION) {
        Quantity quantity = Quantity.of(channel.unit(), channel.kind());
        out.field("state_class", quantity.stateClass(channel.kind()));
      }
      if (channel.scale() instanceof Scale.Decimals(int places)) {
        out.field("suggested_display_precision", places);
      }
    }
    expiry(out, channel);
  }

  private static void unit(JsonText out, Channel channel) {
    Quantity quantity = Quantity.of(channel.unit(), channel.kind());
    quantity.named().ifPresent(name -> out.field("device_class", name));
    if (!quantity.unit().isEmpty()) {
      out.field("unit_of_measurement", quantity.unit());
    }
  }

  private static void options(JsonText out, Channel channel) {
    Map<Integer, String> words = words(channel);
    StringBuilder table = new StringBuilder();
    words.forEach(
        (value, word) ->
            table.append(table.isEmpty() ? "" : ", ").append(value).append(": ").append(q(word)));
    out.field("value_template", "{{ {" + table + "}.get(value_json.v | int(-1))" + IF_FRESH);
    out.list("options");
    words.values().forEach(out::item);
    out.endList();
  }

  /** The table from words to values, as its templates write it. */
  private static String numbers(Channel channel) {
    StringBuilder table = new StringBuilder("{");
    words(channel)
        .forEach(
            (value, word) ->
                table
                    .append(table.length() == 1 ? "" : ", ")
                    .append(q(word))
                    .append(": ")
                    .append(value));
    return table.append('}').toString();
  }

  /** The words of the values; no two are the same. */
  private static Map<Integer, String> words(Channel channel) {
    Map<Integer, String> words = new TreeMap<>(channel.labels());
    Set<String> seen = new LinkedHashSet<>();
    words.replaceAll((value, word) -> seen.add(word) ? word : word + " (" + value + ")");
    return words;
  }

  /** A text of a template: what could end it is written as its number. */
  private static String q(String text) {
    StringBuilder out = new StringBuilder("'");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          (Character.isLetterOrDigit(c) && c < 0x80) || c == ' ' || c == '_' || c == '-';
      out.append(plain ? String.valueOf(c) : "\\u%04x".formatted((int) c));
    }
    return out.append('\'').toString();
  }
}
