package dev.ferrule.gateway.device.serial.ports;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells when something came into directories, or went: inotify, by the JDK, which costs nothing
 * while nothing happens. Writing into files there is not told: every byte on every port would be.
 *
 * <p>Owner: the thread that adds directories. What happened is told on a thread of its own.
 */
public final class DirectoryWatch {

  private final Runnable changed;

  /** Written by the owner, and by the watching thread when a directory is gone. */
  private final Set<Path> watched = ConcurrentHashMap.newKeySet();

  private @Nullable WatchService service;

  /** Watches nothing yet; {@code changed} is run after each change. */
  public DirectoryWatch(Runnable changed) {
    this.changed = changed;
  }

  /** What came of adding a directory. */
  enum Added {
    NEW,
    KNOWN,
    /** The system has no more watches to give. */
    REFUSED
  }

  /**
   * Watches all places where something must change before a port can be found.
   *
   * @return false when that is not possible: whoever waits must look by himself
   */
  public boolean watch(PortLocator port) {
    // Again while there are new ones: a directory may have come before its parent was watched.
    for (boolean grew = true; grew; ) {
      grew = false;
      for (Path place : port.places()) {
        switch (add(place)) {
          case NEW -> grew = true;
          case KNOWN -> {}
          case REFUSED -> {
            return false;
          }
        }
      }
    }
    return true;
  }

  private Added add(Path directory) {
    if (watched.contains(directory)) {
      return Added.KNOWN;
    }
    try {
      WatchService here = service;
      if (here == null) {
        here = FileSystems.getDefault().newWatchService();
        service = here;
        WatchService started = here;
        Thread.ofVirtual().name("port-watch").start(() -> run(started));
      }
      watched.add(directory); // before: it may go at once
      directory.register(
          here, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
      return Added.NEW;
    } catch (IOException e) {
      watched.remove(directory);
      return Added.REFUSED;
    }
  }

  private void run(WatchService from) {
    try {
      while (true) {
        WatchKey key = from.take();
        key.pollEvents();
        if (!key.reset() && key.watchable() instanceof Path gone) {
          watched.remove(gone);
        }
        changed.run();
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      Thread.currentThread().interrupt();
    }
  }
}
