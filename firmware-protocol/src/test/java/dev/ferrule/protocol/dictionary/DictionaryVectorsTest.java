package dev.ferrule.protocol.dictionary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.vectors.Vectors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The golden vectors of dictionaries. */
class DictionaryVectorsTest {
  private static final Vectors VECTORS = Vectors.of("dictionary.json");

  @TestFactory
  Stream<DynamicTest> reads() {
    return VECTORS.tests(
        DictionaryVectorsTest::isRead,
        vector -> {
          Dictionary dictionary = Dictionary.read(bytes(vector)).orThrow();
          assertEquals(bytes(vector), dictionary.bytes());
          assertEquals(vector.path("hash").asLong(), Integer.toUnsignedLong(dictionary.hash()));
          assertEquals(vector.path("model").asText(), dictionary.model());
          assertEquals(vector.path("vendor").asText(), dictionary.vendor());
          assertEquals(
              Vectors.elements(vector.path("channels")).map(c -> channel(c).build()).toList(),
              dictionary.channels());
          assertEquals(
              Vectors.elements(vector.path("templates"))
                  .map(
                      t ->
                          new Template(
                              (int) t.path("id").asLong(),
                              Vectors.elements(t.path("channels"))
                                  .map(c -> dictionary.channel(c.asInt()).orElseThrow())
                                  .toList()))
                  .toList(),
              dictionary.templates());
          assertEquals(
              Vectors.elements(vector.path("enumerations"))
                  .map(e -> new Enumeration((int) e.path("id").asLong(), labels(e)))
                  .toList(),
              dictionary.enumerations());
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesWithTheRule() {
    return VECTORS.tests(
        vector -> !isRead(vector),
        vector -> {
          DictionaryRule broken =
              switch (Dictionary.read(bytes(vector))) {
                case DictionaryResult.Refused refused -> refused.rule();
                case DictionaryResult.Read(Dictionary read) -> throw new AssertionError(read);
              };
          assertEquals(DictionaryRule.valueOf(vector.path("rule").asText()), broken);
        });
  }

  @TestFactory
  Stream<DynamicTest> builderSaysTheSame() {
    return VECTORS.tests(
        DictionaryVectorsTest::isRead,
        vector -> {
          DictionaryBuilder builder = Dictionary.builder();
          builder.device(vector.path("model").asText(), vector.path("vendor").asText());
          Vectors.elements(vector.path("channels")).forEach(c -> builder.channel(channel(c)));
          Vectors.elements(vector.path("templates"))
              .forEach(
                  t ->
                      builder.template(
                          (int) t.path("id").asLong(),
                          Vectors.elements(t.path("channels"))
                              .mapToInt(JsonNode::asInt)
                              .toArray()));
          Vectors.elements(vector.path("enumerations"))
              .forEach(e -> builder.enumeration((int) e.path("id").asLong(), labels(e)));
          Dictionary built = builder.build().orThrow();
          Dictionary read = Dictionary.read(bytes(vector)).orThrow();
          assertEquals(read.channels(), built.channels());
          assertEquals(read.templates(), built.templates());
          assertEquals(read.enumerations(), built.enumerations());
        });
  }

  private static boolean isRead(JsonNode vector) {
    return vector.path("outcome").asText().equals("read");
  }

  private static Bytes bytes(JsonNode vector) {
    return Bytes.copyOf(Vectors.hex(vector, "hex"));
  }

  private static Map<Integer, String> labels(JsonNode enumeration) {
    Map<Integer, String> labels = new LinkedHashMap<>();
    Vectors.elements(enumeration.path("labels"))
        .forEach(l -> labels.put(l.path("value").asInt(), l.path("label").asText()));
    return labels;
  }

  private static ChannelSpec.Builder channel(JsonNode c) {
    Kind kind = Kind.of(c.path("kind").asInt()).orElseThrow();
    var builder =
        ChannelSpec.of(c.path("id").asInt(), c.path("key").asText())
            .name(c.path("name").asText())
            .unit(c.path("unit").asText())
            .kind(kind)
            .periodMs(c.path("period").asLong())
            .readable(c.path("readable").asBoolean())
            .dangerous(c.path("dangerous").asBoolean())
            .scale(scale(c));
    raw(c, "min", kind).ifPresent(builder::min);
    raw(c, "max", kind).ifPresent(builder::max);
    raw(c, "safe", kind).ifPresent(builder::writable);
    if (kind == Kind.ENUMERATION) {
      builder.enumeration(c.path("enumeration").asInt());
    }
    return builder;
  }

  private static Scale scale(JsonNode c) {
    JsonNode ratio = c.path("scale");
    return ratio.isMissingNode()
        ? new Scale.Decimals(c.path("decimals").asInt())
        : new Scale.Ratio(ratio.path(0).asLong(), ratio.path(1).asLong());
  }

  private static OptionalInt raw(JsonNode c, String field, Kind kind) {
    JsonNode value = c.path(field);
    if (value.isMissingNode()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(
        kind == Kind.FLOAT ? Float.floatToRawIntBits((float) value.asDouble()) : value.asInt());
  }
}
