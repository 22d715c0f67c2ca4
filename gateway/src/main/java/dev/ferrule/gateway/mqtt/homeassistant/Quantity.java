package dev.ferrule.gateway.mqtt.homeassistant;

import dev.ferrule.protocol.Kind;
import java.util.Map;
import java.util.Optional;

/**
 * What Home Assistant calls a quantity, by its UCUM unit. Where a unit does not tell (% may be
 * humidity, battery or a valve) there is no class: a wrong one would be worse. Immutable.
 *
 * @param unit as Home Assistant writes it; empty for none
 * @param deviceClass its class; empty for none
 * @param sums whether the class takes totals only
 */
record Quantity(String unit, String deviceClass, boolean sums) {

  private static final Map<String, Quantity> KNOWN =
      Map.ofEntries(
          known("Cel", "°C", "temperature"),
          known("[degF]", "°F", "temperature"),
          known("K", "K", "temperature"),
          known("Pa", "Pa", "pressure"),
          known("hPa", "hPa", "pressure"),
          known("kPa", "kPa", "pressure"),
          known("bar", "bar", "pressure"),
          known("mbar", "mbar", "pressure"),
          known("[psi]", "psi", "pressure"),
          known("mm[Hg]", "mmHg", "pressure"),
          known("[in_i'Hg]", "inHg", "pressure"),
          known("V", "V", "voltage"),
          known("mV", "mV", "voltage"),
          known("A", "A", "current"),
          known("mA", "mA", "current"),
          known("W", "W", "power"),
          known("kW", "kW", "power"),
          known("V.A", "VA", "apparent_power"),
          sum("W.h", "Wh", "energy"),
          sum("kW.h", "kWh", "energy"),
          known("Hz", "Hz", "frequency"),
          known("kHz", "kHz", "frequency"),
          known("MHz", "MHz", "frequency"),
          known("lx", "lx", "illuminance"),
          known("m/s", "m/s", "speed"),
          known("km/h", "km/h", "speed"),
          known("[kn_i]", "kn", "speed"),
          known("[mi_i]/h", "mph", "speed"),
          known("mm", "mm", "distance"),
          known("cm", "cm", "distance"),
          known("m", "m", "distance"),
          known("km", "km", "distance"),
          known("[in_i]", "in", "distance"),
          known("[ft_i]", "ft", "distance"),
          known("g", "g", "weight"),
          known("kg", "kg", "weight"),
          known("[lb_av]", "lb", "weight"),
          known("L", "L", "volume_storage"),
          known("l", "L", "volume_storage"),
          known("mL", "mL", "volume_storage"),
          known("m3", "m³", "volume_storage"),
          known("L/min", "L/min", "volume_flow_rate"),
          known("l/min", "L/min", "volume_flow_rate"),
          known("m3/h", "m³/h", "volume_flow_rate"),
          known("ms", "ms", "duration"),
          known("s", "s", "duration"),
          known("min", "min", "duration"),
          known("h", "h", "duration"),
          known("d", "d", "duration"),
          known("[pH]", "", "ph"),
          known("[ppm]", "ppm", ""),
          known("[ppb]", "ppb", ""),
          known("deg", "°", ""),
          known("Ohm", "Ω", ""),
          known("/min", "rpm", ""));

  private static Map.Entry<String, Quantity> known(String ucum, String unit, String deviceClass) {
    return Map.entry(ucum, new Quantity(unit, deviceClass, false));
  }

  private static Map.Entry<String, Quantity> sum(String ucum, String unit, String deviceClass) {
    return Map.entry(ucum, new Quantity(unit, deviceClass, true));
  }

  /** The quantity of a unit; one that Home Assistant does not know keeps its UCUM code. */
  static Quantity of(String ucum, Kind kind) {
    Quantity found = KNOWN.getOrDefault(ucum, new Quantity(plain(ucum), "", false));
    return kind == Kind.COUNTER && found.deviceClass.equals("volume_storage")
        ? new Quantity(found.unit, "volume", true)
        : found;
  }

  /** Words of one's own stand in braces in UCUM, and only there. */
  private static String plain(String ucum) {
    return ucum.replaceAll("[{}\\[\\]]", "");
  }

  /** Whether a number is measured, or adds up. */
  String stateClass(Kind kind) {
    if (kind == Kind.COUNTER) {
      return "total_increasing";
    }
    return sums ? "total" : "measurement";
  }

  /** The class, if there is one. */
  Optional<String> named() {
    return Optional.of(deviceClass).filter(name -> !name.isEmpty());
  }
}
