package dev.ferrule.gateway.web;

import dev.ferrule.gateway.stream.RawWebSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients of one address that ask for all that they can get, and begin again when they are thrown
 * out. {@link #main} lets one loose on a gateway that runs, for whoever measures it.
 */
enum Storm {
  /** Connections that never ask. */
  CONNECTIONS(1_000, 0) {
    @Override
    void run(Peer peer) throws Exception {
      try (Socket socket = peer.open()) {
        peer.waitForEnd(socket);
      }
    }
  },

  /** Connections that come and go. */
  CHURN(20, 20) {
    @Override
    void run(Peer peer) throws Exception {
      try (Socket socket = peer.open()) {
        socket.setSoLinger(true, 0);
        peer.write(socket, peer.get("/health/live"));
      }
    }
  },

  /** Heads longer than may be. */
  HEADS(50, 20) {
    @Override
    void run(Peer peer) throws Exception {
      try (Socket socket = peer.open()) {
        peer.write(socket, "GET / HTTP/1.1\r\n" + ("X-Y: " + "z".repeat(900) + "\r\n").repeat(40));
        peer.waitForEnd(socket);
      }
    }
  },

  /** Bodies that come byte by byte. */
  BODIES(400, 20) {
    @Override
    void run(Peer peer) throws Exception {
      try (Socket socket = peer.open()) {
        peer.write(
            socket,
            "POST /api/v1/commands HTTP/1.1\r\nHost: localhost:"
                + peer.port
                + "\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n");
        while (!peer.over) {
          peer.write(socket, "x");
          Thread.sleep(100);
        }
      }
    }
  },

  /** Requests one after another on each connection, whose answers are read. */
  REQUESTS(50, 20) {
    @Override
    void run(Peer peer) throws Exception {
      try (Socket socket = peer.open()) {
        byte[] answer = new byte[1 << 16];
        while (!peer.over) {
          peer.write(socket, peer.get("/api/v1/readings"));
          if (socket.getInputStream().read(answer) < 0) {
            return;
          }
        }
      }
    }
  },

  /** Requests in a row, whose answers nobody reads. */
  PIPELINED(50, 20) {
    @Override
    void run(Peer peer) throws Exception {
      try (Socket socket = peer.open()) {
        String row = peer.get("/api/v1/channels").repeat(20);
        while (!peer.over) {
          peer.write(socket, row);
        }
      }
    }
  },

  /** WebSockets that come and go. */
  UPGRADES(20, 5) {
    @Override
    void run(Peer peer) throws Exception {
      peer.openWebSocket().close();
    }
  },

  /** Pings, within what a client may say, whose answers nobody reads. */
  PINGS(400, 50) {
    @Override
    void run(Peer peer) throws Exception {
      byte[] ping = RawWebSocket.frame(RawWebSocket.FIN | RawWebSocket.PING, new byte[125]);
      repeat(peer, Duration.ofMillis(25), () -> ping);
    }
  },

  /** A subscription of its own for each, which is not read. */
  SLOW_READERS(400, 100) {
    @Override
    void run(Peer peer) throws Exception {
      double rate = 1 + peer.opened.get() % 900;
      repeat(
          peer, Duration.ofSeconds(5), () -> text("{\"t\":\"subscribe\",\"rate\":" + rate + "}"));
    }
  },

  /** Many patterns, always others. */
  SUBSCRIPTIONS(10, 50) {
    @Override
    void run(Peer peer) throws Exception {
      repeat(
          peer,
          Duration.ofMillis(21),
          () -> {
            var patterns = new StringBuilder("\"b*\"");
            for (int i = 0; i < 59; i++) {
              patterns.append(",\"*l*r.*").append(random(1_000)).append("*\"");
            }
            String rate = 1 + random(900) + "." + random(10);
            return text(
                "{\"t\":\"subscribe\",\"channels\":[" + patterns + "],\"rate\":" + rate + "}");
          });
    }
  },

  /** Commands, as many as a client may say. */
  COMMANDS(50, 50) {
    @Override
    void run(Peer peer) throws Exception {
      repeat(
          peer,
          Duration.ofMillis(21),
          () ->
              text(
                  "{\"t\":\"command\",\"id\":\"storm-"
                      + peer.said.incrementAndGet()
                      + "\",\"channel\":\"boiler.pump\",\"value\":"
                      + random(2)
                      + "}"));
    }
  };

  private final int connections;
  private final Duration pause;

  Storm(int connections, int pauseMillis) {
    this.connections = connections;
    this.pause = Duration.ofMillis(pauseMillis);
  }

  /** One connection, from its beginning to its end. */
  abstract void run(Peer peer) throws Exception;

  /** What is said next. */
  private interface Words {
    byte[] next();
  }

  private static void repeat(Peer peer, Duration pause, Words words) throws Exception {
    try (RawWebSocket socket = peer.openWebSocket()) {
      while (!peer.over) {
        socket.write(words.next(), 0);
        Thread.sleep(pause);
      }
    }
  }

  private static byte[] text(String message) {
    return RawWebSocket.frame(
        RawWebSocket.FIN | RawWebSocket.TEXT, message.getBytes(StandardCharsets.UTF_8));
  }

  private static int random(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }

  /** Lets it loose until it is closed. */
  Peer on(int port) {
    var peer = new Peer(port);
    for (int i = 0; i < connections; i++) {
      var unused = peer.threads.submit(() -> again(peer));
    }
    return peer;
  }

  private void again(Peer peer) {
    while (!peer.over) {
      try {
        run(peer);
      } catch (IOException e) {
        // thrown out, or not let in
      } catch (Exception e) {
        return; // the storm is over
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** The address that a storm comes from. */
  static final class Peer implements AutoCloseable {
    private final int port;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger said = new AtomicInteger();
    private volatile boolean over;

    private Peer(int port) {
      this.port = port;
    }

    /** Connections that were opened until now. */
    int opened() {
      return opened.get();
    }

    private RawWebSocket openWebSocket() throws IOException {
      var socket = new RawWebSocket(port);
      opened.incrementAndGet();
      return socket;
    }

    private Socket open() throws IOException {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      opened.incrementAndGet();
      return socket;
    }

    private String get(String path) {
      return "GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n";
    }

    private void write(Socket socket, String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void waitForEnd(Socket socket) throws IOException {
      while (!over && socket.getInputStream().read() >= 0) {}
    }

    @Override
    public void close() {
      over = true;
      threads.shutdownNow();
    }
  }

  /** {@code Storm NAME PORT SECONDS} */
  public static void main(String[] args) throws InterruptedException {
    try (Peer peer = valueOf(args[0]).on(Integer.parseInt(args[1]))) {
      Thread.sleep(Duration.ofSeconds(Long.parseLong(args[2])));
      System.out.println(peer.opened() + " connections opened");
    }
  }
}
