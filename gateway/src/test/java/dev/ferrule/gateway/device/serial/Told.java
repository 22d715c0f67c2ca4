package dev.ferrule.gateway.device.serial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.ferrule.gateway.device.ByteLink;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What the line told, for the test's thread to wait for. */
final class Told implements ByteLink.Listener {
  private final BlockingQueue<ByteLink.Output> opened = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();

  @Override
  public void opened(ByteLink.Output out) {
    opened.add(out);
  }

  @Override
  public void received(byte[] bytes, int offset, int length, long nanoTime) {
    received.add(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  @Override
  public void closed(String reason) {
    closed.add(reason);
  }

  ByteLink.Output awaitOpen() throws InterruptedException {
    return opened.take();
  }

  String awaitClosed() throws InterruptedException {
    return closed.take();
  }

  /** Waits for that reason; others, such as what a try in between found, are passed over. */
  void awaitClosed(String prefix) throws InterruptedException {
    while (!closed.take().startsWith(prefix)) {
      Thread.onSpinWait();
    }
  }

  String awaitBytes(int length) throws InterruptedException {
    var all = new ByteArrayOutputStream();
    while (all.size() < length) {
      all.writeBytes(received.take());
    }
    return all.toString(ISO_8859_1);
  }

  boolean anythingWithin(Duration time) throws InterruptedException {
    return closed.poll(time.toMillis(), TimeUnit.MILLISECONDS) != null || !received.isEmpty();
  }
}
