package dev.ferrule.gateway.device.serial.ports;

import java.util.Optional;

/**
 * What a USB device says it is, as {@code lsusb} shows it.
 *
 * @param vendor idVendor, four hexadecimal digits in lower case
 * @param product idProduct, four hexadecimal digits in lower case
 * @param serial its serial number; many cheap adapters have none
 * @param name manufacturer and product in words; empty when it has none
 */
public record UsbIdentity(String vendor, String product, Optional<String> serial, String name) {

  /** {@code 2341:0043}, with the serial number behind it when there is one. */
  @Override
  public String toString() {
    return vendor + ":" + product + serial.map(s -> " serial " + s).orElse("");
  }
}
