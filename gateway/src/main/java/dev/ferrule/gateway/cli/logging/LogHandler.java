package dev.ferrule.gateway.cli.logging;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * Writes log lines, each with one write, so that lines of several threads never mix. Any thread.
 */
final class LogHandler extends Handler {

  private final PrintStream out;
  private final LogLine line;

  LogHandler(PrintStream out, LogLine line) {
    this.out = out;
    this.line = line;
  }

  @Override
  public void publish(LogRecord event) {
    if (!isLoggable(event)) {
      return;
    }
    byte[] bytes = line.of(event).getBytes(StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {
    flush();
  }
}
