/**
 * Tells Home Assistant which devices and channels there are, in the form that it discovers by
 * itself (MQTT discovery of devices, from its release 2024.12 on).
 *
 * <p>{@link dev.ferrule.gateway.mqtt.homeassistant.Discovery} decides when to tell and what to take
 * away, {@code DeviceConfig} writes one device, {@code Quantity} knows what Home Assistant calls a
 * unit. Readings and commands go where they go for everybody else; nothing here sees a broker or a
 * reading. Owner: the bridge's loop.
 */
@NullMarked
package dev.ferrule.gateway.mqtt.homeassistant;

import org.jspecify.annotations.NullMarked;
