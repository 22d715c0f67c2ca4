/**
 * Tells a broker what the registry knows, and takes commands from it.
 *
 * <p>A {@link dev.ferrule.gateway.mqtt.bridge.Bridge} hangs on a replica and on the command port
 * like every other way out and in. What goes out next is decided in one place, {@code Outgoing},
 * whenever the broker takes one more: first what describes (states, dictionary, discovery), then
 * answers, frames, readings, readings of the past. While the broker is slow or away the newest
 * reading of each channel stays; the others are told later by an {@code Outbox}, whose numbers
 * {@code LiveNumbers} ties live readings to, or counted where there is none. Commands are off
 * unless the configuration allows channels; what a broker says is never trusted beyond that. All of
 * it belongs to one loop that serves no clients and no devices. Start reading at {@code Bridge},
 * then {@code Outgoing}.
 */
@NullMarked
package dev.ferrule.gateway.mqtt.bridge;

import org.jspecify.annotations.NullMarked;
