/**
 * Serial ports as {@code ferrule ports} shows them and as a running gateway offers them: which
 * device of the configuration has each, who holds it, what to write to add it.
 *
 * <p>Opens no port. Everything here reads files and so runs on threads that may block. Start
 * reading at {@link dev.ferrule.gateway.app.ports.PortReport}.
 */
@NullMarked
package dev.ferrule.gateway.app.ports;

import org.jspecify.annotations.NullMarked;
