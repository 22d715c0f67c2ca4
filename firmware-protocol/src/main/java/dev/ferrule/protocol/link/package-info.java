/**
 * The serial link: frames, messages and reliable delivery of PROTOCOL.md part A, for a host and for
 * a device.
 *
 * <p>{@link dev.ferrule.protocol.link.LinkEncoder} makes wire bytes, {@link
 * dev.ferrule.protocol.link.LinkDecoder} finds frames in whatever comes, {@link
 * dev.ferrule.protocol.link.ReliableSender} and {@link dev.ferrule.protocol.link.ReliableReceiver}
 * keep the promises of A5. Nothing here owns a thread, a clock or a port; nothing is thread-safe.
 */
@NullMarked
package dev.ferrule.protocol.link;

import org.jspecify.annotations.NullMarked;
