package dev.ferrule.gateway.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;

/** Whose the files are that root makes for the gateway; stateless. */
public final class FileOwner {

  private FileOwner() {}

  /** Gives a file that was just made to the owner of its directory; follows no link. */
  public static void give(Path file, Path directory) throws IOException {
    UserPrincipal owner = Files.getOwner(directory);
    FileOwnerAttributeView view =
        Objects.requireNonNull(
            Files.getFileAttributeView(
                file, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS));
    if (!view.getOwner().equals(owner)) {
      view.setOwner(owner);
    }
  }
}
