package dev.ferrule.sim.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.sim.bench.model.Outcome;
import dev.ferrule.sim.bench.model.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All clients of a run on one thread. Owner of all fields: that thread; others come in by {@link
 * #call}, whose queue is short because each caller waits.
 */
public final class ClientLoop implements AutoCloseable {

  /** A frame of the largest size, and the next read. */
  private static final int INPUT = WebSocketFrames.MAX_PAYLOAD + 64 * 1024;

  /** Handshakes under way at once: a gateway's queue of new connections is short. */
  private static final int HANDSHAKES = 64;

  /** Bytes that a slow client's end takes while it does not read. */
  private static final int SLOW_RECEIVE_BUFFER = 4096;

  /** Different things that went wrong; more are not told. */
  private static final int COMPLAINTS = 5;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final int port;
  private final Workload workload;
  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();

  /** Fails when the thread ends, so that nobody waits for an answer that will not come. */
  private final CompletableFuture<Object> ended = new CompletableFuture<>();

  private volatile boolean stopping;

  /** What all clients read with. */
  final byte[] input = new byte[INPUT];

  final WebSocketFrames frames = new WebSocketFrames();

  private final List<Client> clients = new ArrayList<>();
  private int toOpen;
  private int slowToOpen;

  /** Connections that are neither subscribed nor gone. */
  private int opening;

  private int subscribed;
  private final Scores scores = new Scores();
  private final CommandTimer commands;
  private final Set<String> failures = new LinkedHashSet<>();
  private final Set<String> complaints = new LinkedHashSet<>();
  private final Map<Integer, Integer> slowCloses = new TreeMap<>();
  private long slowMerged;
  private @Nullable JsonNode dictionary;
  private @Nullable SharedDecoder decoder;

  /**
   * Starts the thread, without a client.
   *
   * @param port of the gateway on this machine
   */
  public ClientLoop(int port, Workload workload) throws IOException {
    this.port = port;
    this.workload = workload;
    this.commands =
        new CommandTimer(workload.crowd().commandsPerSecond(), workload.load().boards());
    this.selector = Selector.open();
    this.thread = new Thread(this::run, "bench-clients");
    thread.setDaemon(true);
    thread.start();
  }

  /** Opens further clients, as fast as the gateway takes them. From any thread. */
  public void open(int fast, int slow) {
    tell(
        () -> {
          toOpen += fast;
          slowToOpen += slow;
        });
  }

  /** Clients that have subscribed. From any thread. */
  public int subscribed() {
    return call(() -> subscribed);
  }

  /** Boards of which any row came before the window. From any thread. */
  public int boardsHeard() {
    return call(scores::boardsHeard);
  }

  /** Starts to send commands. From any thread. */
  public void startCommands() {
    tell(() -> commands.start(System.nanoTime()));
  }

  /** Sends no more commands. From any thread. */
  public void stopCommands() {
    tell(commands::stop);
  }

  /** From now on the rows of a window count, and commands do. From any thread. */
  public void begin(Window window) {
    tell(
        () -> {
          clients.forEach(client -> client.begin(window));
          scores.begin(window);
          commands.count();
        });
  }

  /** Lets the slow clients stop or go on to read. From any thread. */
  public void pauseSlow(boolean paused) {
    tell(
        () -> {
          for (Client client : clients) {
            SelectionKey key = client.channel().keyFor(selector);
            if (client.isSlow() && key != null && key.isValid()) {
              key.interestOps(paused ? 0 : SelectionKey.OP_READ);
            }
          }
        });
  }

  /** Rows and commands that are still to come. From any thread. */
  public long missing() {
    return call(() -> scores.missing(workload.crowd().clients()) + commands.open());
  }

  /** Why clients are gone that should not be, or nothing. From any thread. */
  public List<String> failures() {
    return call(() -> List.copyOf(failures));
  }

  /** What the clients got. After {@link #close}. */
  public Outcome.Received received(double seconds) {
    return scores.received(workload.crowd().clients(), workload.load().channels(), seconds);
  }

  /** What became of the commands. After {@link #close}. */
  public Outcome.Commands commands() {
    return commands.commands();
  }

  /** What slow clients found. After {@link #close}. */
  public Outcome.Stopped stopped() {
    return new Outcome.Stopped(slowMerged, slowCloses);
  }

  /** What the gateway said was wrong. After {@link #close}. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  private void tell(Runnable task) {
    boolean unused =
        call(
            () -> {
              task.run();
              return true;
            });
  }

  /** Does something on the thread and waits for it. */
  private <T> T call(Supplier<T> task) {
    var answer = new CompletableFuture<T>();
    calls.add(() -> answer.complete(task.get()));
    selector.wakeup();
    CompletableFuture.anyOf(answer, ended).join();
    return answer.join();
  }

  private void run() {
    try {
      while (!stopping) {
        long wait = commands.untilDue(System.nanoTime());
        selector.select(this::ready, wait == Long.MAX_VALUE ? 0 : 1 + wait / NANOS_PER_MILLI);
        for (Runnable task = calls.poll(); task != null; task = calls.poll()) {
          task.run();
        }
        openMore();
        sendCommands();
      }
      ended.completeExceptionally(new IllegalStateException("the clients have been closed"));
    } catch (IOException | RuntimeException e) {
      ended.completeExceptionally(e);
    } finally {
      release();
    }
  }

  private void openMore() throws IOException {
    while (toOpen + slowToOpen > 0 && opening < HANDSHAKES) {
      boolean slow = toOpen == 0;
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (slow) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SLOW_RECEIVE_BUFFER);
        slowToOpen--;
      } else {
        toOpen--;
      }
      opening++;
      var client = new Client(this, channel, slow);
      clients.add(client);
      channel.register(selector, SelectionKey.OP_CONNECT, client);
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
  }

  private void sendCommands() {
    try {
      if (!clients.isEmpty()) {
        commands.sendDue(clients.getFirst());
      }
    } catch (IOException e) {
      // The first client is gone, which is told as a failure.
      commands.stop();
    }
  }

  private void ready(SelectionKey key) {
    if (!(key.attachment() instanceof Client client)) {
      return;
    }
    boolean before = client.isSubscribed();
    try {
      if (key.isConnectable()) {
        client.connected(key, port);
      } else if (!client.read()) {
        lose(key, client, "the gateway closed the connection");
      }
    } catch (IOException | IllegalStateException e) {
      lose(key, client, e.getMessage() == null ? "the connection broke" : e.getMessage());
    }
    if (client.isSubscribed() && !before) {
      opening--;
      subscribed++;
    }
  }

  private void lose(SelectionKey key, Client client, String why) {
    key.cancel();
    closeQuietly(client.channel());
    if (!client.isSubscribed()) {
      opening--;
    }
    if (client.isSlow()) {
      slowCloses.merge(client.closeCode(), 1, Integer::sum);
      return;
    }
    scores.faulty();
    if (failures.size() < COMPLAINTS) {
      failures.add(client.closeCode() < 0 ? why : "closed with " + client.closeCode());
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  /** The decoder for a dictionary; the same for the same one. */
  SharedDecoder decoder(JsonNode message) {
    SharedDecoder present = decoder;
    if (present == null || !message.equals(dictionary)) {
      dictionary = message;
      present = new SharedDecoder(new ChannelMap(message, workload.load().boards()));
      decoder = present;
    }
    return present;
  }

  void readings(Client client, DecodedMessage message, long nanos) {
    if (!client.isSlow()) {
      scores.message(message, client.seen(), client.mayRepeat(), nanos);
    }
  }

  void control(Client client, JsonNode message, long nanos) {
    switch (message.path("t").asText()) {
      case "merged" -> {
        long count = message.path("count").asLong();
        if (client.isSlow()) {
          slowMerged += count;
        } else {
          scores.merged(count);
        }
      }
      case "command" -> {
        if (client == clients.getFirst()) {
          commands.step(message.path("id").asText(), message.path("state").asText(), nanos);
          complain(message.path("text").asText());
        }
      }
      case "error" -> {
        scores.faulty();
        complain(message.path("text").asText());
      }
      default -> {}
    }
  }

  private void complain(String text) {
    if (!text.isEmpty() && complaints.size() < COMPLAINTS) {
      complaints.add(text);
    }
  }

  private void release() {
    for (SelectionKey key : selector.keys()) {
      closeQuietly((SocketChannel) key.channel());
    }
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the thread and all connections; a second time without effect. */
  @Override
  public void close() {
    stopping = true;
    selector.wakeup();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
