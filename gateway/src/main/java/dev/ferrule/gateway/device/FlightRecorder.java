package dev.ferrule.gateway.device;

import dev.ferrule.protocol.capture.CaptureEvent;
import dev.ferrule.protocol.capture.CaptureHead;
import java.util.List;
import java.util.Optional;

/**
 * What a link carried lately, byte by byte, for whoever wants to see it from outside. Keeps the
 * latest, forgets the oldest, across every unplug. Any thread.
 */
public interface FlightRecorder {

  /** The link, and the moment that the times of events count from by the wall clock of now. */
  CaptureHead head();

  /** The oldest events that are kept. */
  Excerpt fromOldest();

  /**
   * The events from a position on, as {@link Excerpt#next} told it; what has been forgotten
   * meanwhile is told as {@link CaptureEvent.Lost}.
   *
   * @return empty when no such position has been told yet: it is of another run of the gateway
   */
  Optional<Excerpt> from(long position);

  /**
   * Some events in their order, about {@link #EXCERPT_BYTES} at most.
   *
   * @param events perhaps none
   * @param next where to go on
   */
  record Excerpt(List<CaptureEvent> events, long next) {
    public Excerpt {
      events = List.copyOf(events);
    }
  }

  /** What one excerpt takes of the recorder's memory, bytes. */
  int EXCERPT_BYTES = 64 * 1024;
}
