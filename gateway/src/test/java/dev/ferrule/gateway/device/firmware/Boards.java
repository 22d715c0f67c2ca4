package dev.ferrule.gateway.device.firmware;

import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.dictionary.ChannelSpec;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.dictionary.DictionaryBuilder;
import java.util.Map;

/** Dictionaries of test boards. */
final class Boards {

  static final int TEMP = 7;
  static final int HUM = 2;
  static final int LIGHT = 9;
  static final int PUMP = 5;
  static final int HEATER = 6;

  private Boards() {}

  /**
   * Templates 1 (temp, hum) and 2 (light, pump); the heater is dangerous and in no template.
   * Indexes: temp 0, hum 1, light 2, pump 3, heater 4.
   */
  static DictionaryBuilder greenhouse() {
    return Dictionary.builder()
        .device("Greenhouse", "Ferrule")
        .enumeration(1, Map.of(0, "off", 1, "low", 2, "high"))
        .channel(
            ChannelSpec.of(HEATER, "heater")
                .enumeration(1)
                .range(0, 2)
                .readable(false)
                .writable(0)
                .dangerous(true))
        .channel(ChannelSpec.of(PUMP, "pump").kind(Kind.SWITCH).periodMs(0).writable(0))
        .channel(
            ChannelSpec.of(TEMP, "temp")
                .name("Temperature")
                .unit("Cel")
                .decimals(2)
                .range(-4000, 8500))
        .channel(ChannelSpec.of(HUM, "hum").unit("%").decimals(1).periodMs(500))
        .channel(ChannelSpec.of(LIGHT, "light").kind(Kind.FLOAT))
        .template(1, TEMP, HUM)
        .template(2, LIGHT, PUMP);
  }

  static final int LIGHT_INDEX = 2;
  static final int PUMP_INDEX = 3;
  static final int HEATER_INDEX = 4;
}
