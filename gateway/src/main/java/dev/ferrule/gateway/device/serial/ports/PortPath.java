package dev.ferrule.gateway.device.serial.ports;

/**
 * The port at a path, or that a link leads to.
 *
 * @param path absolute; links are followed anew at each try, so {@code /dev/serial/by-id/…} finds
 *     an adapter again that came back under another name
 */
public record PortPath(String path) implements PortName {

  public PortPath {
    if (!path.startsWith("/") || path.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "port must be an absolute path such as /dev/serial/by-id/..., not \"" + path + "\"");
    }
  }

  @Override
  public String toString() {
    return path;
  }
}
