package dev.ferrule.protocol.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFileTest {

  @TempDir private Path directory;

  @Test
  void isThereWithTheFirstText() throws IOException {
    Path path = directory.resolve("a");
    var file = new NewFile(path);
    assertFalse(Files.exists(path));
    file.append("ä");
    file.append("b");
    assertEquals("äb", Files.readString(path));
  }

  @Test
  void overwritesNothing() throws IOException {
    Path path = Files.writeString(directory.resolve("a"), "mine");
    var file = new NewFile(path);
    assertThrows(UnusableFile.class, () -> file.append("b"));
    assertEquals("mine", Files.readString(path));
  }

  /** A name too long stands for a full disk, which no test fills. */
  @Test
  void saysWhyItCannotBe() {
    Path path = directory.resolve("a".repeat(300));
    String said =
        assertThrows(UnusableFile.class, () -> new NewFile(path).append("b")).getMessage();
    assertEquals(path + ": it cannot be written (File name too long)", said);
  }
}
