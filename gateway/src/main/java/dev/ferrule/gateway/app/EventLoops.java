package dev.ferrule.gateway.app;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Makes the event loops that everything with a socket runs on. */
public final class EventLoops {

  private static final Logger LOG = System.getLogger("dev.ferrule.app");

  private EventLoops() {}

  /**
   * How many loops the core and the lines have, apart from those of clients: so that neither waits
   * for clients.
   */
  static int ofDevices() {
    return 1 + Math.clamp(Runtime.getRuntime().availableProcessors() - 1, 1, 3);
  }

  /**
   * Starts Vert.x with {@code loops} event loops; epoll where its library loads (x86-64 and aarch64
   * Linux), else NIO, and says once which.
   */
  public static Vertx start(int loops) {
    // Names are looked up by the system. Netty's own client asks a public server where none is
    // configured.
    System.setProperty("vertx.disableDnsResolver", "true");
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(loops)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setDisableTCCL(true)
                // Files are served from the class path by hand; no cache directory is left behind.
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    if (vertx.isNativeTransportEnabled()) {
      LOG.log(Level.DEBUG, "Sockets use epoll on {0} event loops", loops);
    } else {
      Throwable why = vertx.unavailableNativeTransportCause();
      LOG.log(
          Level.INFO,
          "Sockets use NIO on {0} event loops: epoll does not load here ({1})",
          loops,
          why == null ? "unknown" : why.getMessage());
    }
    return vertx;
  }
}
