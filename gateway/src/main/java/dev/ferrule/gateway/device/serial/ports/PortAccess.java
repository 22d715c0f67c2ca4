package dev.ferrule.gateway.device.serial.ports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;

/** Whether this user may open a port. Stateless. */
public final class PortAccess {

  /** Whose members may open serial ports on Debian. */
  private static final String USUAL_GROUP = "dialout";

  private PortAccess() {}

  /** The group to join before {@code port} can be opened; empty when it can be opened now. */
  public static Optional<String> groupToJoin(Path port) {
    return Files.isReadable(port) && Files.isWritable(port)
        ? Optional.empty()
        : Optional.of(groupOf(port));
  }

  /** What to do about a port that this user may not open. */
  public static String remedy(Path port) {
    String group = groupOf(port);
    String user = System.getProperty("user.name", "the user");
    return "permission denied: "
        + port
        + "; add "
        + user
        + " to the group "
        + group
        + " (sudo usermod -aG "
        + group
        + " "
        + user
        + ") and start again";
  }

  private static String groupOf(Path port) {
    try {
      String owner = Files.readAttributes(port, PosixFileAttributes.class).group().getName();
      return owner.equals("root") ? USUAL_GROUP : owner;
    } catch (IOException | UnsupportedOperationException e) {
      return USUAL_GROUP;
    }
  }
}
