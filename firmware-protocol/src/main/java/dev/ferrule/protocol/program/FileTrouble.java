package dev.ferrule.protocol.program;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in words, and with the remedy, why a file cannot be used; the caller names the file. */
public final class FileTrouble {

  private FileTrouble() {}

  /** Why it cannot be read. */
  public static String reading(IOException trouble) {
    return switch (trouble) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "this user may not read it";
      case CharacterCodingException _ -> "it is not text in UTF-8";
      default ->
          switch (reason(trouble)) {
            case "Is a directory" -> "it is a directory, not a file";
            case String reason -> common(reason, "it cannot be read");
          };
    };
  }

  /** Why it cannot be made or written. */
  public static String writing(IOException trouble) {
    return switch (trouble) {
      case FileAlreadyExistsException _ -> "it exists; nothing is overwritten: choose another name";
      case NoSuchFileException _ -> "its directory does not exist: make that first";
      default -> refused(trouble);
    };
  }

  /** Why a directory cannot be made, or nothing made in it. */
  public static String making(IOException trouble) {
    return switch (trouble) {
      case FileAlreadyExistsException _ -> "it is a file, not a directory";
      default -> refused(trouble);
    };
  }

  private static String refused(IOException trouble) {
    if (trouble instanceof AccessDeniedException) {
      return "this user may not write there; choose another place";
    }
    return switch (reason(trouble)) {
      case "Is a directory" -> "it is a directory, not a file";
      case "No space left on device", "Disk quota exceeded" ->
          "the disk is full; make room, or choose another place";
      case "Read-only file system" -> "its file system is read-only; choose another place";
      case String reason -> common(reason, "it cannot be written");
    };
  }

  private static String common(String reason, String otherwise) {
    if (reason.equals("Not a directory")) {
      return "its path leads through a file that is no directory";
    }
    if (reason.startsWith("Too many levels of symbolic links")) {
      return "its symbolic links lead in a circle";
    }
    return reason.isEmpty() ? otherwise : otherwise + " (" + reason + ")";
  }

  /** What the kernel says, without the name of the file and without a class name. */
  private static String reason(IOException trouble) {
    String said =
        trouble instanceof FileSystemException named ? named.getReason() : trouble.getMessage();
    return said == null ? "" : said;
  }
}
