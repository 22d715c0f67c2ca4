package dev.ferrule.gateway.web.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ferrule.gateway.json.JsonTree;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.security.OwnedFile;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The layouts of all users, in {@code layouts.json} of the data directory.
 *
 * <p>Owner of the file and of what replaces {@link #byUser}: the writing thread. Everything else is
 * for any thread; replies come on the loop that was named.
 */
public final class Layouts implements AutoCloseable {

  /** What became of a layout that was to be kept. */
  public enum Kept {
    /** It is on the disk. */
    DONE,
    /** Too many wait to be written; try again in a moment. */
    BUSY,
    /** The disk did not take it; the log says why. */
    FAILED
  }

  /** Longest layout, bytes of UTF-8. */
  public static final int LONGEST = 8 * 1024;

  private static final System.Logger LOG = System.getLogger("dev.ferrule.web");

  /** Users whose layouts are kept; beyond that, those go that were changed longest ago. */
  private static final int MOST_USERS = 64;

  /** A file that is longer was not written here. */
  private static final long LONGEST_FILE = 4L * MOST_USERS * LONGEST;

  /** Changes that wait at a time. */
  private static final int WAITING = 64;

  /** What all of them may take, bytes: those that are kept, and those that wait. */
  public static final long BYTES = 2L * (MOST_USERS + WAITING) * LONGEST;

  private static final long END_SECONDS = 2;

  private final Path file;
  private final ThreadPoolExecutor writer =
      new ThreadPoolExecutor(
          1,
          1,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          task -> Thread.ofPlatform().daemon().name("ferrule-layouts").unstarted(task));

  /** Immutable; in the order of their last change. Replaced by the writing thread alone. */
  private volatile Map<String, String> byUser;

  private Layouts(Path file, Map<String, String> byUser) {
    this.file = file;
    this.byUser = byUser;
    writer.allowCoreThreadTimeOut(true);
  }

  /**
   * The layouts of a data directory. A file that cannot be read is set aside, with a line in the
   * log: everybody sees what is proposed. Blocks.
   */
  public static Layouts open(Path data) {
    Path file = data.toAbsolutePath().resolve("layouts.json");
    return new Layouts(file, read(file));
  }

  private static Map<String, String> read(Path file) {
    try {
      if (Files.size(file) > LONGEST_FILE) {
        throw new IOException("it is too long");
      }
      JsonNode all = JsonTree.read(Files.readString(file));
      Map<String, String> found = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> one : all.properties()) {
        if (one.getValue().isObject()) {
          found.put(one.getKey(), one.getValue().toString());
        }
      }
      return Collections.unmodifiableMap(found);
    } catch (NoSuchFileException none) {
      return Map.of();
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "The layouts of dashboards in {0} cannot be read ({1}); what is proposed is shown",
          file,
          e.getMessage());
      setAside(file);
      return Map.of();
    }
  }

  private static void setAside(Path file) {
    try {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".bad"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "it cannot be moved either", e);
    }
  }

  /** The layout of a user as JSON, if they have one. Any thread. */
  public Optional<String> of(String user) {
    return Optional.ofNullable(byUser.get(user));
  }

  /**
   * Keeps a layout, or forgets it.
   *
   * @param layout a JSON object of at most {@value #LONGEST} bytes; empty: as proposed
   * @param on where {@code reply} is told what became of it
   */
  void keep(String user, Optional<String> layout, Loop on, Consumer<Kept> reply) {
    try {
      writer.execute(
          () -> {
            Kept kept = write(user, layout);
            on.run(() -> reply.accept(kept));
          });
    } catch (RejectedExecutionException full) {
      on.run(() -> reply.accept(Kept.BUSY));
    }
  }

  private Kept write(String user, Optional<String> layout) {
    Map<String, String> next = new LinkedHashMap<>(byUser);
    next.remove(user);
    layout.ifPresent(text -> next.put(user, text));
    if (next.size() > MOST_USERS) {
      next.remove(next.keySet().iterator().next());
    }
    try {
      OwnedFile.replace(file, text(next), PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The layout of a dashboard cannot be kept in " + file, e);
      return Kept.FAILED;
    }
    byUser = Collections.unmodifiableMap(next);
    return Kept.DONE;
  }

  private static byte[] text(Map<String, String> all) {
    StringBuilder out = new StringBuilder("{");
    all.forEach(
        (user, layout) ->
            out.append(out.length() > 1 ? ",\n" : "\n")
                .append(new TextNode(user))
                .append(": ")
                .append(layout));
    return out.append("\n}\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Writes what waits, for a moment; then the thread ends. Blocks. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "The disk does not take the layout of a dashboard");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
