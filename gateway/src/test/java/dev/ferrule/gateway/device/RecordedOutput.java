package dev.ferrule.gateway.device;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** The way out of a link that a test looks into: 115200 baud, full when the test says so. */
public final class RecordedOutput implements ByteLink.Output {

  public boolean full;

  /** Whether a test says itself how far each line gets. */
  public boolean held;

  public final List<ByteLink.Passage> passages = new ArrayList<>();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @Override
  public boolean write(byte[] bytes, int offset, int length) {
    if (!full) {
      written.write(bytes, offset, length);
    }
    return !full;
  }

  @Override
  public boolean write(byte[] bytes, long deadline, ByteLink.Passage passage) {
    if (!held || full) {
      return ByteLink.Output.super.write(bytes, deadline, passage);
    }
    passages.add(passage);
    return write(bytes, 0, bytes.length);
  }

  @Override
  public long transmissionNanos(int bytes) {
    return bytes * 10_000_000_000L / 115_200;
  }

  /** What was written since the last call. */
  public byte[] take() {
    byte[] bytes = written.toByteArray();
    written.reset();
    return bytes;
  }

  /** The same as text. */
  public String takeText() {
    return new String(take(), ISO_8859_1);
  }
}
