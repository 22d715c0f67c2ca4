package dev.ferrule.gateway.cli.output;

import dev.ferrule.protocol.program.FileTrouble;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that remembers why it took no more: the writers above it only know that it did
 * not. Owner: the main thread.
 */
public final class StandardOutput extends FilterOutputStream {

  private @Nullable IOException trouble;

  /** Hands everything on to {@code out}. */
  public StandardOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      trouble = e;
      throw e;
    }
  }

  /** What was lost, in words; nothing when whoever reads had seen enough and closed the pipe. */
  public Optional<String> loss() {
    return Optional.ofNullable(trouble)
        .filter(
            e -> !String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe"))
        .map(e -> "standard output: " + FileTrouble.writing(e));
  }
}
