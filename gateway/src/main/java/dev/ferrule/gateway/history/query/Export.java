package dev.ferrule.gateway.history.query;

import dev.ferrule.gateway.history.block.SeriesForm;
import dev.ferrule.gateway.history.block.Summary;
import dev.ferrule.gateway.history.file.HistoryTables.SeriesRow;
import dev.ferrule.gateway.store.StoreFault;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every reading of a question, part by part: channel after channel, each in the order of time but
 * for what came late. Nothing is open between two parts. Owner: the reader's thread.
 */
public final class Export {

  private static final Logger LOG = System.getLogger("dev.ferrule.history");

  /** Blocks of a part: some thousand readings. */
  private static final int BLOCKS = 4;

  private final HistoryReader reader;
  private final Question question;
  private List<SeriesRow> series = List.of();
  private boolean isBegun;
  private int next;
  private Past.Place place = Past.Place.START;
  private final Told told = new Told();

  Export(HistoryReader reader, Question question) {
    this.reader = reader;
    this.question = question;
  }

  /** How far it is. */
  public enum Progress {
    /** There may be more. */
    MORE,
    /** That was all. */
    END,
    /** The file cannot be read any more. */
    BROKEN
  }

  /** Where the readings go. */
  public interface Sink {
    void reading(SeriesForm form, long time, double value, int quality);
  }

  /** Tells the next part. */
  public Progress next(Sink sink) {
    try {
      return reader.look(past -> part(past, sink), false) ? Progress.MORE : Progress.END;
    } catch (StoreFault e) {
      LOG.log(Level.WARNING, "an export broke off: {0}", e.words());
      return Progress.BROKEN;
    } catch (RuntimeException e) { // who asked must not wait for ever
      LOG.log(Level.ERROR, "an export failed", e);
      return Progress.BROKEN;
    }
  }

  private boolean part(Past past, Sink sink) throws SQLException {
    if (!isBegun) {
      series = past.series(question);
      isBegun = true;
    }
    if (next >= series.size()) {
      return false;
    }
    SeriesRow one = past.now(series.get(next));
    if (told.hasMoved(past.shifts(), place)) {
      place = Past.Place.START; // where it was is elsewhere now
    }
    Past.Visitor each = each(one.form(), sink);
    Optional<Past.Place> behind = past.blocks(one, question, place, BLOCKS, told::isTold, each);
    if (behind.isPresent()) {
      place = behind.get();
    } else {
      past.journal(Map.of(one.id(), each), List.of(one));
      next++;
      place = Past.Place.START;
      told.clear();
    }
    return next < series.size();
  }

  private Past.Visitor each(SeriesForm form, Sink sink) {
    return new Past.Visitor() {
      @Override
      public boolean takes(Summary summary) {
        return false;
      }

      @Override
      public void summary(Summary summary) {
        throw new IllegalStateException("an export tells every reading");
      }

      @Override
      public void row(long time, double value, int quality) {
        if (question.includes(time)) {
          sink.reading(form, time, value, quality);
        }
      }
    };
  }
}
