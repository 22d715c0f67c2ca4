package dev.ferrule.sim.loop;

import dev.ferrule.sim.pty.Pty;
import java.util.Optional;

/** What an {@link EventLoop} serves: a line that is plugged in or not. On the loop's thread. */
public interface Port {

  /** The line as it is plugged in now. */
  Optional<Pty> line();

  /** Whether there is room for what the other side sends; while not, its writes wait. */
  boolean takesInput();

  /** Bytes from the other side, valid during the call: {@code length} from the start. */
  void received(byte[] bytes, int length);

  /** Somebody opened the other end. */
  void opened();

  /** Nobody has the other end open any more. */
  void closed();

  /** All that was due in this turn of the loop is done: a good time to write it out at once. */
  void turnEnds();

  /** The loop ends, well or not: leave nothing behind. */
  void loopEnds();
}
