/**
 * What time it is: this machine's clock, or that of the satellites while nobody keeps this
 * machine's. Any thread reads, one thread tells. Start reading at {@link
 * dev.ferrule.gateway.clock.WallClock}.
 */
@NullMarked
package dev.ferrule.gateway.clock;

import org.jspecify.annotations.NullMarked;
