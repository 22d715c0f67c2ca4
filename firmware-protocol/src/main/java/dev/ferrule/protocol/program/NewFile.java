package dev.ferrule.protocol.program;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that a command makes with the first text that it has: nothing is overwritten, and none is
 * left when there was nothing, or no room for it. Owner: one thread.
 */
public final class NewFile {

  private final Path path;
  private boolean made;

  /** Nothing is made yet. */
  public NewFile(Path path) {
    this.path = path;
  }

  /**
   * Writes text behind what is there.
   *
   * @throws UnusableFile when that cannot be
   */
  public void append(String text) {
    StandardOpenOption how = made ? StandardOpenOption.APPEND : StandardOpenOption.CREATE_NEW;
    try {
      Files.writeString(path, text, StandardOpenOption.WRITE, how);
      made = true;
    } catch (IOException e) {
      if (!made && !(e instanceof FileAlreadyExistsException)) {
        removeWhatIsThere();
      }
      throw UnusableFile.writing(path, e);
    }
  }

  private void removeWhatIsThere() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // Then it was not made either.
    }
  }
}
