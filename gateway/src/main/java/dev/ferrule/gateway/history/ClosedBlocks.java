package dev.ferrule.gateway.history;

import dev.ferrule.gateway.history.block.Block;
import dev.ferrule.gateway.history.file.Commit;
import java.util.ArrayList;
import java.util.List;

/**
 * Blocks that the writer does not have yet, the oldest first. Bounded while it takes nothing.
 * Owner: the collector's loop.
 */
final class ClosedBlocks {

  /** Bytes of blocks that wait because the writer does not take them. */
  static final int MOST = 2 << 20;

  /** What a block takes beside its bytes. */
  private static final long ROUND = 160;

  private final List<Block> blocks = new ArrayList<>();

  void add(Block block) {
    blocks.add(block);
  }

  /** All of them. */
  List<Block> all() {
    return blocks;
  }

  /** The writer has those of a commit. */
  void handedOver(Commit commit) {
    blocks.subList(0, commit.blocks.size()).clear();
  }

  /**
   * The writer does not take those of a commit: they wait as long as there is room.
   *
   * @return how many readings are lost for want of it
   */
  long notTaken(Commit commit) {
    long bytes = 0;
    long lost = 0;
    blocks.clear();
    for (Block block : commit.blocks) {
      bytes += block.bytes().length + ROUND;
      if (bytes <= MOST) {
        blocks.add(block);
      } else {
        lost += block.summary().rows();
      }
    }
    return lost;
  }
}
