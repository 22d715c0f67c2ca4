package dev.ferrule.gateway.mqtt.homeassistant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What Home Assistant takes, field by field, as its documentation of MQTT (device discovery
 * payload, sensor, binary sensor, switch, number, select) and of device classes has it. A field
 * that is not in it is an error here; Home Assistant would leave it out or refuse the message.
 */
final class DiscoverySchema {

  private static final Set<String> ROOT =
      Set.of("device", "origin", "components", "availability", "availability_mode", "qos");
  private static final Set<String> DEVICE =
      Set.of(
          "identifiers",
          "name",
          "manufacturer",
          "model",
          "suggested_area",
          "sw_version",
          "via_device");
  private static final Set<String> ORIGIN = Set.of("name", "sw_version", "support_url");
  private static final Set<String> COMMON =
      Set.of(
          "platform",
          "unique_id",
          "name",
          "state_topic",
          "value_template",
          "device_class",
          "entity_category",
          "availability",
          "availability_mode");

  private static final Map<String, Set<String>> OWN =
      Map.of(
          "sensor",
          Set.of(
              "unit_of_measurement",
              "state_class",
              "expire_after",
              "suggested_display_precision",
              "options"),
          "binary_sensor",
          Set.of("expire_after", "payload_on", "payload_off"),
          "switch",
          Set.of("command_topic", "command_template", "payload_on", "payload_off"),
          "number",
          Set.of(
              "command_topic",
              "command_template",
              "unit_of_measurement",
              "min",
              "max",
              "step",
              "mode"),
          "select",
          Set.of("command_topic", "command_template", "options"));

  /** Units of the device classes of sensors that are used. */
  private static final Map<String, Set<String>> UNITS =
      Map.ofEntries(
          Map.entry("temperature", Set.of("°C", "°F", "K")),
          Map.entry(
              "pressure", Set.of("Pa", "hPa", "kPa", "bar", "mbar", "psi", "mmHg", "inHg", "cbar")),
          Map.entry("voltage", Set.of("V", "mV", "µV", "kV", "MV")),
          Map.entry("current", Set.of("A", "mA")),
          Map.entry("power", Set.of("W", "mW", "kW", "MW", "GW", "TW")),
          Map.entry("apparent_power", Set.of("VA", "mVA", "kVA")),
          Map.entry("energy", Set.of("Wh", "kWh", "MWh", "J", "kJ", "MJ")),
          Map.entry("frequency", Set.of("Hz", "kHz", "MHz", "GHz")),
          Map.entry("illuminance", Set.of("lx")),
          Map.entry("speed", Set.of("m/s", "km/h", "kn", "mph", "ft/s", "mm/s", "in/s")),
          Map.entry("distance", Set.of("mm", "cm", "m", "km", "in", "ft", "yd", "mi")),
          Map.entry("weight", Set.of("g", "kg", "mg", "µg", "lb", "oz", "st")),
          Map.entry("volume", Set.of("L", "mL", "m³", "ft³", "gal", "CCF")),
          Map.entry("volume_storage", Set.of("L", "mL", "m³", "ft³", "gal", "CCF")),
          Map.entry("volume_flow_rate", Set.of("L/min", "m³/h", "mL/s", "L/h", "L/s", "gal/min")),
          Map.entry("duration", Set.of("ms", "s", "min", "h", "d", "µs")),
          Map.entry("ph", Set.of("")),
          Map.entry("enum", Set.of("")));

  /** Classes of sensors that take none of the state class measurement. */
  private static final Set<String> SUMS = Set.of("energy", "volume");

  private DiscoverySchema() {}

  /** Fails where a message is not what Home Assistant takes. */
  static void check(JsonNode message) {
    assertKnown(message, ROOT, "message");
    assertKnown(message.path("device"), DEVICE, "device");
    assertFalse(message.path("device").path("identifiers").isEmpty());
    assertKnown(message.path("origin"), ORIGIN, "origin");
    assertTrue(message.path("origin").has("name"), "origin needs a name");
    checkAvailability(message);
    assertTrue(Set.of(0, 1, 2).contains(message.path("qos").asInt(-1)));
    Set<String> ids = new HashSet<>();
    for (Map.Entry<String, JsonNode> one : message.path("components").properties()) {
      component(one.getKey(), one.getValue(), ids);
    }
  }

