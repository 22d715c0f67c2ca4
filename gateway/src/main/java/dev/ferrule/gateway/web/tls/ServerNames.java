package dev.ferrule.gateway.web.tls;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a server is called.
 *
 * @param names host names in lower case
 * @param addresses as they are written: IPv6 as in RFC 5952
 */
public record ServerNames(SortedSet<String> names, SortedSet<String> addresses) {

  /** Of this machine itself. */
  private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");

  /** More than any Pi has; containers bring many. */
  private static final int MOST_ADDRESSES = 32;

  private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");
  private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  public ServerNames {
    names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    addresses = Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
  }

  /**
   * Those of a server on this machine that listens on {@code host}: localhost, and where others
   * reach it the machine's name, the same with {@code .local}, and its addresses but for those that
   * hold on one link only. Any thread; reads a file and asks the system for its interfaces.
   */
  public static ServerNames of(String host) {
    if (host.equals("localhost")) {
      return new ServerNames(new TreeSet<>(List.of(host)), new TreeSet<>(LOOPBACK));
    }
    InetAddress bound = InetAddress.ofLiteral(host);
    SortedSet<String> names = new TreeSet<>(List.of("localhost"));
    SortedSet<String> addresses = new TreeSet<>(LOOPBACK);
    if (bound.isLoopbackAddress()) {
      addresses.add(NetUtil.toAddressString(bound));
      return new ServerNames(names, addresses);
    }
    String machine = hostname();
    if (HOST.matcher(machine).matches()) {
      names.add(machine);
      names.add(machine + ".local");
    }
    if (bound.isAnyLocalAddress()) {
      addresses.addAll(ofInterfaces());
    } else {
      addresses.add(NetUtil.toAddressString(bound));
    }
    return new ServerNames(names, addresses);
  }

  /** The first label of the machine's name. */
  private static String hostname() {
    try {
      String whole = Files.readString(HOSTNAME).strip().toLowerCase(Locale.ROOT);
      return whole.substring(0, whole.indexOf('.') < 0 ? whole.length() : whole.indexOf('.'));
    } catch (IOException e) {
      throw new UncheckedIOException("this machine does not say its name", e);
    }
  }

  private static List<String> ofInterfaces() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLinkLocalAddress() && !address.isMulticastAddress())
          .map(NetUtil::toAddressString)
          .sorted()
          .limit(MOST_ADDRESSES)
          .toList();
    } catch (SocketException e) {
      throw new UncheckedIOException("this machine does not say its addresses", e);
    }
  }

  /** The same with further names or addresses. */
  ServerNames and(List<String> hosts) {
    SortedSet<String> moreNames = new TreeSet<>(names);
    SortedSet<String> moreAddresses = new TreeSet<>(addresses);
    for (String host : hosts) {
      String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
      if (NetUtil.isValidIpV4Address(bare) || NetUtil.isValidIpV6Address(bare)) {
        moreAddresses.add(NetUtil.toAddressString(InetAddress.ofLiteral(bare)));
      } else {
        moreNames.add(bare.toLowerCase(Locale.ROOT));
      }
    }
    return new ServerNames(moreNames, moreAddresses);
  }

  /** Whether all of {@code other} are among these. */
  boolean cover(ServerNames other) {
    return names.containsAll(other.names()) && addresses.containsAll(other.addresses());
  }
}
