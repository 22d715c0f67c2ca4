package dev.ferrule.gateway.wording;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * What is printed for people, with characters that would turn a line around written out: a board
 * chooses its names.
 */
public final class UprightWriter extends FilterWriter {

  /** Hands everything on to {@code out}. */
  public UprightWriter(Writer out) {
    super(out);
  }

  @Override
  public void write(int c) throws IOException {
    out.write(Printable.upright(String.valueOf((char) c)));
  }

  @Override
  public void write(char[] text, int from, int length) throws IOException {
    out.write(Printable.upright(new String(text, from, length)));
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    out.write(Printable.upright(text.substring(from, from + length)));
  }
}
