package dev.ferrule.gateway.cli;

/** Addresses as people click them. */
final class Addresses {

  private Addresses() {}

  /** The dashboard's address. */
  static String dashboard(String host, int port) {
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return "http://" + literal + ":" + port + "/";
  }
}
