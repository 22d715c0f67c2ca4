package dev.ferrule.gateway.device.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.serial.ports.FakeMachine;
import dev.ferrule.gateway.device.serial.ports.PortName;
import dev.ferrule.gateway.device.serial.ports.PortPath;
import dev.ferrule.gateway.device.serial.ports.UsbIdentity;
import dev.ferrule.gateway.device.serial.ports.UsbMatch;
import dev.ferrule.gateway.loop.ThreadLoop;
import dev.ferrule.sim.pty.Pty;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand times out and in: twenty lines at once on one loop, half of them bound by path, half
 * by USB identity, each with the product's own back-off.
 */
@Timeout(300)
class ReplugIT {

  private static final int LINES = 20;
  private static final int CYCLES = 10_000;

  /** Until everything that is loaded or pooled once is there. */
  private static final int WARM_UP = 10;

  private static final Duration LOOK = Duration.ofMillis(10);
  private static final Duration REST = Duration.ofSeconds(3);

  @TempDir private Path root;

  private final ThreadLoop loop = new ThreadLoop();
  private final List<Socket> sockets = new ArrayList<>();
  private final List<Long> detected = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> back = Collections.synchronizedList(new ArrayList<>());
  private int descriptorsBefore;
  private final AtomicLong longestBlock = new AtomicLong();

  @BeforeEach
  void start() throws IOException {
    descriptorsBefore = descriptors();
    var machine = new FakeMachine(root);
    for (int i = 0; i < LINES; i++) {
      var socket = new Socket(machine, i);
      sockets.add(socket);
      socket.line.start(socket);
    }
  }

  @AfterEach
  void stop() {
    for (Socket socket : sockets) {
      socket.line.close();
      socket.hand.shutdownNow();
    }
    loop.close();
  }

  @Test
  void neitherLeaksNorSpinsNorBlocks() throws Exception {
    double idle = processorWhilePlugged();
    onAll(socket -> socket.replug(WARM_UP));
    detected.clear();
    back.clear();
    watchLoop();
    long began = System.nanoTime();
    onAll(socket -> socket.replug(CYCLES / LINES));
    double seconds = (System.nanoTime() - began) / 1e9;
    double unplugged = processor();
    report(seconds, idle, unplugged);
    assertEquals(CYCLES, back.size());
    assertTrue(millis(detected, 99) <= 1_000, "detected late");
    assertTrue(millis(back, 99) <= 3_000, "back late");
    assertTrue(longestBlock.get() <= 1_000_000_000L, "the loop was blocked");
    assertEquals(descriptorsBefore, descriptors(), "descriptors of ports");
    assertEquals(0, lineThreads().size(), "threads of lines that are not open");
    assertTrue(unplugged <= idle + 0.01 * LINES, "spins while unplugged");
  }

  private void report(double seconds, double idle, double unplugged) {
    System.out.printf(
        "%d replugs in %.0f s: detected p50 %d ms, p99 %d ms, worst %d ms; good again p50 %d ms,"
            + " p99 %d ms, worst %d ms%n",
        CYCLES,
        seconds,
        millis(detected, 50),
        millis(detected, 99),
        millis(detected, 100),
        millis(back, 50),
        millis(back, 99),
        millis(back, 100));
    System.out.printf(
        "processor a line: open and quiet %.2f %%, unplugged %.2f %%; loop blocked at most %d ms%n",
        100 * idle / LINES, 100 * unplugged / LINES, longestBlock.get() / 1_000_000);
  }

  /** Share of one processor while all lines are open and nothing comes. */
  private double processorWhilePlugged() throws Exception {
    onAll(Socket::plugIn);
    double share = processor();
    onAll(Socket::pullOut);
    return share;
  }

  private static double processor() throws InterruptedException {
    long before = lineNanos();
    Thread.sleep(REST);
    return (double) (lineNanos() - before) / REST.toNanos();
  }

  private static long lineNanos() {
    var times = ManagementFactory.getThreadMXBean();
    return lineThreads().stream()
        .mapToLong(thread -> Math.max(0, times.getThreadCpuTime(thread.threadId())))
        .sum();
  }

  private static List<Thread> lineThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("serial-replug"))
        .toList();
  }

  private static int descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return (int) open.filter(ReplugIT::isPort).count();
    }
  }

  private static boolean isPort(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.contains("pts") || target.contains("ptmx");
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  private static long millis(List<Long> nanos, int percent) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return sorted.get(Math.max(0, sorted.size() * percent / 100 - 1)) / 1_000_000;
  }

  /** Looks again and again how late the loop is. */
  private void watchLoop() {
    long due = System.nanoTime() + LOOK.toNanos();
    loop.after(
        LOOK,
        () -> {
          longestBlock.accumulateAndGet(System.nanoTime() - due, Math::max);
          watchLoop();
        });
  }

  private interface Step {
    void of(Socket socket) throws Exception;
  }

  /** Does it with all sockets at once, and waits. */
  private void onAll(Step step) throws Exception {
    List<Future<?>> steps = new ArrayList<>();
    for (Socket socket : sockets) {
      steps.add(
          socket.hand.submit(
              () -> {
                step.of(socket);
                return null;
              }));
    }
    for (Future<?> done : steps) {
      done.get();
    }
  }

  /** A socket that an adapter is put into and pulled out of, and the line that waits for it. */
  private final class Socket implements ByteLink.Listener {
    final SerialLine line;

    /** A pseudo-terminal is for one thread alone. */
    final ExecutorService hand = Executors.newSingleThreadExecutor();

    private final FakeMachine machine;
    private final String node;
    private final String place;
    private final UsbIdentity usb;
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    /** Empty while nothing is plugged in; of the hand. */
    private Optional<Pty> board = Optional.empty();

    Socket(FakeMachine machine, int number) {
      this.machine = machine;
      this.node = "ttyUSB" + number;
      this.place = "1-" + number;
      this.usb = new UsbIdentity("0403", "6001", Optional.of("N" + number), "Cable");
      PortName name =
          number % 2 == 0
              ? new PortPath(machine.node(node).toString())
              : new UsbMatch("0403", "6001", usb.serial());
      this.line =
          new SerialLine(
              new SerialSettings(name, 115_200, 8, SerialSettings.Parity.NONE, 1),
              "replug" + number,
              loop,
              machine.inventory());
    }

    void replug(int times) throws Exception {
      for (int i = 0; i < times; i++) {
        plugIn();
        pullOut();
      }
    }

    void plugIn() throws Exception {
      Pty pty = Pty.open();
      board = Optional.of(pty);
      long plugged = System.nanoTime();
      machine.plug(node, place, usb, pty.path());
      await("opened");
      pty.write(new byte[] {'?'}, 0, 1);
      await("received");
      back.add(System.nanoTime() - plugged);
    }

    void pullOut() throws Exception {
      long pulled = System.nanoTime();
      board.orElseThrow().close();
      machine.unplug(node, place, usb); // at once: the next socket's terminal may have its number
      await("unplugged");
      detected.add(System.nanoTime() - pulled);
    }

    /** What tries in between found is passed over. */
    private void await(String start) throws InterruptedException {
      String last = "nothing";
      while (!last.startsWith(start)) {
        String before = last;
        last =
            Objects.requireNonNull(
                told.poll(60, TimeUnit.SECONDS), () -> "not " + start + " but " + before);
      }
    }

    @Override
    public void opened(ByteLink.Output out) {
      told.add("opened");
    }

    @Override
    public void received(byte[] bytes, int offset, int length, long nanoTime) {
      told.add("received");
    }

    @Override
    public void closed(String reason) {
      told.add(reason);
    }
  }
}
