/**
 * The driver for NMEA 0183: GPS receivers, wind, depth and other instruments that talk in sentences
 * such as
 *
 * <pre>
 * $GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A
 * </pre>
 *
 * <p>Bytes become lines, lines with a right check sum become sentences, sentences become values
 * ({@link dev.ferrule.gateway.device.nmea.Quantity}) in the units that they are told in. Who talks
 * ({@code GP}, {@code GN}, {@code WI}, …) matters only where one instrument knows nothing and
 * another on the line does ({@code Receivers}). What is not for the device is told apart from what
 * is damaged ({@code Line}). The configuration names the values that become channels. Nothing is
 * ever written to an instrument. Everything runs on the link's loop. Sources: NMEA 0183 4.11 as far
 * as public, and gpsd's notes on it. Start reading at {@link
 * dev.ferrule.gateway.device.nmea.NmeaDriver}.
 */
@NullMarked
package dev.ferrule.gateway.device.nmea;

import org.jspecify.annotations.NullMarked;
