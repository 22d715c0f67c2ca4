package dev.ferrule.gateway.security.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.json.JsonTree;
import dev.ferrule.gateway.security.Grant;
import dev.ferrule.gateway.security.OwnedFile;
import dev.ferrule.gateway.security.Role;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
   * @throws Damaged when it is not what was written
   * @throws IOException when it cannot be read, or a newer Ferrule wrote it
   */
  public Roster read() throws IOException {
    return read(Roster.EMPTY);
  }

  /** The same, with who is in it when it is not there. */
  private Roster read(Roster ifMissing) throws IOException {
    if (!isThere()) {
      return ifMissing;
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " is no regular file");
    }
    if (Files.size(file) > LONGEST) {
      throw new Damaged(file + " is longer than anything that was written here");
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    JsonNode root;
    try {
      root =
          JsonTree.read(
              new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new Damaged(file + " is damaged: " + e.getMessage());
    }
    if (root.path("version").asInt() > VERSION) {
      throw new IOException(file + " was written by a newer Ferrule; install that one again");
    }
    try {
      return parse(root);
    } catch (IllegalArgumentException e) {
      throw new Damaged(file + " is damaged: " + e.getMessage());
    }
  }

  /** Whether there is something of its name. */
  boolean isThere() {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** It is not what was written. */
  static final class Damaged extends IOException {
    private static final long serialVersionUID = 1;

    Damaged(String message) {
      super(message);
    }
  }

  /**
   * Reads, changes and writes it while nobody else does; what it answers is on the disk.
   *
   * @throws IOException when it cannot be read or written; then nothing has changed
   */
  public <T> Change.Step<T> change(Change<T> change) throws IOException {
    return change(change, Roster.EMPTY);
  }

  /** The same, with who is in it when it is not there. */
  <T> Change.Step<T> change(Change<T> change, Roster ifMissing) throws IOException {
    makeDirectory();
    try (FileChannel lock = open(directory.resolve("accounts.lock"));
        FileLock _ = lock.lock()) {
      Roster before = read(ifMissing);
      Change.Step<T> step = change.of(before);
      if (!step.roster().equals(before) || !isThere()) {
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

  /**
   * Opens a file of the directory for writing, and makes it if need be. Whoever owns the directory
   * may be less trusted than who runs the command line: no link is followed, and what root makes is
   * given to the owner under its own name only.
   */
  private FileChannel open(Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException(path + " is no regular file");
      }
      return FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }
    FileChannel made =
        FileChannel.open(
            path,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    OwnedFile.give(path, directory);
    return made;
  }

  private void write(Roster roster) throws IOException {
    byte[] bytes = text(roster).getBytes(StandardCharsets.UTF_8);
    if (bytes.length > LONGEST) {
      throw new IOException("there are too many users, tokens and patterns of devices");
    }
    OwnedFile.replace(file, bytes, OWNER_ONLY);
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
      user.grant()
          .writeTo(out)
          .field("password", user.hash())
          .field("created", user.created())
          .endObject();
    }
    out.endList().list("tokens");
    for (Token token : roster.tokens().values()) {
      out.object().field("id", token.id()).field("name", token.name());
      token
          .grant()
          .writeTo(out)
          .field("key", token.key())
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

  private static Roster parse(JsonNode root) {
    if (root.path("version").asInt() != VERSION) {
      throw new IllegalArgumentException("it has no version");
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
    if (!list.isArray()) {
      throw new IllegalArgumentException("a list is missing");
    }
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
