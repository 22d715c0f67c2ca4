package dev.ferrule.gateway.history;

import dev.ferrule.gateway.history.query.Recalled;
import dev.ferrule.gateway.registry.Directory;
import java.util.BitSet;
import java.util.function.Consumer;

/** Who knows what came before: whoever comes back is told what it missed. */
public interface Recollection {

  /** Nobody does. */
  Recollection NONE =
      (position, directory, channels, then) -> then.accept(Recalled.nothing(position));

  /**
   * Finds what came after a position of the registry, up to now.
   *
   * @param directory under whose numbers it is told
   * @param channels that are asked for
   * @param then is told once, on any thread
   */
  void recall(long position, Directory directory, BitSet channels, Consumer<Recalled> then);
}
