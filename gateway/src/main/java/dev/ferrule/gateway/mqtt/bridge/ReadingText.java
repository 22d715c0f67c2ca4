package dev.ferrule.gateway.mqtt.bridge;

import dev.ferrule.gateway.json.WireNumber;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.protocol.Quality;

/** A reading as brokers get it, of now or of the past; stateless. */
final class ReadingText {

  private ReadingText() {}

  /**
   * Begins an object with value, time, quality and unit; what else there is to say follows.
   *
   * @param time milliseconds since 1970 UTC
   * @param unit as JSON
   */
  static StringBuilder begin(double value, int quality, Scale scale, long time, String unit) {
    boolean shown = Double.isFinite(value) && !Quality.isBad(quality);
    int honest =
        shown || Quality.isBad(quality) ? quality : Quality.of(Quality.BAD, Quality.NOT_A_NUMBER);
    StringBuilder out = new StringBuilder(96).append("{\"v\":");
    if (shown) {
      WireNumber.append(out, value, scale);
    } else {
      out.append("null");
    }
    out.append(",\"t\":").append(time);
    out.append(",\"q\":\"").append(Quality.text(honest));
    return out.append("\",\"u\":").append(unit);
  }
}
