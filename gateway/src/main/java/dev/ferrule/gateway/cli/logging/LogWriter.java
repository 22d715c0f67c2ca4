package dev.ferrule.gateway.cli.logging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Writes the log in UTF-8, whatever the locale, from a thread of its own: a terminal that was
 * stopped or a pipe that nobody reads holds up that thread and nobody else.
 *
 * <p>Owner of the stream: the writing thread. Any thread logs.
 */
final class LogWriter extends Handler {

  private final LogLine line;
  private final OutputStream out;
  private final LogLimits limits;
  private final LogQueue queue = new LogQueue(this::dropped);

  /** Starts writing to {@code out}. */
  LogWriter(LogLine line, OutputStream out, LongSupplier nanoTime) {
    this.line = line;
    this.out = out;
    this.limits = new LogLimits(nanoTime, line::formatMessage);
    setLevel(Level.ALL);
    Thread.ofPlatform().daemon().name("log").start(this::run);
  }

  @Override
  public void publish(LogRecord event) {
    if (isLoggable(event) && limits.admits(event)) {
      offer(event);
    }
  }

  private void offer(LogRecord event) {
    queue.offer(line.format(event).getBytes(UTF_8));
  }

  private byte[] dropped(long count) {
    var event =
        new LogRecord(
            Level.WARNING,
            String.format(Locale.ROOT, "%,d lines were dropped: nobody read the log", count));
    event.setLoggerName("dev.ferrule.log");
    return line.format(event).getBytes(UTF_8);
  }

  private void run() {
    try {
      while (!queue.isClosed()) {
        write(queue.take(limits.nanosToDue()));
        limits.due().forEach(this::offer);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(List<byte[]> lines) {
    var whole = new ByteArrayOutputStream();
    lines.forEach(whole::writeBytes);
    try {
      whole.writeTo(out);
      out.flush();
    } catch (IOException e) {
      // Whoever read the log is gone, and there is nowhere to say so.
    }
  }

  /** Waits until everything is written, at most {@code limit}. */
  void flush(Duration limit) {
    try {
      queue.awaitWritten(limit.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does nothing: the writing thread never waits to write. */
  @Override
  public void flush() {}

  /** Ends the writing thread once everything is written. */
  @Override
  public void close() {
    queue.close();
  }
}
