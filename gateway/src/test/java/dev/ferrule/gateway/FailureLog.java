package dev.ferrule.gateway;

import java.util.ArrayDeque;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Prints, when a test fails, the end of what was logged since the test before it. What the others
 * log is only in the files that .mvn/test-logging.properties names.
 *
 * <p>JUnit finds it by META-INF/services and runs it for every test; tests run one after another.
 */
public final class FailureLog implements TestWatcher {

  private static final int RECORDS = 100;

  private final Latest latest = new Latest();

  /** Made once, before the first test; listens to all loggers until the JVM ends. */
  public FailureLog() {
    Logger.getLogger("").addHandler(latest);
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    System.out.print(latest.take("log of " + context.getDisplayName()));
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    latest.take("");
  }

  /** Any thread logs. */
  private static final class Latest extends Handler {

    private final Formatter formatter = new SimpleFormatter();
    private final ArrayDeque<LogRecord> records = new ArrayDeque<>();
    private int earlier;

    Latest() {
      setLevel(Level.ALL);
    }

    @Override
    public synchronized void publish(LogRecord event) {
      if (records.size() == RECORDS) {
        records.removeFirst();
        earlier++;
      }
      records.addLast(event);
    }

    /** What is here, as text with a title, oldest first; then it is gone. */
    synchronized String take(String title) {
      var text = new StringBuilder();
      if (!records.isEmpty()) {
        text.append("%s, %d earlier lines left out:%n".formatted(title, earlier));
      }
      records.forEach(event -> text.append(formatter.format(event)));
      records.clear();
      earlier = 0;
      return text.toString();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
