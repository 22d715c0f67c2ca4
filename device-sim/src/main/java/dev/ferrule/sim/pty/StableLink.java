package dev.ferrule.sim.pty;

import dev.ferrule.protocol.program.UnusableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A symbolic link that names whatever pseudo-terminal a board is plugged into now, as {@code
 * /dev/serial/by-id} does. Owner: the thread that made it.
 */
public final class StableLink {

  private final Path link;

  /**
   * Names nothing yet.
   *
   * @param link where the link will be; its directory exists
   */
  public StableLink(Path link) {
    this.link = link;
  }

  public Path path() {
    return link;
  }

  /**
   * Lets the link name {@code target}, in one step: no reader ever finds it missing or half made.
   *
   * @throws UnusableFile when something that is no symbolic link has the name, or on an I/O error
   */
  public void pointTo(Path target) {
    if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
      throw new UnusableFile(link, "it exists and is no symbolic link; choose another directory");
    }
    Path fresh =
        link.resolveSibling("." + link.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.deleteIfExists(fresh);
      Files.createSymbolicLink(fresh, target);
      Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw UnusableFile.writing(link, e);
    }
  }

  /**
   * Removes the link if it still names {@code target}; another simulator may have taken the name.
   *
   * @throws UnusableFile on an I/O error
   */
  public void removeFrom(Path target) {
    try {
      if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target)) {
        Files.delete(link);
      }
    } catch (IOException e) {
      throw UnusableFile.writing(link, e);
    }
  }
}
