package dev.ferrule.gateway.cli.listen;

import dev.ferrule.gateway.app.EventLoops;
import dev.ferrule.gateway.app.VertxLoop;
import dev.ferrule.gateway.clock.WallClock;
import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.serial.SerialLine;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.device.text.trial.Recording.Piece;
import dev.ferrule.gateway.loop.Loop;
import io.vertx.core.Vertx;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Listens to a serial port without saying anything. Pieces cross from the line's loop to one reader
 * through a queue of 1024; when it is full, the newest are not kept.
 */
public final class ListenOnlyPort implements AutoCloseable {

  private final Vertx vertx = EventLoops.start(1);
  private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(1024);
  private final AtomicReference<@Nullable SerialLine> line = new AtomicReference<>();

  /** Written on the loop. */
  private final AtomicReference<String> trouble = new AtomicReference<>("");

  /** When the port was opened first; 0 before. Written on the loop. */
  private final AtomicLong openedAt = new AtomicLong();

  /** Opens the port, which takes a moment. */
  public ListenOnlyPort(SerialSettings settings) {
    vertx.runOnContext(
        _ -> {
          Loop loop = VertxLoop.current(WallClock.ofThisMachine());
          var opened = new SerialLine(settings, "try", loop);
          line.set(opened);
          opened.start(new Listener());
        });
  }

  /** The next piece; null when none comes within {@code nanos}. */
  public @Nullable Piece next(long nanos) throws InterruptedException {
    return pieces.poll(nanos, TimeUnit.NANOSECONDS);
  }

  /** Why nothing is to be heard; empty while all is well. */
  public String trouble() {
    return trouble.get();
  }

  /** When the port was opened first, on the clock of the pieces; empty before. */
  public OptionalLong openedAt() {
    long at = openedAt.get();
    return at == 0 ? OptionalLong.empty() : OptionalLong.of(at);
  }

  @Override
  public void close() {
    SerialLine opened = line.get();
    if (opened != null) {
      opened.close();
    }
    vertx.close();
  }

  private final class Listener implements ByteLink.Listener {
    @Override
    public void opened(ByteLink.Output out) {
      trouble.set("");
      openedAt.compareAndSet(0, System.nanoTime());
    }

    @Override
    public void received(byte[] bytes, int offset, int length, long nanoTime) {
      pieces.offer(new Piece(bytes, offset, length, nanoTime));
    }

    @Override
    public void closed(String reason) {
      trouble.set(reason);
    }
  }
}
