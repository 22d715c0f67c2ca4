package dev.ferrule.gateway.cli.backup;

import dev.ferrule.gateway.security.OwnedFile;
import dev.ferrule.gateway.store.StoreCopy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts a backup into its places. First all of it lies beside them, checked and on the disk; then a
 * mark is made, and each file is moved. Whoever finds the mark later, a gateway that starts or
 * another restoration, moves the rest: so there is either what was before, or what is new.
 *
 * <p>Owner: the thread of the command.
 */
final class Restoration {

  private static final String STAGE = ".restore";
  private static final String MARK = "complete";
  private static final List<String> STORES = List.of("ledger.db", "history.db");

  private final Path data;
  private final Path stage;
  private final Runnable step;

  /**
   * A restoration of a data directory.
   *
   * @param step done before each change that matters; a test interrupts there
   */
  Restoration(Path data, Runnable step) {
    this.data = data;
    this.stage = data.resolve(STAGE);
    this.step = step;
  }

  /** Somebody has the files. */
  static final class InUse extends IOException {
    private static final long serialVersionUID = 1;

    InUse(Path data) {
      super(data + ": a gateway runs with this data; stop it first");
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Does something while no gateway can begin to use the data. */
  private void alone(Work work) throws IOException {
    List<FileChannel> claims = new ArrayList<>();
    try {
      for (String store : STORES) {
        Path file = data.resolve(store);
        claims.add(StoreCopy.claim(file).orElseThrow(() -> new InUse(data)));
        OwnedFile.give(file.resolveSibling(store + ".lock"), data);
      }
      work.run();
    } finally {
      for (FileChannel claim : claims) {
        claim.close();
      }
    }
  }

  /** Whether there is anything that would be lost. */
  boolean isOver() {
    return Stream.of("accounts.json", "layouts.json", "ledger.db", "history.db")
        .anyMatch(name -> Files.exists(data.resolve(name)));
  }

  /**
   * Restores an archive.
   *
   * @param configuration where the configuration goes; nowhere when empty
   * @throws IOException when anything is wrong; then everything is as it was, unless the mark was
   *     made
   */
  void restore(Path archive, Optional<Path> configuration) throws IOException {
    Files.createDirectories(data, OwnDirectory.ONLY);
    alone(
        () -> {
          finishAlone();
          clear();
          Files.createDirectory(stage, OwnDirectory.ONLY);
          Archive.read(archive, this::staged);
          step.run();
          String target = configuration.map(path -> path.toAbsolutePath().toString()).orElse("");
          mark(target);
          step.run();
          move();
        });
  }

  private OutputStream staged(String name) throws IOException {
    Path file = stage.resolve(name);
    Files.createDirectories(file.getParent());
    var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.createFile(file, mine);
    return Files.newOutputStream(
        file, StandardOpenOption.WRITE, StandardOpenOption.DSYNC, LinkOption.NOFOLLOW_LINKS);
  }

  private void mark(String configuration) throws IOException {
    try (Stream<Path> all = Files.walk(stage)) {
      for (Path directory : all.filter(Files::isDirectory).toList()) {
        sync(directory);
      }
    }
    OwnedFile.replace(
        stage.resolve(MARK),
        configuration.getBytes(StandardCharsets.UTF_8),
        PosixFilePermissions.fromString("rw-------"));
  }

  /**
   * Moves what an interrupted restoration left to move; forgets what it had not all of.
   *
   * @return whether there was anything to move
   */
  boolean finish() throws IOException {
    if (!Files.exists(stage)) {
      return false;
    }
    boolean isMarked = Files.exists(stage.resolve(MARK));
    alone(
        () -> {
          finishAlone();
          clear();
        });
    return isMarked;
  }

  private void finishAlone() throws IOException {
    if (Files.exists(stage.resolve(MARK))) {
      move();
    }
  }

  private void move() throws IOException {
    String configuration = Files.readString(stage.resolve(MARK));
    Path fresh = stage.resolve(Manifest.CONFIGURATION);
    if (Files.exists(fresh)) {
      if (!configuration.isEmpty()) {
        replace(Path.of(configuration), Files.readAllBytes(fresh));
      }
      Files.delete(fresh);
    }
    Path staged = stage.resolve(Manifest.DATA);
    List<Path> files = List.of();
    if (Files.exists(staged)) {
      try (Stream<Path> all = Files.walk(staged)) {
        files = all.filter(Files::isRegularFile).sorted().toList();
      }
    }
    if (files.contains(staged.resolve("ledger.db"))) {
      Files.deleteIfExists(data.resolve("ledger.head")); // of the ledger before
    }
    for (Path file : files) {
      step.run();
      move(file, data.resolve(staged.relativize(file).toString()));
    }
    step.run();
    Files.delete(stage.resolve(MARK));
    sync(stage);
    clear();
  }

  private void move(Path file, Path to) throws IOException {
    Path directory = Objects.requireNonNull(to.getParent());
    if (Files.notExists(directory)) {
      Files.createDirectory(directory, OwnDirectory.ONLY);
      OwnedFile.give(directory, data);
    }
    OwnedFile.give(file, data);
    for (String part : List.of("-wal", "-shm")) {
      // Of the file before; it would be taken for what was written to this one.
      Files.deleteIfExists(to.resolveSibling(to.getFileName() + part));
    }
    sync(directory);
    Files.move(file, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(directory);
  }

  /** Whoever may read and write the old one may the new one. */
  private static void replace(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Optional<PosixFileAttributes> old =
        Files.exists(file)
            ? Optional.of(Files.readAttributes(file, PosixFileAttributes.class))
            : Optional.empty();
    OwnedFile.replace(
        file,
        content,
        old.map(PosixFileAttributes::permissions)
            .orElse(PosixFilePermissions.fromString("rw-r--r--")));
    if (old.isPresent()) {
      PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
      view.setOwner(old.get().owner());
      view.setGroup(old.get().group());
    }
  }

  private void clear() throws IOException {
    if (Files.exists(stage)) {
      OwnDirectory.delete(stage);
    }
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
      entry.force(true);
    }
  }
}
