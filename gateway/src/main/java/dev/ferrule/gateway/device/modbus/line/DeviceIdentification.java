package dev.ferrule.gateway.device.modbus.line;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What a unit says of itself when it is asked for its device identification (Application Protocol
 * 6.21), or a part of it:
 *
 * <pre>
 * MEI type 14 (1) │ 1 = basic (1) │ conformity (1) │ more follows (1) │ next object (1) │ objects (1)
 *   and for each object: id (1) │ length (1) │ text
 * </pre>
 *
 * @param objects the texts by object id, without blanks and zeros around them
 * @param next the object to ask from for the rest; empty when that is all
 */
public record DeviceIdentification(Map<Integer, String> objects, OptionalInt next) {

  static final byte FUNCTION = 43;
  static final byte MEI_TYPE = 14;

  /** Read device id code: vendor, product code and revision, which every unit has. */
  static final byte BASIC = 1;

  public static final int VENDOR = 0;
  public static final int PRODUCT = 1;

  private static final int MORE_FOLLOWS = 3;
  private static final int NEXT_OBJECT = 4;
  private static final int OBJECTS = 5;
  private static final int HEADER = 6;

  public DeviceIdentification {
    objects = Map.copyOf(objects);
  }

  /** Length of the answer's data from {@code start} on; more than is there until it is whole. */
  static int length(byte[] bytes, int start, int end) {
    int at = start + HEADER;
    if (at > end) {
      return HEADER;
    }
    for (int i = bytes[start + OBJECTS] & 0xFF; i > 0; i--) {
      at += at + 2 > end ? 2 : 2 + (bytes[at + 1] & 0xFF);
    }
    return at - start;
  }

  /** Reads an answer's data, whose length is that of {@link #length}. */
  public static DeviceIdentification of(byte[] data) {
    Map<Integer, String> objects = new TreeMap<>();
    for (int at = HEADER; at + 2 <= data.length; at += 2 + (data[at + 1] & 0xFF)) {
      int length = Math.min(data[at + 1] & 0xFF, data.length - at - 2);
      String text = new String(data, at + 2, length, ISO_8859_1);
      objects.put(data[at] & 0xFF, text.replace('\0', ' ').strip().replaceAll("\\p{Cc}", "·"));
    }
    boolean more = data[MORE_FOLLOWS] != 0;
    return new DeviceIdentification(
        objects, more ? OptionalInt.of(data[NEXT_OBJECT] & 0xFF) : OptionalInt.empty());
  }
}
