package dev.ferrule.gateway.security.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.json.JsonTree;
import dev.ferrule.gateway.security.Grant;
import dev.ferrule.gateway.security.Role;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The file that says who is let in: {@code accounts.json} of the data directory, for its owner
 * only. It is replaced as a whole, and is on the disk before anybody is told; a power cut leaves
 * the old one or the new. A running gateway and the command line may both change it: who does holds
 * the lock of the file beside it, and reads it again first.
 *
 * <p>Blocks; owner: the thread that calls.
 */
public final class RosterFile {

  private static final int VERSION = 1;
  private static final int LONGEST = 1 << 20;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path directory;
  private final Path file;

  /** The file in a data directory, which need not exist yet. */
  public RosterFile(Path directory) {
    this.directory = directory;
    this.file = directory.resolve("accounts.json");
  }

  /** Where it is. */
  public Path path() {
    return file;
  }

  /**
   * Who is in it; nobody when it is not there.
   *
   * @throws IOException when it cannot be read, or is not what was written; the message says where
   */
  public Roster read() throws IOException {
    String text;
    try {
      if (Files.size(file) > LONGEST) {
        throw new IOException(file + " is longer than anything that was written here");
      }
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      return Roster.EMPTY;
    }
    try {
      return parse(JsonTree.read(text));
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  /**
   * Reads, changes and writes it while nobody else does; what it answers is on the disk.
   *
   * @throws IOException when it cannot be read or written; then nothing has changed
   */
  public <T> Change.Step<T> change(Change<T> change) throws IOException {
    makeDirectory();
    try (FileChannel lock = open(directory.resolve("accounts.lock"));
        FileLock _ = lock.lock()) {
      Roster before = read();
      Change.Step<T> step = change.of(before);
      if (!step.roster().equals(before)) {
        write(step.roster());
      }
      return step;
    }
  }

  /** Makes the data directory if it is not there. */
  void makeDirectory() throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /** Whoever runs the command line as root leaves files that the gateway can still read. */
  private FileChannel open(Path path) throws IOException {
    boolean isNew = !Files.exists(path);
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    if (isNew) {
      giveToOwnerOfDirectory(path);
    }
    return channel;
  }

  private void giveToOwnerOfDirectory(Path path) throws IOException {
    if (!Files.getOwner(path).equals(Files.getOwner(directory))) {
      Files.setOwner(path, Files.getOwner(directory));
    }
  }

  private void write(Roster roster) throws IOException {
    Path next = directory.resolve("accounts.json.new");
    Files.deleteIfExists(next); // what a power cut may have left
    try (FileChannel out = open(next)) {
      ByteBuffer bytes = ByteBuffer.wrap(text(roster).getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
      entry.force(true);
    }
  }

  /**
   * Puts a file that cannot be read aside, so that the gateway goes on as one that nobody has set
   * up.
   *
   * @return where it is now
   */
  Path setAside(long now) throws IOException {
    Path bad = directory.resolve("accounts.json.bad-" + now);
    Files.move(file, bad, StandardCopyOption.ATOMIC_MOVE);
    return bad;
  }

  private static String text(Roster roster) {
    JsonText out = new JsonText().object().field("version", VERSION).list("users");
    for (User user : roster.users().values()) {
      out.object().field("name", user.name());
      grant(out, user.grant());
      out.field("password", user.hash()).field("created", user.created()).endObject();
    }
    out.endList().list("tokens");
    for (Token token : roster.tokens().values()) {
      out.object().field("id", token.id()).field("name", token.name());
      grant(out, token.grant());
      out.field("key", token.key())
          .field("created", token.created())
          .field("expires", token.expires())
          .field("used", token.used())
          .endObject();
    }
    out.endList().list("sessions");
    for (LoginSession session : roster.sessions().values()) {
      out.object()
          .field("key", session.key())
          .field("user", session.user())
          .field("created", session.created())
          .field("used", session.used())
          .field("proved", session.proved())
          .field("from", session.from())
          .field("agent", session.agent())
          .endObject();
    }
    return out.endList().endObject().toString();
  }

  private static void grant(JsonText out, Grant grant) {
    out.field("role", grant.role().word()).list("devices");
    grant.devices().forEach(out::item);
    out.endList();
  }

  private static Roster parse(JsonNode root) throws IOException {
    if (root.path("version").asInt() != VERSION) {
      throw new IOException("its version is not " + VERSION + "; a newer Ferrule wrote it");
    }
    return Roster.of(
        each(
            root.path("users"),
            user ->
                new User(
                    text(user, "name"),
                    grant(user),
                    text(user, "password"),
                    user.path("created").asLong())),
        each(
            root.path("tokens"),
            token ->
                new Token(
                    text(token, "id"),
                    text(token, "name"),
                    grant(token),
                    text(token, "key"),
                    token.path("created").asLong(),
                    token.path("expires").asLong(),
                    token.path("used").asLong())),
        each(
            root.path("sessions"),
            session ->
                new LoginSession(
                    text(session, "key"),
                    text(session, "user"),
                    session.path("created").asLong(),
                    session.path("used").asLong(),
                    session.path("proved").asLong(),
                    text(session, "from"),
                    text(session, "agent"))));
  }

  private static <T> List<T> each(JsonNode list, Function<JsonNode, T> make) {
    List<T> made = new ArrayList<>();
    list.forEach(item -> made.add(make.apply(item)));
    return made;
  }

  private static Grant grant(JsonNode of) {
    String word = text(of, "role");
    return new Grant(
        Role.of(word)
            .orElseThrow(() -> new IllegalArgumentException("\"" + word + "\" is no role")),
        each(of.path("devices"), JsonNode::asText));
  }

  private static String text(JsonNode of, String name) {
    @Nullable String text = of.path(name).textValue();
    if (text == null) {
      throw new IllegalArgumentException("\"" + name + "\" is missing");
    }
    return text;
  }
}
