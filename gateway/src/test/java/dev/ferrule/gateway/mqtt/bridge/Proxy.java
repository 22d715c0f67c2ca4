package dev.ferrule.gateway.mqtt.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Stands between a client and a broker: holds back what the broker says, or cuts the line. */
final class Proxy implements AutoCloseable {

  private final ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final int target;

  /** Opened while the broker's words go through. */
  private volatile CountDownLatch gate = new CountDownLatch(0);

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
        Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(broker);
        Thread.ofVirtual().start(() -> carry(client, broker, false));
        Thread.ofVirtual().start(() -> carry(broker, client, true));
      }
    } catch (IOException e) {
      // Closed.
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
