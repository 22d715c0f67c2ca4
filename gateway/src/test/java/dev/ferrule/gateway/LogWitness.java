package dev.ferrule.gateway;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears what one logger, and those below it, log; until it is closed. Any thread logs. */
public final class LogWitness implements AutoCloseable {

  private final BlockingQueue<LogRecord> heard = new LinkedBlockingQueue<>();
  private final Logger logger;
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          heard.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /** A witness of the logger with this name. */
  public LogWitness(String name) {
    logger = Logger.getLogger(name);
    logger.addHandler(handler);
  }

  /** What was logged, oldest first; who takes a line takes it away. */
  public BlockingQueue<LogRecord> heard() {
    return heard;
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
  }
}
