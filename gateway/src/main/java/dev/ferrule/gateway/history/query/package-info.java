/**
 * Questions to the history and their answers, on a thread of their own beside the writer's: curves
 * of at most so many points, each with the least and the greatest of what it stands for; and every
 * reading, one part after another, so that an export of any length takes no memory.
 *
 * <p>Start reading at {@link dev.ferrule.gateway.history.query.HistoryReader}.
 */
@NullMarked
package dev.ferrule.gateway.history.query;

import org.jspecify.annotations.NullMarked;
