package dev.ferrule.gateway.history;

import dev.ferrule.gateway.history.block.SeriesForm;
import java.util.Map;

/**
 * A place between two batches of the registry, in the numbers of readings that history gives: what
 * came before it is in history, and what comes after it has greater numbers.
 *
 * @param opening which opening of the file the numbers are of
 * @param position of the registry (PROTOCOL.md B4)
 * @param places by series; those of which a rule keeps only a part are not among them
 */
public record Mark(int opening, long position, Map<SeriesForm, Place> places) {

  public Mark {
    places = Map.copyOf(places);
  }

  /**
   * How far a series is.
   *
   * @param series its number in the file
   * @param readings how many readings it has got, ever
   */
  public record Place(int series, long readings) {}
}
