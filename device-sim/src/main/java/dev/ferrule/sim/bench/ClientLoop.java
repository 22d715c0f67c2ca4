package dev.ferrule.sim.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All clients of a run on one thread. Owner of all fields: that thread; others come in by {@link
 * #call}, whose queue is short because each caller waits.
 */
final class ClientLoop implements AutoCloseable {

  /** A frame of the largest size, and the next read. */
  private static final int INPUT = Frames.MAX_PAYLOAD + 64 * 1024;

  /** Handshakes under way at once: a gateway's queue of new connections is short. */
  private static final int HANDSHAKES = 64;

  /** Bytes that a slow client's end takes while it does not read. */
  private static final int SLOW_RECEIVE_BUFFER = 4096;

  /** Different things that went wrong; more are not told. */
  private static final int COMPLAINTS = 5;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final int port;
  private final int boards;
  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();

  /** Fails when the thread ends, so that nobody waits for an answer that will not come. */
  private final CompletableFuture<Object> ended = new CompletableFuture<>();

  private volatile boolean stopping;

  /** What all clients read, and the same array as a channel takes it. */
  final byte[] input = new byte[INPUT];

  final ByteBuffer inputBuffer = ByteBuffer.wrap(input);
  final Frames frames = new Frames();
  final RandomGenerator random = new SplittableRandom();
  private final List<Client> clients = new ArrayList<>();
  private final List<Client> gone = new ArrayList<>();
  private int toOpen;
  private int slowToOpen;
  private int subscribed;
  private final Scores scores;
  private final TreeMap<Integer, Integer> slowCloses = new TreeMap<>();
  private long slowMerged;
  private final CommandTimer commands;

  /** What the gateway said was wrong, without repetitions. */
  private final Set<String> complaints = new LinkedHashSet<>();

  private byte[] dictionary = {};
  private @Nullable SharedDecoder decoder;

  /**
   * Starts the thread, without a client.
   *
   * @param port of the gateway on this machine
   */
  ClientLoop(int port, Workload workload) throws IOException {
    this.port = port;
    this.boards = workload.load().boards();
    this.scores = new Scores(workload.load().channels());
    this.commands = new CommandTimer(workload.crowd().commandsPerSecond(), boards);
    this.selector = Selector.open();
    this.thread = new Thread(this::run, "bench-clients");
    thread.setDaemon(true);
    thread.start();
  }

  /** Opens further clients, as fast as the gateway takes them. From any thread. */
  void open(int fast, int slow) {
    call(
        () -> {
          toOpen += fast;
          slowToOpen += slow;
          return 0;
        });
  }

  /** Clients that have subscribed. From any thread. */
  int subscribed() {
    return call(() -> subscribed);
  }

  /** Boards of which any row came before the window. From any thread. */
  int boardsHeard() {
    return call(scores::boardsHeard);
  }

  /** Starts to send commands. From any thread. */
  void startCommands() {
    call(
        () -> {
          commands.start(System.nanoTime());
          return 0;
        });
  }

  /** From now on the rows of a window count, and commands do. From any thread. */
  void begin(Window window) {
    call(
        () -> {
          clients.forEach(client -> client.begin(window));
          scores.begin(window);
          commands.count();
          return 0;
        });
  }

  /** Lets the slow clients stop or go on to read. From any thread. */
  void pauseSlow(boolean paused) {
    call(
        () -> {
          for (Client client : clients) {
            SelectionKey key = client.channel().keyFor(selector);
            if (client.isSlow() && key != null && key.isValid()) {
              client.pause(key, paused);
            }
          }
          return 0;
        });
  }

  /** Sends no more commands. From any thread. */
  void stopCommands() {
    call(
        () -> {
          commands.stop();
          return 0;
        });
  }

  /** Rows and commands that are still to come. From any thread. */
  long missing() {
    return call(() -> scores.missing(fastClients()) + commands.open());
  }

  /** Why clients are gone that should not be, or nothing. From any thread. */
  List<String> failures() {
    return call(
        () ->
            gone.stream()
                .filter(client -> !client.isSlow())
                .map(
                    client ->
                        client.closeCode() >= 0
                            ? "closed with " + client.closeCode() + " " + complaints
                            : client.failure())
                .distinct()
                .limit(COMPLAINTS)
                .toList());
  }

  /** What it came to; ends the thread. */
  Result end() {
    close();
    return new Result(
        fastClients(),
        scores.delivery(fastClients()),
        commands.commands(),
        slowMerged,
        slowCloses,
        List.copyOf(complaints));
  }

  /**
   * What clients got.
   *
   * @param clients that read everything
   * @param delivery to them
   * @param commands of the first
   * @param slowMerged readings of which slow clients were told that newer ones replaced them
   * @param slowCloses close codes that slow clients found, and how many did
   * @param complaints what the gateway said was wrong
   */
  record Result(
      int clients,
      Scores.Delivery delivery,
      CommandTimer.Commands commands,
      long slowMerged,
      TreeMap<Integer, Integer> slowCloses,
      List<String> complaints) {}

  private int fastClients() {
    int n = 0;
    for (Client client : clients) {
      n += client.isSlow() ? 0 : 1;
    }
    return n;
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

  private void openMore() throws IOException {
    while (toOpen + slowToOpen > 0 && clients.size() - subscribed - goneEarly() < HANDSHAKES) {
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
      var client = new Client(this, channel, slow);
      clients.add(client);
      channel.register(selector, SelectionKey.OP_CONNECT, client);
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
  }

  private int goneEarly() {
    int n = 0;
    for (Client client : gone) {
      n += client.isSubscribed() ? 0 : 1;
    }
    return n;
  }

  private void ready(SelectionKey key) {
    if (!(key.attachment() instanceof Client client)) {
      return;
    }
    try {
      if (key.isConnectable()) {
        client.channel().finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        client.connected(port);
      } else if (!client.read()) {
        lose(key, client, "the gateway closed the connection");
      }
    } catch (IOException | IllegalStateException e) {
      lose(key, client, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private void lose(SelectionKey key, Client client, String why) {
    key.cancel();
    closeQuietly(client.channel());
    client.ended(why);
    gone.add(client);
    if (client.isSlow()) {
      slowCloses.merge(client.closeCode(), 1, Integer::sum);
    } else {
      scores.faulty();
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  /** The decoder for the dictionary in these bytes; the same for the same bytes. */
  SharedDecoder decoder(byte[] bytes, int from, int to) {
    SharedDecoder present = decoder;
    if (present == null || !Arrays.equals(dictionary, 0, dictionary.length, bytes, from, to)) {
      dictionary = Arrays.copyOfRange(bytes, from, to);
      var message = ControlMessage.parse(bytes, from, to - from);
      present = new SharedDecoder(new ChannelMap(message, boards));
      decoder = present;
    }
    return present;
  }

  /** A client has its dictionary and has subscribed. */
  void subscribed(Client client) {
    subscribed++;
  }

  void readings(Client client, Decoded message, long nanos, int size) {
    if (!client.isSlow()) {
      scores.message(message, client.seen(), client.mayRepeat(), nanos, size);
    }
  }

  void control(Client client, ControlMessage message, long nanos) {
    switch (message.type()) {
      case "merged" -> {
        if (client.isSlow()) {
          slowMerged += message.count();
        } else {
          scores.merged(message.count());
        }
      }
      case "command" -> {
        if (client == clients.getFirst()) {
          commands.step(message.id(), message.state(), nanos);
          complain(message.text());
        }
      }
      case "error" -> {
        scores.faulty();
        complain(message.text());
      }
      default -> {}
    }
  }

  private void complain(String text) {
    if (!text.isEmpty() && complaints.size() < COMPLAINTS) {
      complaints.add(text);
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
