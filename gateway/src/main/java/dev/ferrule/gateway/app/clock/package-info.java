/**
 * What time it is: this machine's clock, or that of the satellites while nobody keeps this
 * machine's. Start reading at {@link dev.ferrule.gateway.app.clock.WallClock}.
 */
@NullMarked
package dev.ferrule.gateway.app.clock;

import org.jspecify.annotations.NullMarked;
