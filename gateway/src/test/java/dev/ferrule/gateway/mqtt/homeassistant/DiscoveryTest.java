package dev.ferrule.gateway.mqtt.homeassistant;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.gateway.mqtt.Arrival;
import dev.ferrule.gateway.mqtt.Publication;
import dev.ferrule.gateway.mqtt.Topics;
import dev.ferrule.gateway.registry.DeviceFeed;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.protocol.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

  private static final String TOPIC = "homeassistant/device/ferrule_g/boiler/config";

  /** What a quantity may have, one per word; the empty one is the last. */
  private static final List<String> UNITS =
      List.of(
          ("Cel [degF] K Pa hPa kPa bar mbar [psi] mm[Hg] [in_i'Hg] V mV A mA W kW V.A W.h kW.h Hz"
                  + " kHz MHz lx m/s km/h [kn_i] [mi_i]/h mm cm m km [in_i] [ft_i] g kg [lb_av] L l"
                  + " mL m3 L/min l/min m3/h ms s min h d [pH] [ppm] deg Ohm /min % {drops} mol/L ")
              .split(" ", -1));

  private final ManualLoop loop = new ManualLoop();
  private final Registry registry = new Registry(loop);
  private final DeviceFeed feed =
      registry.feed("boiler", "Boiler \"1\"", "Cellar", "text", "/dev/x", (_, _) -> {});
  private final List<Publication> told = new ArrayList<>();
  private int reborn;
  private Function<Channel, Exposure> exposure =
      channel -> new Exposure(true, channel.period(), true);

  private final Discovery discovery =
      new Discovery(
          loop,
          new Topics("g", Topics.DEFAULT_TEMPLATE),
          "homeassistant",
          "0.1",
          channel -> exposure.apply(channel),
          told::add,
          () -> reborn++,
          new Random(1),
          registry.directory());

  private void channels(Channel... channels) {
    feed.channels(List.of(channels));
    feed.state(new DeviceState.Up());
    loop.runReady();
    discovery.directory(registry.directory());
  }

  private JsonNode last() throws Exception {
    Publication last = told.getLast();
    assertEquals(TOPIC, last.topic());
    assertTrue(last.retain());
    JsonNode message = new ObjectMapper().readTree(last.payload());
    DiscoverySchema.check(message);
    return message;
  }

  private JsonNode opened(Channel... channels) throws Exception {
    channels(channels);
    discovery.opened();
    loop.advance(Duration.ofSeconds(1));
    return last();
  }

  private static Channel channel(
      String key, Kind kind, String unit, Scale scale, Map<Integer, String> labels, boolean set) {
    return new Channel(
        new ChannelId("boiler", key),
        key,
        unit,
        kind,
        scale,
        ValueRange.ANY,
        Duration.ofSeconds(10),
        true,
        set ? Optional.of(new Channel.Control(0, 0, false)) : Optional.empty(),
        labels);
  }

  private static Channel number(String key, String unit) {
    return channel(key, Kind.NUMBER, unit, new Scale.Decimals(2), Map.of(), false);
  }

  @Test
  void describesASensor() throws Exception {
    JsonNode message = opened(Channels.sensor("boiler", "temp"));
    JsonNode temp = message.path("components").path("temp");
    assertAll(
        () -> assertEquals("sensor", temp.path("platform").asText()),
        () -> assertEquals("ferrule:g:boiler.temp", temp.path("unique_id").asText()),
        () -> assertEquals("temp", temp.path("name").asText()),
        () -> assertEquals("ferrule/g/boiler/temp", temp.path("state_topic").asText()),
        () -> assertEquals("temperature", temp.path("device_class").asText()),
        () -> assertEquals("measurement", temp.path("state_class").asText()),
        () -> assertEquals("°C", temp.path("unit_of_measurement").asText()),
        () -> assertEquals(3, temp.path("expire_after").asInt()),
        () -> assertEquals(1, temp.path("suggested_display_precision").asInt()),
        () -> assertEquals("Boiler \"1\"", message.path("device").path("name").asText()),
        () -> assertEquals("Cellar", message.path("device").path("suggested_area").asText()),
        () ->
            assertEquals(
                "ferrule:g:boiler", message.path("device").path("identifiers").path(0).asText()));
  }

  @Test
  void isAvailableWhenTheGatewayIsThereAndTheDeviceIsUp() throws Exception {
    JsonNode message = opened(Channels.sensor("boiler", "temp"));
    JsonNode availability = message.path("availability");
    assertEquals("all", message.path("availability_mode").asText());
    assertEquals("ferrule/g/$state", availability.path(0).path("topic").asText());
    assertEquals("ferrule/g/boiler/$state", availability.path(1).path("topic").asText());
    assertEquals(
        "{{ 'online' if value == 'up' else 'offline' }}",
        availability.path(1).path("value_template").asText());
  }

  @Test
  void showsTheDeviceItselfAsConnectedOrNotWhileTheGatewayIsThere() throws Exception {
    JsonNode connection =
        opened(Channels.sensor("boiler", "temp")).path("components").path("_connection");
    assertEquals("binary_sensor", connection.path("platform").asText());
    assertEquals("connectivity", connection.path("device_class").asText());
    assertEquals("ferrule/g/boiler/$state", connection.path("state_topic").asText());
    assertEquals(1, connection.path("availability").size());
    assertEquals(
        "ferrule/g/$state", connection.path("availability").path(0).path("topic").asText());
  }

  @Test
  void givesOutputsAControlThatMakesACommandOfItsOwn() throws Exception {
    JsonNode components =
        opened(
                Channels.relay("boiler", "pump"),
                Channels.setPoint("boiler", "power", false),
                channel(
                    "mode",
                    Kind.ENUMERATION,
                    "",
                    Scale.WHOLE,
                    Map.of(0, "off", 1, "it's {{on}}", 2, "off"),
                    true))
            .path("components");
    JsonNode power = components.path("power");
    JsonNode mode = components.path("mode");
    assertAll(
        () -> assertEquals("switch", components.path("pump").path("platform").asText()),
        () ->
            assertEquals(
                "ferrule/g/boiler/pump/set",
                components.path("pump").path("command_topic").asText()),
        () ->
            assertEquals(
                "{\"id\":\"ha-{{ (now().timestamp() * 1000000) | int }}\","
                    + "\"value\":{{ 1 if value == 'ON' else 0 }},\"ttl\":5000}",
                components.path("pump").path("command_template").asText()),
        () -> assertEquals("number", power.path("platform").asText()),
        () -> assertEquals(0, power.path("min").asInt()),
        () -> assertEquals(100, power.path("max").asInt()),
        () -> assertEquals(5, power.path("step").asInt()),
        () -> assertEquals("select", mode.path("platform").asText()),
        () -> assertEquals("off (2)", mode.path("options").path(2).asText()),
        () ->
            assertTrue(
                mode.path("command_template").asText().contains("'it\\u0027s \\u007b\\u007bon"),
                mode::toString));
  }

  @Test
  void controlsNothingThatIsNotAllowedOrThatAPersonMustProve() throws Exception {
    exposure = channel -> new Exposure(true, channel.period(), !channel.id().key().equals("pump"));
    JsonNode components =
        opened(Channels.relay("boiler", "pump"), Channels.setPoint("boiler", "power", true))
            .path("components");
    assertEquals("binary_sensor", components.path("pump").path("platform").asText());
    assertEquals("sensor", components.path("power").path("platform").asText());
    assertFalse(components.toString().contains("command_topic"), components::toString);
  }

  @Test
  void leavesOutWhatIsNotPublishedAndTheExpiryOfWhatComesOnlyOnChange() throws Exception {
    exposure = channel -> new Exposure(!channel.id().key().equals("secret"), Duration.ZERO, false);
    JsonNode components =
        opened(Channels.sensor("boiler", "temp"), Channels.sensor("boiler", "secret"))
            .path("components");
    assertFalse(components.has("secret"));
    assertFalse(components.path("temp").has("expire_after"));
  }

  @Test
  void callsEveryUnitAsHomeAssistantDoes() throws Exception {
    List<String> units = UNITS;
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      channels.add(number("n" + i, units.get(i)));
      channels.add(channel("c" + i, Kind.COUNTER, units.get(i), Scale.WHOLE, Map.of(), false));
    }
    JsonNode components = opened(channels.toArray(Channel[]::new)).path("components");
    JsonNode energy = components.path("n" + units.indexOf("kW.h"));
    assertEquals("total", energy.path("state_class").asText());
    JsonNode water = components.path("c" + units.indexOf("m3"));
    assertEquals("volume", water.path("device_class").asText());
    assertEquals("total_increasing", water.path("state_class").asText());
    JsonNode drops = components.path("n" + units.indexOf("{drops}"));
    assertEquals("drops", drops.path("unit_of_measurement").asText());
  }

  @Test
  void tellsAgainWithinTenSecondsWhenHomeAssistantStarts() throws Exception {
    opened(Channels.sensor("boiler", "temp"));
    int before = told.size();
    assertTrue(discovery.hears(arrival("homeassistant/status", "online", false)));
    loop.advance(Duration.ofSeconds(10));
    assertEquals(before + 1, told.size());
    assertEquals(2, reborn);
    assertTrue(discovery.hears(arrival("homeassistant/status", "offline", false)));
    loop.advance(Duration.ofSeconds(10));
    assertEquals(before + 1, told.size());
  }

  @Test
  void takesAwayAChannelThatIsGoneAndOneThatBecameSomethingElse() throws Exception {
    exposure = channel -> new Exposure(true, channel.period(), false);
    opened(Channels.sensor("boiler", "temp"), Channels.relay("boiler", "pump"));
    exposure = channel -> new Exposure(true, channel.period(), true);
    channels(Channels.relay("boiler", "pump"));
    told.clear();
    loop.advance(Duration.ofSeconds(1));
    JsonNode first = last().path("components");
    assertEquals("{\"platform\":\"sensor\"}", first.path("temp").toString());
    assertEquals("{\"platform\":\"binary_sensor\"}", first.path("pump").toString());
    loop.advance(Duration.ofSeconds(1));
    JsonNode then = last().path("components");
    assertEquals(2, told.size());
    assertFalse(then.has("temp"));
    assertEquals("switch", then.path("pump").path("platform").asText());
  }

  @Test
  void takesAwayWhatTheBrokerKeepsOfAnEarlierConfiguration() throws Exception {
    channels(Channels.relay("boiler", "pump"));
    discovery.opened();
    String old = "homeassistant/device/ferrule_g/chiller/config";
    assertTrue(discovery.hears(arrival(old, "{\"components\":{}}", true)));
    assertEquals(old, told.getLast().topic());
    assertEquals(0, told.getLast().payload().length);
    assertTrue(told.getLast().retain());
    assertTrue(
        discovery.hears(
            arrival(
                TOPIC,
                "{\"components\":{\"gone\":{\"platform\":\"sensor\"},\"pump\":"
                    + "{\"platform\":\"switch\"},\"odd\":{\"platform\":\"No!\"}}}",
                true)));
    loop.advance(Duration.ofSeconds(1));
    JsonNode first = last().path("components");
    assertEquals("{\"platform\":\"sensor\"}", first.path("gone").toString());
    assertEquals("switch", first.path("pump").path("platform").asText());
    assertFalse(first.has("odd"));
    loop.advance(Duration.ofSeconds(1));
    assertFalse(last().path("components").has("gone"));
  }

  @Test
  void keepsWhatIsKnownOfADeviceThatHasNotSaidItsChannelsYet() {
    discovery.directory(registry.directory());
    discovery.opened();
    discovery.hears(arrival(TOPIC, "{\"components\":{}}", true));
    loop.advance(Duration.ofSeconds(20));
    assertEquals(List.of(), told);
  }

  @Test
  void staysCalmWhateverTheBrokerKeeps() throws Exception {
    channels(Channels.relay("boiler", "pump"));
    discovery.opened();
    for (String text : List.of("x", "[]", "{\"components\":7}", "{\"components\":{\"a\":1}}")) {
      assertTrue(discovery.hears(arrival(TOPIC, text, true)), text);
    }
    assertFalse(discovery.hears(arrival("ferrule/g/boiler/pump/set", "x", true)));
    loop.advance(Duration.ofSeconds(1));
    assertEquals(2, last().path("components").size());
  }

  private static Arrival arrival(String topic, String text, boolean retained) {
    return new Arrival(
        topic,
        text.getBytes(StandardCharsets.UTF_8),
        retained,
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
