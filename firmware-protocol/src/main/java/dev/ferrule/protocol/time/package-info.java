/**
 * What time it is on a device: {@link dev.ferrule.protocol.time.TickClock} ties the ticks of a
 * board to the host's monotonic clock. PROTOCOL.md, section A7. Knows nothing of frames; not
 * thread-safe.
 */
@NullMarked
package dev.ferrule.protocol.time;

import org.jspecify.annotations.NullMarked;
