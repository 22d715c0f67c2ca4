package dev.ferrule.protocol.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FileTroubleTest {

  private static IOException kernel(String reason) {
    return new FileSystemException("/data/a", null, reason);
  }

  @Test
  void saysWhyAFileCannotBeRead() {
    assertEquals("there is no such file", FileTrouble.reading(new NoSuchFileException("a")));
    assertEquals("this user may not read it", FileTrouble.reading(new AccessDeniedException("a")));
    assertEquals(
        "it is a directory, not a file", FileTrouble.reading(new IOException("Is a directory")));
    assertEquals(
        "it cannot be read (Input/output error)",
        FileTrouble.reading(kernel("Input/output error")));
  }

  @Test
  void saysWhyAFileCannotBeWritten() {
    assertEquals(
        "it exists; nothing is overwritten: choose another name",
        FileTrouble.writing(new FileAlreadyExistsException("a")));
    assertEquals(
        "this user may not write there; choose another place",
        FileTrouble.writing(new AccessDeniedException("a")));
    assertEquals(
        "the disk is full; make room, or choose another place",
        FileTrouble.writing(new IOException("No space left on device")));
    assertEquals(
        "its file system is read-only; choose another place",
        FileTrouble.writing(kernel("Read-only file system")));
  }

  @Test
  void saysWhyADirectoryCannotBeMade() {
    assertEquals(
        "it is a file, not a directory", FileTrouble.making(new FileAlreadyExistsException("a")));
    assertEquals(
        "its path leads through a file that is no directory",
        FileTrouble.making(kernel("Not a directory")));
  }

  @Test
  void namesNoClassWhenTheSystemSaysNothing() {
    assertEquals("it cannot be read", FileTrouble.reading(new IOException()));
    assertEquals("it cannot be written", FileTrouble.writing(kernel("")));
  }
}
