/**
 * A connection to an MQTT broker: the only place that knows the client library.
 *
 * <p>A {@link dev.ferrule.gateway.mqtt.Broker} connects, comes back by itself, and hands over at
 * most so many messages at a time; what goes out when is decided by whoever owns it ({@code
 * mqtt.bridge}). The library's own queue is never relied on, its sessions neither: each connection
 * begins anew. Everything here belongs to one loop; the library's callbacks cross to it in {@code
 * BrokerClient}. Files with passwords and keys are read on a virtual thread before each attempt, so
 * that renewed ones are taken; what stands in them is never kept, logged or shown. Start reading at
 * {@code Broker}.
 */
@NullMarked
package dev.ferrule.gateway.mqtt;

import org.jspecify.annotations.NullMarked;
