/**
 * Which serial ports this machine has, and what is known of each without opening it: its stable
 * names, the USB adapter behind it, whether this user may open it, and which process has it open.
 *
 * <p>Everything is read from {@code /sys}, {@code /dev} and {@code /proc} at the moment of asking;
 * nothing is kept but watches of directories, no port is opened, no library is needed. Any thread
 * that may block for some milliseconds. Start reading at {@link
 * dev.ferrule.gateway.device.serial.ports.PortInventory}.
 */
@NullMarked
package dev.ferrule.gateway.device.serial.ports;

import org.jspecify.annotations.NullMarked;
