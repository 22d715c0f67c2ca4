/**
 * The ways in, as the rest of the gateway sees them: what a driver is, what it reports, how a
 * device stands, and the byte link that it speaks over.
 *
 * <p>No driver and no library lives here; each driver has a package of its own below ({@code
 * device.firmware}, {@code device.text}, …) and sees only this package, {@code loop}, {@code
 * linux}, {@code wording}, {@code model} and the codec. {@code device.serial} owns the serial
 * ports. Everything here runs on the loop of the link that it belongs to.
 *
 * <p>Whether what comes can be believed: a frame that a strong check proves, always; others not
 * while the line shows damage ({@link dev.ferrule.gateway.device.LineDoubt}).
 *
 * <p>Safe values. The device itself: whatever it can do alone when the gateway is silent. The
 * driver: {@link dev.ferrule.gateway.device.Driver#makeSafe} writes them where the device cannot,
 * and what a driver must set to begin with (a line's first level) is the safe value. The gateway:
 * commands every output to its safe value when a device that cannot do it alone comes up from any
 * other state, when a lease is over, and when an interlock breaks that says so; to a driver these
 * are commands like any other. An output without a safe value is never moved by itself. A driver
 * never moves an output otherwise.
 *
 * <p>Start reading at {@link dev.ferrule.gateway.device.Driver}.
 */
@NullMarked
package dev.ferrule.gateway.device;

import org.jspecify.annotations.NullMarked;
