package dev.ferrule.gateway.wording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UcumTest {

  @Test
  void knowsTheUnitsThatDevicesMeasureIn() {
    for (String code :
        List.of(
            "",
            "1",
            "%",
            "Cel",
            "K",
            "[degF]",
            "kW.h",
            "m/s",
            "m/s2",
            "ug/m3",
            "mL/min",
            "/min",
            "L",
            "uT",
            "deg/s",
            "hPa",
            "mbar",
            "m[H2O]",
            "mm[Hg]",
            "[in_i'Hg]",
            "V.A",
            "[ppm]",
            "[pH]",
            "uS/cm",
            "10*3/uL",
            "dB[SPL]",
            "{NTU}",
            "1/{rev}",
            "{drops}/min",
            "J/(kg.K)",
            "kBy/s",
            "MiBy",
            "m-1",
            "[kn_i]",
            "W/m2",
            "dB")) {
      assertTrue(Ucum.isCode(code), code);
    }
  }

  @Test
  void refusesWhatIsNone() {
    for (String word :
        List.of(
            "bananas", "°C", "kWh", "m//s", "m/", "{", "}", "(m", "m s", "k", "µA", "%RH", "CEL")) {
      assertFalse(Ucum.isCode(word), word);
    }
  }

  @Test
  void saysWhatToWrite() {
    assertEquals(Optional.of("\"µA\" is not a UCUM unit; write uA"), Ucum.mistake("µA"));
    assertEquals(Optional.of("\"kΩ\" is not a UCUM unit; write kOhm"), Ucum.mistake("kΩ"));
    assertEquals(Optional.of("\"m^2\" is not a UCUM unit; write m2"), Ucum.mistake("m^2"));
    assertEquals(Optional.of("\"%RH\" is not a UCUM unit; write %"), Ucum.mistake("%RH"));
    assertEquals(Optional.of("\"hpa\" is not a UCUM unit; write hPa"), Ucum.mistake("hpa"));
    assertEquals(Optional.of("\"kw\" is not a UCUM unit; write kW"), Ucum.mistake("kw"));
  }
}
