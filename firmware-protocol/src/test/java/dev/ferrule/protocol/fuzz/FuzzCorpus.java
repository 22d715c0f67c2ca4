package dev.ferrule.protocol.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.vectors.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The inputs that a fuzzer once found worth keeping, and all vectors as inputs. */
final class FuzzCorpus {
  private FuzzCorpus() {}

  static List<Bytes> link() throws IOException {
    List<Bytes> inputs = kept("link.hex");
    for (String file : new String[] {"link-frames.json", "link-session.json"}) {
      Vectors.of(file).all().forEach(v -> inputs.add(behind(0, Vectors.hex(v, "wire"))));
    }
    Vectors.of("link-streams.json")
        .all()
        .forEach(v -> inputs.add(behind(0, Vectors.hex(v, "bytes"))));
    Vectors.of("dictionary.json").all().forEach(v -> inputs.add(behind(2, Vectors.hex(v, "hex"))));
    return inputs;
  }

  static List<Bytes> stream() throws IOException {
    List<Bytes> inputs = kept("stream.hex");
    Vectors.of("stream.json").all().forEach(v -> inputs.add(messages(v)));
    return inputs;
  }

  private static Bytes behind(int first, byte[] rest) {
    var input = new ByteArrayOutputStream();
    input.write(first);
    input.writeBytes(rest);
    return Bytes.copyOf(input.toByteArray());
  }

  private static Bytes messages(JsonNode vector) {
    var input = new ByteArrayOutputStream();
    Vectors.elements(vector.path("messages"))
        .forEach(
            m -> {
              byte[] message = Vectors.hex(m, "hex");
              input.write(message.length);
              input.write(message.length >> 8);
              input.writeBytes(message);
            });
    return Bytes.copyOf(input.toByteArray());
  }

  /** One input a line. */
  private static List<Bytes> kept(String file) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("src/test/resources/fuzz", file))) {
      return new ArrayList<>(lines.map(Bytes::fromHex).toList());
    }
  }

  /** Writes them as files for the fuzzer to start from. */
  static void write(List<Bytes> inputs, Path directory) throws IOException {
    Files.createDirectories(directory);
    for (int i = 0; i < inputs.size(); i++) {
      Files.write(directory.resolve(Integer.toString(i)), inputs.get(i).toArray());
    }
  }
}
