package dev.ferrule.gateway.damage;

import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.loop.Port;
import dev.ferrule.sim.pty.Pty;
import dev.ferrule.sim.pty.StableLink;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A cable between a board's terminal and a port of the gateway's, damaged both ways; now and then
 * the gateway hears itself, as behind an RS-485 adapter. What either end said, before any damage,
 * is told to a witness. Owner: the loop's thread; another only waits for the board's bytes and
 * hands them over.
 */
final class DamagingCable implements Port {

  /** Hears both ends, on the loop's thread. */
  interface Witness {
    /** The board said something. */
    void boardSaid(byte[] bytes, int length);

    /** The gateway did. */
    void gatewaySaid(byte[] bytes, int length);
  }

  private final EventLoop loop;
  private final Witness witness;
  private final Pty port;
  private final StableLink link;
  private final FileInputStream fromBoard;
  private final FileOutputStream toBoard;
  private final Damage toHost;
  private final Damage toDevice;

  /** Plugs a good cable in at both ends. On the loop's thread. */
  DamagingCable(EventLoop loop, Path board, Path link, SplittableRandom random, Witness witness) {
    this.loop = loop;
    this.witness = witness;
    this.port = Pty.open();
    this.link = new StableLink(link);
    this.toHost = new Damage(loop, random.split(), this::reachGateway, _ -> {});
    this.toDevice = new Damage(loop, random.split(), this::reachBoard, this::reachGateway);
    try {
      this.fromBoard = new FileInputStream(board.toFile());
      this.toBoard = new FileOutputStream(board.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.link.pointTo(port.path());
    loop.attach(this);
    Thread.ofPlatform().daemon().name("cable " + board.getFileName()).start(this::listen);
  }

  /** The share of bytes with an accident from now on, each way. */
  void share(double share) {
    toHost.share(share);
    toDevice.share(share);
  }

  /** How many accidents there were, both ways. */
  long accidents() {
    return toHost.accidents() + toDevice.accidents();
  }

  private void listen() {
    byte[] buffer = new byte[4096];
    try {
      for (int n = fromBoard.read(buffer); n > 0; n = fromBoard.read(buffer)) {
        int length = n;
        loop.run(
            () -> {
              witness.boardSaid(buffer, length);
              toHost.send(buffer, length);
            });
      }
    } catch (IOException e) {
      // The board's end is gone.
    }
  }

  private void reachGateway(byte[] bytes) {
    port.write(bytes, 0, bytes.length);
  }

  private void reachBoard(byte[] bytes) {
    try {
      toBoard.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void received(byte[] bytes, int length) {
    witness.gatewaySaid(bytes, length);
    toDevice.send(bytes, length);
  }

  @Override
  public Optional<Pty> line() {
    return Optional.of(port);
  }

  @Override
  public boolean takesInput() {
    return true;
  }

  @Override
  public void opened() {}

  @Override
  public void closed() {}

  @Override
  public void turnEnds() {}

  @Override
  public void loopEnds() {
    link.removeFrom(port.path());
    port.close();
  }
}
