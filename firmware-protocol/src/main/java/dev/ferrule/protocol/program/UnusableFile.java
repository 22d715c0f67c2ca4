package dev.ferrule.protocol.program;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file or directory that a command was given cannot be used: the command prints the message,
 * {@code FILE: what is wrong and what helps}, and ends with {@link ExitCode#FILE}.
 */
public final class UnusableFile extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** {@code reason} says what is wrong and what helps. */
  public UnusableFile(Path file, String reason) {
    super(file + ": " + reason);
  }

  /** One whose message names the file already. */
  public UnusableFile(IOException told) {
    super(told.getMessage(), told);
  }

  private UnusableFile(Path file, String reason, IOException cause) {
    super(file + ": " + reason, cause);
  }

  /** It cannot be read. */
  public static UnusableFile reading(Path file, IOException trouble) {
    return new UnusableFile(file, FileTrouble.reading(trouble), trouble);
  }

  /** It cannot be made or written. */
  public static UnusableFile writing(Path file, IOException trouble) {
    return new UnusableFile(file, FileTrouble.writing(trouble), trouble);
  }

  /** It is a directory that cannot be made or written. */
  public static UnusableFile making(Path directory, IOException trouble) {
    return new UnusableFile(directory, FileTrouble.making(trouble), trouble);
  }
}
