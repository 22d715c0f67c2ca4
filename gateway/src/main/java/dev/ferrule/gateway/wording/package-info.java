/**
 * Values, numbers, durations and near misses in words for people, and durations and sizes as people
 * write them.
 *
 * <p>Stateless; any thread. What the wire says is not worded here. Start reading at {@link
 * dev.ferrule.gateway.wording.ValueText}, then {@link dev.ferrule.gateway.wording.Suggestion}.
 */
@NullMarked
package dev.ferrule.gateway.wording;

import org.jspecify.annotations.NullMarked;
