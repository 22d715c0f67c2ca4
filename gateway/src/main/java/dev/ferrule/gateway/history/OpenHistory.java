package dev.ferrule.gateway.history;

import dev.ferrule.gateway.history.SeriesBook.Series;
import dev.ferrule.gateway.history.block.Block;
import dev.ferrule.gateway.history.block.BlockCodec;
import dev.ferrule.gateway.history.block.OpenBlock;
import dev.ferrule.gateway.history.block.Seal;
import dev.ferrule.gateway.history.file.Commit;
import dev.ferrule.gateway.history.file.Gap;
import dev.ferrule.gateway.history.file.HistoryRules;
import dev.ferrule.gateway.history.file.Opening;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.model.TimeBase;
import dev.ferrule.gateway.registry.Directory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is being added to an open file: numbers of series and bases, the journal, and the blocks
 * that are not full.
 *
 * <p>Owner: the collector's loop. Bounded: blocks are closed early when all of them take more than
 * {@link #MOST_OPEN} bytes of memory. The journal keeps the latest {@link #MOST_JOURNAL} bytes,
 * whether they are in blocks or not: a client that comes back is told from it what it missed.
 */
final class OpenHistory {

  /** Bytes that open blocks may take. */
  static final long MOST_OPEN = 4 << 20;

  /** Bytes of the journal: what is read again after a crash, and what a question looks through. */
  static final long MOST_JOURNAL = 4 << 20;

  /** Readings of a series that are added at a time. */
  private static final int ROWS = 256;

  /** What a commit has in the journal: its first message, and how long all of them are. */
  private record Length(long message, long bytes) {}

  private final int opening;
  private final HistoryRules rules;
  private final SeriesBook series;
  private final ClosedBlocks closed = new ClosedBlocks();
  private final Deque<Length> journal = new ArrayDeque<>();
  private final BlockCodec codec = new BlockCodec();
  private final Bases bases;
  private JournalEncoder encoder;
  private long nextMessage;
  private long openBytes;
  private long journalBytes;
  private boolean isUnwritten;

  private @Nullable Directory mapped;
  private @Nullable Series[] byNumber = {};

  private long position;
  private long reached;
  private boolean isBroken;

  private List<Commit.Message> messages = new ArrayList<>();
  private long readings;

  OpenHistory(Opening opening, HistoryRules rules) {
    this.opening = opening.number();
    this.rules = rules;
    this.series = new SeriesBook(opening, rules);
    this.nextMessage = opening.nextMessage();
    this.bases = new Bases(opening.nextBase());
    this.encoder = series.encoder();
  }

  /** The file was lost and made anew: what is in no block yet goes into the new one. */
  OpenHistory again(Opening anew) {
    release();
    var next = new OpenHistory(anew, rules);
    next.reached = reached;
    next.isBroken = true;
    next.nextMessage += nextMessage; // blocks tell up to which message they go
    for (Block block : closed.all()) {
      next.takeOver(block, series, bases.now().orElseThrow());
    }
    for (Series old : series.all()) {
      OpenBlock block = old.block;
      if (block != null) {
        int base = next.bases.number(bases.now().orElseThrow(), 0);
        next.series
            .number(old.form)
            .ifPresent(
                found -> {
                  next.closed.add(
                      block.sealedAs(
                          found.number, base, found.readings, codec, found.form.factor()));
                  found.readings += block.rows();
                });
      }
    }
    next.encoder = next.series.encoder(); // which knows the series that were added
    return next;
  }

  /** A closed block that the file before did not take. */
  private void takeOver(Block block, SeriesBook before, TimeBase base) {
    Optional<Series> found = before.form(block.series()).flatMap(series::number);
    Optional<Integer> length = Seal.open(block.series(), block.bytes());
    if (found.isPresent() && length.isPresent()) {
      int number = found.get().number;
      byte[] bytes = Seal.seal(number, block.bytes(), length.get());
      int anew = bases.number(base, 0);
      closed.add(
          new Block(number, anew, found.get().readings, block.upto(), block.summary(), bytes));
      found.get().readings += block.summary().rows();
    }
  }

  /** Adds readings that came while channels had the numbers of {@code directory}. */
  void add(Directory directory, List<ReadingBatch> batches) {
    map(directory);
    for (ReadingBatch batch : batches) {
      reached = Math.max(reached, batch.position());
      if (bases.moves(batch.base())) {
        release();
        sealAll();
      }
      int base = bases.number(batch.base(), batch.times()[0]);
      int column = 0;
      while (column < batch.channels()) {
        int end = column + 1;
        Series first = byNumber[batch.firstChannel() + column];
        if (first == null || first.thinning != null) {
          addThinned(base, first, batch, column);
          column = end;
          continue;
        }
        while (end < batch.channels() && follows(first, end - column, batch.firstChannel() + end)) {
          end++;
        }
        for (int row = 0; row < batch.rows(); row += ROWS) {
          int until = Math.min(batch.rows(), row + ROWS);
          addTo(base, first.number, batch.columns(column, end).slice(row, until));
        }
        column = end;
      }
    }
  }

  private boolean follows(Series first, int by, int number) {
    Series other = byNumber[number];
    return other != null && other.thinning == null && other.number == first.number + by;
  }

  /** Adds those readings of a column that its rule keeps. */
  private void addThinned(int base, @Nullable Series one, ReadingBatch batch, int column) {
    Thinning thinning = one == null ? null : one.thinning;
    if (one == null || thinning == null) {
      return;
    }
    for (int row = 0; row < batch.rows(); row++) {
      thinning.take(
          base,
          batch.times()[row],
          batch.valueAt(column, row),
          batch.qualityAt(column, row),
          kept(one));
    }
  }

  private Thinning.Kept kept(Series one) {
    return (base, time, value, quality) ->
        addTo(base, one.number, ReadingBatch.single(one.place, time, value, quality));
  }

  /** Readings are missing from here on: of each channel the latest one is kept. */
  private void release() {
    for (Series one : series.all()) {
      Thinning thinning = one.thinning;
      if (thinning != null) {
        thinning.release(kept(one));
      }
    }
  }

  /** Adds readings of neighboring series; blocks end where messages do. */
  private void addTo(int base, int number, ReadingBatch part) {
    boolean ends = false;
    for (int column = 0; column < part.channels(); column++) {
      ends |= !takes(seriesOf(part, column), base, part);
    }
    if (ends) {
      endMessages();
      for (int column = 0; column < part.channels(); column++) {
        Series one = seriesOf(part, column);
        if (!takes(one, base, part)) {
          seal(one);
        }
      }
    }
    long since = nextMessage + encoder.messages();
    encoder.add(base, part.shifted(number - part.firstChannel()));
    long upto = nextMessage + encoder.messages();
    readings += part.size();
    for (int column = 0; column < part.channels(); column++) {
      Series one = seriesOf(part, column);
      addTo(blockOf(one, base, since), part, column, upto);
      one.readings += part.rows();
    }
  }

  private Series seriesOf(ReadingBatch part, int column) {
    return Objects.requireNonNull(byNumber[part.firstChannel() + column]);
  }

  private static boolean takes(Series one, int base, ReadingBatch part) {
    OpenBlock block = one.block;
    return block == null || (block.base() == base && block.takes(part.times()[0], part.rows()));
  }

  private OpenBlock blockOf(Series one, int base, long since) {
    OpenBlock block = one.block;
    if (block == null) {
      block = new OpenBlock(one.number, base, one.readings, since);
      one.block = block;
      openBytes += block.bytes();
    }
    return block;
  }

  private void addTo(OpenBlock block, ReadingBatch part, int column, long message) {
    openBytes -= block.bytes();
    for (int row = 0; row < part.rows(); row++) {
      block.add(part.times()[row], part.valueAt(column, row), part.qualityAt(column, row), message);
    }
    openBytes += block.bytes();
  }

  private void seal(Series one) {
    OpenBlock block = one.block;
    if (block != null && block.rows() > 0) {
      closed.add(block.sealed(codec, one.form.factor()));
    }
    if (block != null) {
      openBytes -= block.bytes();
      one.block = null;
    }
  }

  /** Closes all blocks: nothing more comes. */
  void finish() {
    release();
    sealAll();
  }

  /** Closes all blocks. */
  void sealAll() {
    endMessages();
    series.all().forEach(this::seal);
  }

  /** Which series each channel of a directory is. */
  private void map(Directory directory) {
    if (directory.equals(mapped)) {
      return;
    }
    release();
    mapped = directory;
    int before = series.size();
    byNumber = series.map(directory);
    if (series.size() != before) {
      endMessages();
      encoder = series.encoder();
    }
  }

  /** Numbers the messages that were encoded. */
  private void endMessages() {
    for (JournalEncoder.Made made : encoder.take()) {
      long number = nextMessage++;
      byte[] sealed = Seal.seal(number, made.bytes(), made.bytes().length);
      messages.add(new Commit.Message(number, made.base(), sealed));
    }
  }

  /** All that is new, and no more in memory than may be. */
  Commit commit(List<Gap> gaps) {
    if (isBroken) {
      release();
    }
    endMessages();
    if (!messages.isEmpty()) {
      long bytes = messages.stream().mapToLong(message -> message.bytes().length).sum();
      journal.add(new Length(messages.getFirst().number(), bytes));
      journalBytes += bytes;
    }
    closeEarly();
    var commit = new Commit(opening);
    commit.series.addAll(series.fresh());
    bases.into(commit);
    commit.messages.addAll(messages);
    commit.blocks.addAll(closed.all());
    commit.gaps.addAll(gaps);
    commit.readings = readings;
    commit.journalFrom = journal.isEmpty() ? nextMessage : journal.getFirst().message();
    commit.before = isBroken ? reached : position;
    commit.position = reached;
    commit.chained = isBroken || !messages.isEmpty() ? reached : position;
    messages = new ArrayList<>();
    readings = 0;
    return commit;
  }

  private void closeEarly() {
    if (openBytes > MOST_OPEN) {
      long most =
          series.all().stream()
              .mapToInt(one -> one.block == null ? 0 : one.block.rows())
              .max()
              .orElse(0);
      series.all().stream()
          .filter(one -> one.block != null && one.block.rows() >= Math.max(1, most / 2))
          .forEach(this::seal);
    }
    while (journalBytes > MOST_JOURNAL && journal.size() > 1) {
      journalBytes -= journal.removeFirst().bytes();
      long from = journal.getFirst().message();
      series.all().stream()
          .filter(one -> one.block != null && one.block.since() < from)
          .forEach(this::seal);
    }
  }

  /** A commit was taken. */
  void handedOver(Commit commit) {
    series.fresh().clear();
    bases.handedOver();
    closed.handedOver(commit);
    position = commit.chained;
    isBroken = false;
    if (isUnwritten) {
      isUnwritten = false;
      sealAll(); // what is in messages that nobody took must not wait until its block is full
    }
  }

  /** Something is missing in what is handed over: what came before does not lead on to it. */
  void breakOff() {
    isBroken = true;
  }

  /**
   * A commit was not taken: its messages are gone, its blocks wait for the next one as long as
   * there is room.
   *
   * @return how many readings are lost for that
   */
  long notTaken(Commit commit) {
    breakOff();
    isUnwritten = true;
    return closed.notTaken(commit);
  }

  /** How many readings each series has got, ever, up to a position of the registry. */
  Mark mark(Directory directory) {
    map(directory);
    return new Mark(opening, reached, series.places());
  }

  /** Which opening of the file its numbers are of. */
  int opening() {
    return opening;
  }

  /** How the clock was moved since this was asked last. */
  List<Gap> takeGaps() {
    return bases.takeGaps();
  }

  /** Whether the next commit does not lead on from the one before. */
  boolean isBroken() {
    return isBroken;
  }

  /** Position of the newest batch that was added. */
  long reached() {
    return reached;
  }
}
