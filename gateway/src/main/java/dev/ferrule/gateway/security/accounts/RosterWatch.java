package dev.ferrule.gateway.security.accounts;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells when somebody else has put another file in the place of one: inotify, which costs nothing
 * while nothing happens. Owner: who made it; told on a thread of its own.
 */
final class RosterWatch implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.ferrule.access");

  private final Path file;
  private final Runnable changed;
  private @Nullable WatchService service;

  RosterWatch(Path file, Runnable changed) {
    this.file = file;
    this.changed = changed;
  }

  /** Begins; without watches to be had, what others change holds from the next start. */
  void start() {
    try {
      WatchService here = FileSystems.getDefault().newWatchService();
      service = here;
      Objects.requireNonNull(file.getParent())
          .register(
              here,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      Thread.ofVirtual().name("accounts-watch").start(() -> run(here));
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "Changes of {0} by others are seen at the next start only: {1}",
          file,
          e.getMessage());
    }
  }

  private void run(WatchService from) {
    try {
      while (true) {
        WatchKey key = from.take();
        boolean ours =
            key.pollEvents().stream().anyMatch(event -> file.getFileName().equals(event.context()));
        if (ours) {
          changed.run();
        }
        if (!key.reset()) {
          return; // the directory is gone
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      if (service != null) {
        service.close();
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a watch did not close", e);
    }
  }
}
