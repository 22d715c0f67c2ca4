package dev.ferrule.gateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.store.StoreFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A small ledger with each of its bytes flipped in turn. */
@Timeout(600)
class FlippedLedgerTest {

  @TempDir Path data;

  @Test
  void isFoundOutOrSaysWhatItSaidBefore() throws Exception {
    try (var fixture = new LedgerFixture(data).awaitOpen()) {
      for (int i = 0; i < 4; i++) {
        fixture.act("command-" + i);
      }
      fixture.append("command-9", LedgerFixture.life().get(1));
    }
    byte[] sound = Files.readAllBytes(data.resolve("ledger.db"));
    List<LedgerReader.Found> before = records();
    assertEquals(17, before.size());
    Path flipped = Files.createDirectory(data.resolve("flipped"));
    Files.copy(data.resolve("ledger.head"), flipped.resolve("ledger.head"));
    int found = 0;
    List<Integer> wrong = new ArrayList<>();
    for (int at = 0; at < sound.length; at++) {
      byte[] bytes = sound.clone();
      bytes[at] ^= (byte) (1 << at % 8);
      Files.deleteIfExists(flipped.resolve("ledger.db-wal"));
      Files.deleteIfExists(flipped.resolve("ledger.db-shm"));
      Files.write(flipped.resolve("ledger.db"), bytes);
      if (isFound(flipped)) {
        found++;
      } else if (!records(flipped).equals(before)) {
        wrong.add(at);
      }
    }
    System.out.printf(
        "%d bytes flipped, %d found, %d without any effect, wrong %s%n",
        sound.length, found, sound.length - found - wrong.size(), wrong);
    assertEquals(List.of(), wrong);
    assertTrue(found > 17 * 100, "found only " + found);
  }

  private static boolean isFound(Path directory) throws Exception {
    try (var reader = LedgerReader.open(directory)) {
      return !reader.verify("").isSound();
    } catch (StoreFault e) {
      return true;
    }
  }

  private List<LedgerReader.Found> records() throws Exception {
    return records(data);
  }

  private static List<LedgerReader.Found> records(Path directory) throws Exception {
    try (var reader = LedgerReader.open(directory)) {
      return reader.find(LedgerReader.Search.newest(LedgerReader.MOST));
    }
  }
}
