package dev.ferrule.protocol.link;

import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.dictionary.Template;

/**
 * One READINGS or READINGS_Q frame, read into arrays that are used again. Valid only during {@link
 * LinkSink#readings}.
 */
public interface ReadingsCursor {

  /** The template of the frame; its channels are those of the values, in order. */
  Template template();

  /** Place of the template in {@link dev.ferrule.protocol.dictionary.Dictionary#templates}. */
  int templateIndex();

  /** The device's tick at sampling. */
  int tick();

  /** Raw value at an index below {@code template().size()}. */
  int raw(int index);

  /** Its quality code, 0 to 255. */
  int quality(int index);

  /** Whether every code is {@link Quality#GOOD}. */
  boolean allGood();
}
