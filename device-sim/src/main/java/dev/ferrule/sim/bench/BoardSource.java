package dev.ferrule.sim.bench;

import dev.ferrule.sim.scenario.LoadPlan;
import java.nio.file.Path;
import java.util.List;

/** Where the boards of a load come from. */
public interface BoardSource {

  /**
   * Plugs boards in; when it returns all links exist.
   *
   * @param directory where the links are made; it need not exist
   */
  Boards start(LoadPlan load, Path directory);

  /** Boards that are plugged in. From any thread. */
  interface Boards extends AutoCloseable {

    /** The gateway's name for each line, by board. */
    List<Path> links();

    /** Rows that each board has sent: the {@code seq} of its next one. */
    long[] rows();

    /** Rows of all boards that the machine was too late for. */
    long missedRows();

    /** Bytes of all boards that the lines did not take, because nobody read them in time. */
    long overrunBytes();

    /** Unplugs all. */
    @Override
    void close();
  }
}
