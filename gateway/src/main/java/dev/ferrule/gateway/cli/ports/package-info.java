/**
 * Serial ports as {@code ferrule ports} tells them: as text, as JSON, and as lines of configuration
 * that add them.
 *
 * <p>Opens no port. Reads files and so runs on threads that may block. Start reading at {@link
 * dev.ferrule.gateway.cli.ports.PortReport}.
 */
@NullMarked
package dev.ferrule.gateway.cli.ports;

import org.jspecify.annotations.NullMarked;
