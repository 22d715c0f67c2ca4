package dev.ferrule.sim.bench;

import java.nio.file.Path;
import java.util.List;

/** Where the boards of a load come from. */
public interface BoardSource {

  /** Counts the rows of a board from 0; a counter. */
  String SEQUENCE = "seq";

  /** Microseconds of the monotonic clock at which the row was sampled, modulo 2^31. */
  String STAMP = "t";

  /** An output without a range that is 0 at first. */
  String OUTPUT = "out";

  /** Prefix of the further channels, {@code v0}, {@code v1}, …, numbers with two decimals. */
  String FILLER = "v";

  /**
   * Plugs boards in; when it returns all links exist.
   *
   * @param load how many boards, and what they send
   * @param directory where the links are made; it need not exist
   */
  Boards start(Workload.Load load, Path directory);

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
