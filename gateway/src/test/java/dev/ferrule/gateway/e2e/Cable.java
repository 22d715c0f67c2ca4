package dev.ferrule.gateway.e2e;

import dev.ferrule.sim.pty.Pty;
import dev.ferrule.sim.pty.StableLink;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cable between a board's terminal and a port for the gateway, that can be unplugged, disturbed,
 * and have ends of different speed. Owner of all fields: its thread; the others hand it tasks.
 */
final class Cable implements AutoCloseable {

  /**
   * What went over it towards the gateway while it was heard.
   *
   * @param bytes that the gateway could read
   * @param frames that the board ended, before any damage
   * @param joints ends of frames that were damaged, so that two became one
   * @param damaged bytes that were flipped or inserted, both ways
   */
  record Carried(long bytes, long frames, long joints, long damaged) {}

  private final FileInputStream fromBoard;
  private final FileOutputStream toBoard;
  private final StableLink link;
  private final Random random;
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Thread thread;
  private boolean open = true;

  private @Nullable Pty port;
  private double flip;
  private double insert;
  private int boardBaud = 1;
  private int hostBaud = 1;
  private boolean wantsSilence;
  private boolean silent;
  private boolean betweenFrames;
  private boolean inFrame;
  private long bytes;
  private long frames;
  private long joints;
  private long damaged;

  /** A good cable from {@code board} that is not plugged in. */
  Cable(Path board, Path link, long seed) throws IOException {
    this.fromBoard = new FileInputStream(board.toFile());
    this.toBoard = new FileOutputStream(board.toFile());
    this.link = new StableLink(link);
    this.random = new Random(seed);
    this.thread = Thread.ofPlatform().daemon().name("cable").start(this::run);
  }

  void plug() {
    call(
        () -> {
          Pty made = Pty.open();
          link.pointTo(made.path());
          port = made;
          return true;
        });
  }

  void unplug() {
    call(
        () -> {
          Pty gone = Objects.requireNonNull(port);
          port = null;
          link.removeFrom(gone.path());
          gone.close();
          return true;
        });
  }

  /** Shares of the bytes, both ways, that lose a bit or have a random byte before them. */
  void noise(double flipped, double inserted) {
    call(
        () -> {
          flip = flipped;
          insert = inserted;
          return true;
        });
  }

  /** The speeds of the two ends, bits a second. */
  void speeds(int board, int host) {
    call(
        () -> {
          boardBaud = board;
          hostBaud = host;
          return true;
        });
  }

  /** Lets nothing through to the gateway, or again; from the end of a frame on. */
  void silence(boolean wanted) {
    call(() -> wantsSilence = wanted);
  }

  Carried carried() {
    return call(() -> new Carried(bytes, frames, joints, damaged));
  }

  private <T> T call(Supplier<T> task) {
    var answer = new CompletableFuture<T>();
    tasks.add(
        () -> {
          try {
            answer.complete(task.get());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private void run() {
    try {
      while (open) {
        Runnable task = tasks.poll(1, TimeUnit.MILLISECONDS);
        if (task != null) {
          task.run();
        }
        carry();
      }
      Pty plugged = port;
      if (plugged != null) {
        plugged.close();
      }
      fromBoard.close();
      toBoard.close();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("the cable broke", e);
    }
  }

  private void carry() throws IOException {
    byte[] buffer = new byte[4096];
    Pty plugged = port;
    int sent = plugged == null ? Pty.HUNG_UP : plugged.read(buffer);
    if (sent > 0) {
      byte[] heard = hear(Arrays.copyOf(buffer, sent), hostBaud, boardBaud);
      for (byte b : heard) {
        toBoard.write(disturb(b));
      }
    }
    if (fromBoard.available() > 0) {
      int length = fromBoard.read(buffer);
      if (plugged != null && sent != Pty.HUNG_UP) {
        toGateway(plugged, hear(Arrays.copyOf(buffer, length), boardBaud, hostBaud));
      } else {
        betweenFrames = false;
      }
    }
  }

  private void toGateway(Pty plugged, byte[] heard) {
    for (byte b : heard) {
      if (betweenFrames) {
        silent = wantsSilence;
      }
      betweenFrames = b == 0;
      if (silent) {
        continue;
      }
      frames += b == 0 && inFrame ? 1 : 0;
      inFrame = b != 0;
      byte[] out = disturb(b);
      joints += b == 0 && out[out.length - 1] != 0 ? 1 : 0;
      bytes += plugged.write(out, 0, out.length);
    }
  }

  private byte[] disturb(byte b) {
    boolean inserts = random.nextDouble() < insert;
    boolean flips = random.nextDouble() < flip;
    damaged += (inserts ? 1 : 0) + (flips ? 1 : 0);
    byte last = flips ? (byte) (b ^ 1 << random.nextInt(8)) : b;
    return inserts ? new byte[] {(byte) random.nextInt(256), last} : new byte[] {last};
  }

  /**
   * What a UART at one speed hears of bytes that are sent at another, 8N1, one after the other: it
   * takes the middles of its own bits after each falling edge; a byte without its stop bit is 0, as
   * Linux hands it over.
   */
  private static byte[] hear(byte[] sent, int sender, int receiver) {
    if (sender == receiver) {
      return sent;
    }
    byte[] heard = new byte[2 * sent.length * Math.max(1, receiver / sender) + 2];
    int count = 0;
    double bit = (double) sender / receiver; // of the receiver, in bits of the sender
    double at = 0;
    while (at < 10 * sent.length) {
      if (level(sent, at)) {
        at = Math.floor(at) + 1;
        continue;
      }
      int value = 0;
      for (int i = 0; i < 8; i++) {
        value |= level(sent, at + (i + 1.5) * bit) ? 1 << i : 0;
      }
      at += 9.5 * bit;
      boolean stops = level(sent, at);
      heard[count++] = (byte) (stops ? value : 0);
      while (!level(sent, at)) {
        at = Math.floor(at) + 1;
      }
    }
    return Arrays.copyOf(heard, count);
  }

  /**
   * Whether the line is high at a time in bits of the sender: start, eight from the low end, stop.
   */
  private static boolean level(byte[] sent, double at) {
    int bit = (int) at;
    int place = bit % 10;
    return bit >= 10 * sent.length
        || place == 9
        || (place > 0 && (sent[bit / 10] >> (place - 1) & 1) == 1);
  }

  @Override
  public void close() {
    tasks.add(() -> open = false);
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
