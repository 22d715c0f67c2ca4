package dev.ferrule.gateway.security;

import java.net.InetAddress;

/**
 * A range of IP addresses, as in {@code 192.168.0.0/16}, {@code fd00::/8} or {@code 10.1.2.3}.
 *
 * @param first an address of it
 * @param bits how many bits at the front all of them share
 */
public record AddressRange(InetAddress first, int bits) {

  public AddressRange {
    int all = 8 * first.getAddress().length;
    if (bits < 0 || bits > all) {
      throw new IllegalArgumentException("/" + bits + " is not in /0 to /" + all);
    }
  }

  /**
   * Reads a range; no name is looked up.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    try {
      InetAddress first = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int all = 8 * first.getAddress().length;
      return new AddressRange(first, slash < 0 ? all : Integer.parseInt(text.substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          text + " is no address or range such as 192.168.1.10 or 192.168.0.0/16", e);
    }
  }

  /** Whether an address, written as a literal, is in it; what is no literal is not. */
  public boolean contains(String literal) {
    byte[] other;
    try {
      other = InetAddress.ofLiteral(literal).getAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
    byte[] own = first.getAddress();
    if (own.length != other.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      if (((own[i / 8] ^ other[i / 8]) >> (7 - i % 8) & 1) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return first.getHostAddress() + "/" + bits;
  }
}
