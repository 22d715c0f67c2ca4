package dev.ferrule.protocol.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.vectors.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The golden vectors of the stream. */
class StreamVectorsTest {
  private static final Vectors VECTORS = Vectors.of("stream.json");

  @TestFactory
  Stream<DynamicTest> decodes() {
    return VECTORS.tests(
        vector -> {
          var decoder = new StreamDecoder();
          Vectors.elements(vector.path("messages")).forEach(m -> decode(decoder, m));
        });
  }

  @TestFactory
  Stream<DynamicTest> encodesWhatIsCanonical() {
    return VECTORS.tests(
        vector -> vector.path("canonical").asBoolean(),
        vector -> {
          double[] factors = new double[StreamFormat.MAX_CHANNEL + 1];
          Arrays.fill(factors, 1);
          floatChannels(vector, factors);
          var encoder = new StreamEncoder(factors);
          Vectors.elements(vector.path("messages")).forEach(m -> encode(encoder, m));
        });
  }

  private static void floatChannels(JsonNode vector, double[] factors) {
    Vectors.elements(vector.path("messages"))
        .flatMap(m -> Vectors.elements(m.path("blocks")))
        .filter(b -> b.path("kind").asInt() != StreamFormat.KIND_INTEGER)
        .forEach(
            b -> {
              int first = b.path("channel").asInt();
              Arrays.fill(factors, first, first + b.path("values").size(), 0);
            });
  }

  private static int generation(JsonNode message) {
    return message.path("gen").asInt(VECTORS.head().path("gen").asInt());
  }

  private static void decode(StreamDecoder decoder, JsonNode message) {
    byte[] bytes = Vectors.hex(message, "hex");
    List<String> blocks = new ArrayList<>();
    long before = decoder.position();
    StreamOutcome outcome =
        decoder.decode(
            bytes,
            0,
            bytes.length,
            generation(message),
            (first, channels, rows, times, values, quality, scaled) ->
                blocks.add(told(first, channels, rows, times, values, quality, scaled)));
    assertEquals(outcome(message), outcome, decoder::fault);
    List<String> expected = new ArrayList<>();
    Vectors.elements(message.path("blocks")).forEach(b -> expected.add(told(b)));
    assertEquals(String.join("\n", expected), String.join("\n", blocks));
    long after = outcome == StreamOutcome.DELIVERED ? position(message, before) : before;
    assertEquals(after, decoder.position());
    assertTrue(outcome != StreamOutcome.DAMAGED || !decoder.fault().isEmpty());
  }

  /** The position after a message that was delivered; -1 when none is known (PROTOCOL.md B4). */
  private static long position(JsonNode message, long before) {
    if (message.path("reference").asBoolean()) {
      return message.path("position").asLong(-1);
    }
    return before < 0 ? -1 : before + message.path("position").asLong(1);
  }

  private static StreamOutcome outcome(JsonNode message) {
    String word = message.path("outcome").asText().toUpperCase(Locale.ROOT);
    return switch (word) {
      case "VERSION" -> StreamOutcome.OTHER_VERSION;
      case "GENERATION" -> StreamOutcome.OTHER_GENERATION;
      case "REFERENCE" -> StreamOutcome.NO_REFERENCE;
      default -> StreamOutcome.valueOf(word);
    };
  }

  private static void encode(StreamEncoder encoder, JsonNode message) {
    int h0 = HexFormat.fromHexDigits(message.path("hex").asText(), 0, 2);
    encoder.begin(MessageMode.of(h0), generation(message), message.path("time").asLong());
    if (message.has("position")) {
      encoder.position(message.path("position").asLong());
    }
    Vectors.elements(message.path("blocks")).forEach(b -> add(encoder, b));
    assertEquals(message.path("hex").asText(), encoder.toBytes().toHex());
  }

  private static void add(StreamEncoder encoder, JsonNode block) {
    long[] times = Vectors.elements(block.path("times")).mapToLong(JsonNode::asLong).toArray();
    double[] values =
        Vectors.elements(block.path("values"))
            .flatMap(Vectors::elements)
            .mapToDouble(n -> Double.parseDouble(n.asText()))
            .toArray();
    byte @Nullable [] quality = block.has("quality") ? codes(block, values.length) : null;
    int channels = block.path("values").size();
    assertTrue(encoder.add(block.path("channel").asInt(), channels, times, values, quality));
  }

  private static byte[] codes(JsonNode block, int cells) {
    byte[] codes = new byte[cells];
    int[] list =
        Vectors.elements(block.path("quality"))
            .flatMap(Vectors::elements)
            .mapToInt(JsonNode::asInt)
            .toArray();
    for (int i = 0; i < list.length; i++) {
      codes[i] = (byte) list[i];
    }
    return codes;
  }

  /** A block in words, so that a difference is shown as it is read. */
  private static String told(JsonNode block) {
    int kind = block.path("kind").asInt();
    StringBuilder text = new StringBuilder();
    text.append(block.path("channel")).append(kind == 0 ? " integers" : " floats");
    text.append(" at ").append(block.path("times").toString().replace(",", ", "));
    for (int c = 0; c < block.path("values").size(); c++) {
      text.append(" [");
      for (int r = 0; r < block.path("times").size(); r++) {
        double value = Double.parseDouble(block.path("values").path(c).path(r).asText());
        int code = block.path("quality").path(c).path(r).asInt();
        text.append(value).append(code == Quality.GOOD ? " " : " (" + code + ") ");
      }
      text.append(']');
    }
    return text.toString();
  }

  private static String told(
      int first,
      int channels,
      int rows,
      long[] times,
      double[] values,
      byte[] quality,
      boolean scaled) {
    StringBuilder text = new StringBuilder();
    text.append(first).append(scaled ? " integers" : " floats").append(" at ");
    text.append(Arrays.toString(Arrays.copyOf(times, rows)));
    for (int c = 0; c < channels; c++) {
      text.append(" [");
      for (int r = 0; r < rows; r++) {
        int i = c * rows + r;
        int code = quality[i] & 0xFF;
        text.append(values[i]).append(code == Quality.GOOD ? " " : " (" + code + ") ");
      }
      text.append(']');
    }
    return text.toString();
  }
}
