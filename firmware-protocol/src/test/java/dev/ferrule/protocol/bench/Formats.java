package dev.ferrule.protocol.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.ferrule.protocol.bench.DataSet.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * One message in well-known formats, with the channel numbers and the base time that Ferrule has. A
 * value is the number in the channel's unit, or the scaled integer; binary floats are single, and
 * whole numbers go as integers.
 */
final class Formats {
  /** Size of one message in a format. */
  @FunctionalInterface
  interface Format {
    int size(List<Reading> message) throws IOException;
  }

  private Formats() {}

  private static String number(Reading reading) {
    String text = Double.toString(reading.value());
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static boolean isWhole(Reading reading) {
    return reading.value() == Math.rint(reading.value());
  }

  /** {@code [{"id":40,"t":1166289840000,"v":4.216},...]}. */
  static int jsonObjects(List<Reading> message) {
    var text = new StringBuilder("[");
    for (Reading r : message) {
      text.append("{\"id\":").append(r.channel()).append(",\"t\":").append(r.time());
      text.append(",\"v\":").append(number(r)).append("},");
    }
    return bytes(text);
  }

  /** {@code {"t":"readings","time":1166289840000,"r":[[40,0,4.216],...]}}: PROTOCOL.md, B3. */
  static int jsonArrays(List<Reading> message) {
    long base = message.getFirst().time();
    var text = new StringBuilder("{\"t\":\"readings\",\"time\":").append(base).append(",\"r\":[");
    for (Reading r : message) {
      text.append('[').append(r.channel()).append(',').append(r.time() - base).append(',');
      text.append(number(r)).append("],");
    }
    return bytes(text) + 1;
  }

  /** The last comma stands for the closing bracket. */
  private static int bytes(StringBuilder text) {
    return text.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  /** {@code [time, number, dt, value, number, dt, value, ...]}. */
  static int cbor(List<Reading> message, boolean scaled) throws IOException {
    long base = message.getFirst().time();
    var out = new ByteArrayOutputStream();
    try (JsonGenerator cbor = new CBORFactory().createGenerator(out)) {
      cbor.writeStartArray(null, 1 + 3 * message.size());
      cbor.writeNumber(base);
      for (Reading r : message) {
        cbor.writeNumber(r.channel());
        cbor.writeNumber(r.time() - base);
        if (scaled || isWhole(r)) {
          cbor.writeNumber(scaled ? r.scaled() : (long) r.value());
        } else {
          cbor.writeNumber((float) r.value());
        }
      }
      cbor.writeEndArray();
    }
    return out.size();
  }

  /** {@code [time, number, dt, value, number, dt, value, ...]}. */
  static int messagePack(List<Reading> message, boolean scaled) throws IOException {
    long base = message.getFirst().time();
    try (MessageBufferPacker out = MessagePack.newDefaultBufferPacker()) {
      out.packArrayHeader(1 + 3 * message.size());
      out.packLong(base);
      for (Reading r : message) {
        out.packInt(r.channel());
        out.packLong(r.time() - base);
        if (scaled || isWhole(r)) {
          out.packLong(scaled ? r.scaled() : (long) r.value());
        } else {
          out.packFloat((float) r.value());
        }
      }
      return out.toByteArray().length;
    }
  }
}
