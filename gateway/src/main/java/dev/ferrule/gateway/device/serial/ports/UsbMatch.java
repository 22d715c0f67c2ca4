package dev.ferrule.gateway.device.serial.ports;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The port of the USB device that says it is this, wherever it is plugged in.
 *
 * @param vendor idVendor, four hexadecimal digits; kept in lower case
 * @param product idProduct, four hexadecimal digits; kept in lower case
 * @param serial its serial number, 1 to 126 printable characters; without it any will do
 */
public record UsbMatch(String vendor, String product, Optional<String> serial) implements PortName {

  private static final Pattern FOUR_DIGITS = Pattern.compile("[0-9a-f]{4}");
  private static final Pattern SERIAL = Pattern.compile("\\P{Cntrl}{1,126}");

  public UsbMatch {
    vendor = digits("vendor", vendor);
    product = digits("product", product);
    serial
        .filter(s -> !SERIAL.matcher(s).matches())
        .ifPresent(
            _ -> {
              throw new IllegalArgumentException("serial must have 1 to 126 printable characters");
            });
  }

  private static String digits(String what, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!FOUR_DIGITS.matcher(lower).matches()) {
      throw new IllegalArgumentException(
          what
              + " must be four hexadecimal digits as lsusb shows them, such as 0043, not \""
              + text
              + "\"");
    }
    return lower;
  }

  /** Whether a device is the one, or one of those. */
  boolean fits(UsbIdentity usb) {
    return vendor.equals(usb.vendor())
        && product.equals(usb.product())
        && (serial.isEmpty() || serial.equals(usb.serial()));
  }

  /** Whether a device is of the kind, whatever its serial number. */
  boolean resembles(UsbIdentity usb) {
    return vendor.equals(usb.vendor()) && product.equals(usb.product());
  }

  @Override
  public String toString() {
    return "usb " + vendor + ":" + product + serial.map(s -> " serial " + s).orElse("");
  }
}
