/**
 * The stream: readings out to WebSocket clients, commands in (PROTOCOL.md, Part B).
 *
 * <p>Each event loop has one {@link dev.ferrule.gateway.stream.StreamHub}, which owns its clients,
 * and everything below a hub runs on its loop without a lock. Clients with the same subscription
 * (channels, rate, codec) are one {@code Group}: readings are gathered, encoded and framed once for
 * it and the same bytes are written to each socket, one send each, because the send is what costs.
 * What waits for clients is those bytes, outside of the heap. A client that does not keep up leaves
 * its group, costs a bounded number of bytes, and comes back with the newest value of each channel,
 * or is cut. Nothing here decides about commands and nothing knows a driver. Start reading at
 * {@code StreamHub}, then {@code Group}, then {@code Outbox}.
 */
@NullMarked
package dev.ferrule.gateway.stream;

import org.jspecify.annotations.NullMarked;
