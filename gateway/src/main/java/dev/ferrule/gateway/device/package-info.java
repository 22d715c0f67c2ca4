/**
 * The ways in, as the rest of the gateway sees them: what a driver is, what it reports, and the
 * byte link that it speaks over.
 *
 * <p>No driver and no library lives here; each driver has a package of its own below ({@code
 * device.firmware}, {@code device.text}, …) and sees only this package, {@code model} and the
 * codec. {@code device.serial} owns the serial ports. Everything here runs on the loop of the link
 * that it belongs to. Start reading at {@link dev.ferrule.gateway.device.Driver}.
 */
@NullMarked
package dev.ferrule.gateway.device;

import org.jspecify.annotations.NullMarked;
