package dev.ferrule.protocol.fuzz;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.Bytes;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a fuzzer once found stays mended. */
class FuzzCorpusTest {
  @Test
  void theLinkTargetTakesItsCorpus() throws IOException {
    List<Bytes> inputs = FuzzCorpus.link();
    assertTrue(inputs.size() > 300, () -> inputs.size() + " inputs");
    for (Bytes input : inputs) {
      assertDoesNotThrow(() -> LinkFuzz.fuzzerTestOneInput(input.toArray()), input::toHex);
    }
  }

  @Test
  void theStreamTargetTakesItsCorpus() throws IOException {
    List<Bytes> inputs = FuzzCorpus.stream();
    assertTrue(inputs.size() > 200, () -> inputs.size() + " inputs");
    for (Bytes input : inputs) {
      assertDoesNotThrow(() -> StreamFuzz.fuzzerTestOneInput(input.toArray()), input::toHex);
    }
  }
}
