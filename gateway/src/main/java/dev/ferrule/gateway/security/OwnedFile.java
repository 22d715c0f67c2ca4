package dev.ferrule.gateway.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import java.util.Set;

/** Files of the gateway's user, also when root makes them for it; stateless, blocks. */
public final class OwnedFile {

  private OwnedFile() {}

  /**
   * Puts a file in the place of one, or of none: whole, on the disk, and its directory's owner's.
   * Whatever power does, the old one is there or the new.
   */
  public static void replace(Path file, byte[] content, Set<PosixFilePermission> permissions)
      throws IOException {
    Path directory = Objects.requireNonNull(file.getParent(), "a file is in a directory");
    Path fresh =
        Files.createTempFile(
            directory,
            "." + file.getFileName(),
            ".new",
            PosixFilePermissions.asFileAttribute(permissions));
    try {
      try (FileChannel channel =
          FileChannel.open(fresh, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      give(fresh, directory);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh); // when it did not get there
    }
    try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
      entry.force(true);
    }
  }

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