  private static void component(String key, JsonNode component, Set<String> ids) {
    String platform = component.path("platform").asText();
    Set<String> own = OWN.getOrDefault(platform, Set.of());
    assertTrue(OWN.containsKey(platform), key + ": platform " + platform);
    if (component.size() == 1) {
      return; // removed
    }
    Set<String> known = new HashSet<>(COMMON);
    known.addAll(own);
    assertKnown(component, known, key);
    assertTrue(ids.add(component.path("unique_id").asText()), key + ": unique_id");
    for (String topic : Set.of("state_topic", "command_topic")) {
      if (component.has(topic)) {
        assertTrue(component.path(topic).asText().matches("[^#+]+"), key + ": " + topic);
      }
    }
    assertFalse(component.path("state_topic").asText().isEmpty(), key + ": optimistic");
    if (component.has("availability")) {
      checkAvailability(component);
    }
    if (component.has("expire_after")) {
      assertTrue(component.path("expire_after").isIntegralNumber(), key + ": expire_after");
      assertTrue(component.path("expire_after").asInt() > 0, key + ": expire_after");
    }
    switch (platform) {
      case "sensor" -> sensor(key, component);
      case "number" -> number(key, component);
      case "select" -> {
        assertTrue(component.path("options").size() > 0, key + ": options");
        commanded(key, component);
      }
      case "switch" -> commanded(key, component);
      default ->
          assertTrue(
              Set.of("", "connectivity").contains(component.path("device_class").asText()), key);
    }
  }

  private static void commanded(String key, JsonNode component) {
    assertFalse(component.path("command_topic").asText().isEmpty(), key + ": command_topic");
    assertFalse(component.path("command_template").asText().isEmpty(), key);
  }

  private static void sensor(String key, JsonNode component) {
    unit(key, component);
    String deviceClass = component.path("device_class").asText();
    String state = component.path("state_class").asText();
    assertTrue(Set.of("", "measurement", "total", "total_increasing").contains(state), key);
    if (SUMS.contains(deviceClass)) {
      assertTrue(state.startsWith("total"), key + ": " + deviceClass + " of " + state);
    }
    if (deviceClass.equals("enum")) {
      assertTrue(component.path("options").size() > 0, key + ": options");
      assertEquals("", state, key + ": an enum has no state class");
    } else {
      assertFalse(component.has("options"), key + ": options are of an enum");
    }
  }

  private static void number(String key, JsonNode component) {
    unit(key, component);
    commanded(key, component);
    assertTrue(component.path("min").asDouble() < component.path("max").asDouble(), key);
    assertTrue(component.path("step").asDouble() >= 0.001, key + ": step");
    assertTrue(Set.of("auto", "box", "slider").contains(component.path("mode").asText()), key);
  }

  private static void unit(String key, JsonNode component) {
    String deviceClass = component.path("device_class").asText();
    if (!deviceClass.isEmpty()) {
      Set<String> units = UNITS.getOrDefault(deviceClass, Set.of());
      String unit = component.path("unit_of_measurement").asText();
      assertTrue(units.contains(unit), key + ": " + deviceClass + " in \"" + unit + "\"");
    }
  }

  private static void checkAvailability(JsonNode at) {
    assertTrue(Set.of("all", "any", "latest").contains(at.path("availability_mode").asText()));
    assertFalse(at.path("availability").isEmpty());
    for (JsonNode one : at.path("availability")) {
      assertKnown(
          one,
          Set.of("topic", "payload_available", "payload_not_available", "value_template"),
          "availability");
      assertTrue(one.has("topic"));
    }
  }

  private static void assertKnown(JsonNode node, Set<String> known, String where) {
    assertTrue(node.isObject(), where);
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      assertTrue(known.contains(field.getKey()), where + ": " + field.getKey());
    }
  }
}
