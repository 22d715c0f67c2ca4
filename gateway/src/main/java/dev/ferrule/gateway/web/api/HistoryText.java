package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.history.block.SeriesForm;
import dev.ferrule.gateway.history.file.Gap;
import dev.ferrule.gateway.history.file.HistoryRule;
import dev.ferrule.gateway.history.file.HistoryRules;
import dev.ferrule.gateway.history.query.Curve;
import dev.ferrule.gateway.history.query.HistoryReader.Outcome;
import dev.ferrule.gateway.json.Forms;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.json.WireNumber;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.gateway.wording.Numbers;
import dev.ferrule.protocol.Quality;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The past as JSON, as lines of JSON and as CSV; stateless. */
public final class HistoryText {

  /** The head of readings as CSV. */
  public static final String CSV_READINGS = "time,channel,value,unit,quality\r\n";

  static final String CSV_POINTS = "time,channel,min,max,mean,last,count,unit,quality\r\n";

  /** Digits of a mean beyond those of a reading. */
  private static final int MEAN_DIGITS = 2;

  private HistoryText() {}

  /** Curves with the gaps between them, as one object. */
  static String json(Outcome.Known known, long from, long to, HistoryRules rules) {
    JsonText out =
        new JsonText()
            .object()
            .field("from", Forms.rfc3339(from))
            .field("to", Forms.rfc3339(to))
            .list("channels");
    known.curves().forEach(curve -> curve(out, curve, rules.of(curve.form().channel())));
    out.endList().list("gaps");
    known.gaps().forEach(gap -> gap(out, gap));
    return out.endList().field("damaged", known.damaged()).endObject().toString();
  }

  private static void curve(JsonText out, Curve curve, HistoryRule rule) {
    SeriesForm form = curve.form();
    out.object().field("id", form.channel()).field("unit", form.unit());
    if (!rule.every().isZero()) {
      out.field("every", rule.every().toMillis());
    }
    var times = new StringBuilder("[");
    var min = new StringBuilder("[");
    var max = new StringBuilder("[");
    var mean = new StringBuilder("[");
    var last = new StringBuilder("[");
    var count = new StringBuilder("[");
    var quality = new StringBuilder("[");
    curve.forEach(
        point -> {
          next(times).append(point.time());
          number(next(min), point, point.min(), form);
          number(next(max), point, point.max(), form);
          mean(next(mean), point, form);
          number(next(last), point, point.end(), form);
          next(count).append(point.readings());
          next(quality).append(point.quality());
        });
    out.fieldRaw("times", times.append(']').toString())
        .fieldRaw("min", min.append(']').toString())
        .fieldRaw("max", max.append(']').toString())
        .fieldRaw("mean", mean.append(']').toString())
        .fieldRaw("last", last.append(']').toString())
        .fieldRaw("count", count.append(']').toString())
        .fieldRaw("quality", quality.append(']').toString())
        .endObject();
  }

  private static StringBuilder next(StringBuilder list) {
    return list.length() > 1 ? list.append(',') : list;
  }

  private static void number(StringBuilder out, Curve.Point point, double value, SeriesForm form) {
    if (point.numbers() == 0) {
      out.append("null");
    } else {
      WireNumber.append(out, value, form.scale());
    }
  }

  private static void mean(StringBuilder out, Curve.Point point, SeriesForm form) {
    if (point.numbers() == 0) {
      out.append("null");
    } else if (point.numbers() == 1) {
      WireNumber.append(out, point.mean(), form.scale());
    } else if (form.scale() instanceof Scale.Decimals(int places)) {
      out.append(
          Numbers.plain(
              BigDecimal.valueOf(point.mean())
                  .setScale(places + MEAN_DIGITS, RoundingMode.HALF_EVEN)
                  .doubleValue()));
    } else {
      out.append(Numbers.plain(point.mean()));
    }
  }

  private static void gap(JsonText out, Gap gap) {
    out.object();
    if (!gap.device().isEmpty()) {
      out.field("device", gap.device());
    }
    out.field("from", Forms.rfc3339(gap.first()))
        .field("to", Forms.rfc3339(gap.last()))
        .field("reason", gap.reason().word());
    if (gap.count() != 0) {
      out.field("count", gap.count());
    }
    out.endObject();
  }

  /** A reading as a line of JSON. */
  public static void jsonLine(
      StringBuilder out, SeriesForm form, long time, double value, int quality) {
    out.append("{\"channel\":\"").append(form.channel()).append("\",\"time\":\"");
    out.append(Forms.rfc3339(time)).append("\",\"value\":");
    value(out, form, value, quality, "null");
    out.append(",\"quality\":\"").append(Quality.text(quality)).append("\"}\n");
  }

  /** A reading as a line of CSV. */
  public static void csvLine(
      StringBuilder out, SeriesForm form, long time, double value, int quality) {
    out.append(Forms.rfc3339(time)).append(',').append(form.channel()).append(',');
    value(out, form, value, quality, "");
    out.append(',').append(cell(form.unit())).append(',').append(Quality.text(quality));
    out.append("\r\n");
  }

  private static void value(
      StringBuilder out, SeriesForm form, double value, int quality, String none) {
    if (Double.isFinite(value) && !Quality.isBad(quality)) {
      WireNumber.append(out, value, form.scale());
    } else {
      out.append(none);
    }
  }

  /** Points as lines of JSON. */
  static void jsonLines(StringBuilder out, Curve curve) {
    SeriesForm form = curve.form();
    curve.forEach(
        point -> {
          out.append("{\"channel\":\"").append(form.channel()).append("\",\"time\":\"");
          out.append(Forms.rfc3339(point.time())).append("\",\"min\":");
          number(out, point, point.min(), form);
          number(out.append(",\"max\":"), point, point.max(), form);
          mean(out.append(",\"mean\":"), point, form);
          number(out.append(",\"last\":"), point, point.end(), form);
          out.append(",\"count\":").append(point.readings());
          out.append(",\"quality\":\"").append(Quality.text(point.quality())).append("\"}\n");
        });
  }

  /** Points as lines of CSV. */
  static void csvLines(StringBuilder out, Curve curve) {
    SeriesForm form = curve.form();
    curve.forEach(
        point -> {
          out.append(Forms.rfc3339(point.time())).append(',').append(form.channel()).append(',');
          if (point.numbers() == 0) {
            out.append(",,,");
          } else {
            number(out, point, point.min(), form);
            number(out.append(','), point, point.max(), form);
            mean(out.append(','), point, form);
            number(out.append(','), point, point.end(), form);
          }
          out.append(',').append(point.readings()).append(',').append(cell(form.unit()));
          out.append(',').append(Quality.text(point.quality())).append("\r\n");
        });
  }

  /** RFC 4180: a unit may hold anything that UCUM does. */
  private static String cell(String text) {
    return text.indexOf(',') < 0 && text.indexOf('"') < 0
        ? text
        : '"' + text.replace("\"", "\"\"") + '"';
  }
}
