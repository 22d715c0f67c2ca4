package dev.ferrule.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferrule.protocol.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;

/** One file of golden vectors; vectors/README.md says what stands in it. */
public final class Vectors {
  private final JsonNode file;

  private Vectors(JsonNode file) {
    this.file = file;
  }

  /** The file of that name in the directory {@code vectors}. */
  public static Vectors of(String name) {
    try {
      return new Vectors(new ObjectMapper().readTree(Path.of("vectors", name).toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What holds for all vectors of the file. */
  public JsonNode head() {
    return file;
  }

  /** The vectors; a file without any is a mistake. */
  public Stream<JsonNode> all() {
    JsonNode vectors = file.path("vectors");
    assertFalse(vectors.isEmpty());
    return elements(vectors);
  }

  /** One test for each vector, under its name. */
  public Stream<DynamicTest> tests(Consumer<JsonNode> test) {
    return tests(_ -> true, test);
  }

  /** One test for each vector that is chosen, under its name. */
  public Stream<DynamicTest> tests(Predicate<JsonNode> chosen, Consumer<JsonNode> test) {
    return all()
        .filter(chosen)
        .map(v -> DynamicTest.dynamicTest(v.path("name").asText(), () -> test.accept(v)));
  }

  /** The elements of a list. */
  public static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  /** The bytes of a field that is hexadecimal. */
  public static byte[] hex(JsonNode object, String field) {
    return Bytes.fromHex(object.path(field).asText()).toArray();
  }
}
