package dev.ferrule.gateway.history.query;

import dev.ferrule.gateway.history.query.Past.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which blocks of a series were told before times were moved: those of a base whose clock became
 * trusted meanwhile stand elsewhere now, and must be told once all the same. Owner: the reader's
 * thread.
 */
final class Told {

  /** Whether a block is told already. */
  interface Test {
    boolean isTold(int base, Place place);
  }

  /** Times of bases that were moved when everything up to a place was told. */
  private record Move(Place told, Map<Integer, Long> by) {}

  private final List<Move> moves = new ArrayList<>();
  private Map<Integer, Long> shifts = Map.of();

  /** Whether times were moved since this was asked last, up to {@code told} of this series. */
  boolean hasMoved(Map<Integer, Long> now, Place told) {
    Map<Integer, Long> by = new HashMap<>();
    now.forEach(
        (base, shift) -> {
          long moved = shift - shifts.getOrDefault(base, 0L);
          if (moved != 0) {
            by.put(base, moved);
          }
        });
    boolean isFirst = told.equals(Place.START);
    shifts = Map.copyOf(now);
    if (by.isEmpty() || isFirst) {
      return false;
    }
    moves.add(new Move(told, by));
    return true;
  }

  /** Whether a block of a base, at the place where it is now, was told where it was. */
  boolean isTold(int base, Place place) {
    Place before = place;
    for (Move move : moves.reversed()) {
      before = new Place(before.last() - move.by().getOrDefault(base, 0L), before.id());
      if (!before.isBehind(move.told())) {
        return true;
      }
    }
    return false;
  }

  /** Another series begins. */
  void clear() {
    moves.clear();
  }
}
