package dev.ferrule.sim;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The gateway's end of a line, as a plain file; waits for bytes with a limit, never for a time. */
public final class Terminal implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final FileOutputStream out;
  private final FileInputStream in;

  private Terminal(Path link) throws IOException {
    out = new FileOutputStream(link.toFile());
    in = new FileInputStream(link.toFile());
  }

  public static Terminal open(Path link) {
    try {
      return new Terminal(link);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void write(byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void write(String text) {
    write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** What is there now; nothing when the line has ended. */
  public byte[] readNow() {
    try {
      int n = in.available();
      return n > 0 ? in.readNBytes(n) : new byte[0];
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** The next bytes; fails when they do not come. */
  public byte[] read(int length) {
    var all = new ByteArrayOutputStream();
    long end = System.nanoTime() + LIMIT.toNanos();
    try {
      while (all.size() < length) {
        int n = Math.min(in.available(), length - all.size());
        if (n > 0) {
          all.writeBytes(in.readNBytes(n));
        } else if (System.nanoTime() - end > 0) {
          throw new AssertionError("only " + all.size() + " of " + length + " bytes came");
        } else {
          LockSupport.parkNanos(100_000);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toByteArray();
  }

  /** The next line, without its end; fails when it does not come. */
  public String readLine() {
    var line = new StringBuilder();
    while (true) {
      char c = (char) (read(1)[0] & 0xFF);
      if (c == '\n') {
        return line.toString();
      }
      line.append(c);
    }
  }

  /** Waits for the end of the line; fails when it does not come. */
  public void awaitEnd() {
    long end = System.nanoTime() + LIMIT.toNanos();
    try {
      while (System.nanoTime() - end < 0) {
        int n = in.available();
        if (n > 0) {
          in.readNBytes(n);
        }
        LockSupport.parkNanos(100_000);
      }
    } catch (IOException e) {
      return;
    }
    throw new AssertionError("the line did not end");
  }

  @Override
  public void close() {
    try {
      in.close();
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
