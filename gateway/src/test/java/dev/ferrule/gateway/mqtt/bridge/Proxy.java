package dev.ferrule.gateway.mqtt.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stands between a client and a broker: holds back what the broker says, slows it, or cuts the
 * line.
 */
final class Proxy implements AutoCloseable {

  private final ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final int target;

  /** Opened while the broker's words go through. */
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** Whether nobody gets through. */
  private volatile boolean down;

  /** How long each word of the broker takes, milliseconds. */
  private volatile long delay;

  Proxy(int target) throws IOException {
    this.target = target;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        if (down) {
          client.close();
          continue;
        }
        connect(client);
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void connect(Socket client) throws IOException {
    try {
      Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(client);
      open.add(broker);
      Thread.ofVirtual().start(() -> carry(client, broker, false));
      Thread.ofVirtual().start(() -> carry(broker, client, true));
    } catch (ConnectException e) {
      client.close(); // the broker does not run
    }
  }

  private void carry(Socket from, Socket to, boolean held) {
    byte[] bytes = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        if (held) {
          gate.await();
          TimeUnit.MILLISECONDS.sleep(delay);
        }
        to.getOutputStream().write(bytes, 0, count);
      }
    } catch (IOException | InterruptedException e) {
      // Cut.
    }
  }

  /** What the broker says waits from now on. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  void release() {
    gate.countDown();
  }

  /** What the broker says takes so long from now on. */
  void slow(long milliseconds) {
    delay = milliseconds;
  }

  /** Cuts every connection and lets none through. */
  void down() throws IOException {
    down = true;
    cut();
  }

  /** Lets connections through again. */
  void up() {
    down = false;
  }

  /** Cuts every connection, without a goodbye. */
  void cut() throws IOException {
    for (Socket one : open) {
      one.close();
    }
    open.clear();
  }

  @Override
  public void close() throws IOException {
    release();
    server.close();
    cut();
  }
}
