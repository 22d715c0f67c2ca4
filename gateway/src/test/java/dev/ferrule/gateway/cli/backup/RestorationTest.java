package dev.ferrule.gateway.cli.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.store.StoreCopy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestorationTest {

  private static final List<String> FILES =
      List.of("accounts.json", "history.db", "ledger.db", "tls/ca.key", "tls/ca.pem");

  @TempDir private Path place;

  /** The power goes at each moment in turn. */
  @Test
  void leavesWhatWasOrWhatIsNewWheneverItIsInterrupted() throws Exception {
    Path archive = archive();
    int interrupted = 0;
    int kept = 0;
    boolean isDone = false;
    for (int at = 1; !isDone; at++) {
      Path data = place.resolve("data" + at);
      Path config = place.resolve("ferrule" + at + ".yaml");
      write(data, "old");
      Files.writeString(data.resolve("ledger.db-wal"), "of the old one");
      Files.writeString(config, "old");
      int limit = at;
      var steps = new AtomicInteger();
      var restoration =
          new Restoration(
              data,
              () -> {
                if (steps.incrementAndGet() == limit) {
                  throw new PowerCut();
                }
              });
      try {
        restoration.restore(archive, Optional.of(config));
        isDone = true;
      } catch (PowerCut e) {
        interrupted++;
      }
      boolean isNew = new Restoration(data, () -> {}).finish() || isDone;
      String expected = isNew ? "new" : "old";
      assertEquals(expected, Files.readString(config), "at " + at);
      for (String name : FILES) {
        assertEquals(expected, Files.readString(data.resolve(name)), name + " at " + at);
      }
      assertEquals(!isNew, Files.exists(data.resolve("ledger.db-wal")), "at " + at);
      assertFalse(Files.exists(data.resolve(".restore")), "at " + at);
      kept += isNew ? 0 : 1;
    }
    assertTrue(interrupted >= 2 + FILES.size(), interrupted + " times");
    assertEquals(1, kept, "before the mark, and never later");
  }

  @Test
  void putsNothingInThePlaceOfWhatAGatewayUses() throws Exception {
    Path archive = archive();
    Path data = place.resolve("data");
    write(data, "old");
    try (FileChannel _ = StoreCopy.claim(data.resolve("ledger.db")).orElseThrow()) {
      var restoration = new Restoration(data, () -> {});
      assertThrows(Restoration.InUse.class, () -> restoration.restore(archive, Optional.empty()));
    }
    assertEquals("old", Files.readString(data.resolve("ledger.db")));
  }

  /** Out of the middle of something, as a real one is. */
  private static final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private Path archive() throws IOException {
    Path source = place.resolve("source");
    write(source, "new");
    Path config = Files.writeString(place.resolve("new.yaml"), "new");
    Map<String, Path> contents = new TreeMap<>();
    contents.put(Manifest.CONFIGURATION, config);
    FILES.forEach(name -> contents.put(Manifest.DATA + name, source.resolve(name)));
    Path archive = place.resolve("a.backup");
    Archive.write(archive, "test", 0, contents);
    return archive;
  }

  private static void write(Path data, String text) throws IOException {
    Files.createDirectories(data.resolve("tls"));
    for (String name : FILES) {
      Files.writeString(data.resolve(name), text);
    }
  }
}
