/**
 * The little piece of nature that the boards measure and act on.
 *
 * <p>{@link dev.ferrule.sim.world.World} holds a value for each channel of all boards: inputs move
 * as their waves and responses say, outputs are where they were put. One seed, one course. On the
 * loop's thread.
 */
@NullMarked
package dev.ferrule.sim.world;

import org.jspecify.annotations.NullMarked;
