package dev.ferrule.gateway.web.tls;

import dev.ferrule.protocol.program.FileTrouble;
import dev.ferrule.protocol.program.UnusableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the identity of the server current: renews a leaf, reads files that were replaced, sees
 * names and addresses come. Its directories are watched; time and the machine's addresses are
 * looked at once a minute.
 *
 * <p>Owner of the state: its virtual thread, after {@link #start}. {@link #current} is for any
 * thread: one writer, and readers that may see the identity of a moment ago.
 */
public final class IdentityKeeper implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.ferrule.tls");

  /** How often time and addresses are looked at. */
  public static final Duration PACE = Duration.ofMinutes(1);

  /** Whoever replaces two files does it one after the other. */
  private static final Duration SETTLE = Duration.ofMillis(300);

  /**
   * What is kept.
   *
   * @param mode how connections are encrypted
   * @param host what is listened on
   * @param others further names under which others come
   * @param data the gateway's directory
   */
  public record Subject(TlsMode mode, String host, List<String> others, Path data) {
    public Subject {
      others = List.copyOf(others);
    }
  }

  private final Subject subject;
  private final InstantSource clock;
  private final LocalAuthority authority;
  private final EarlyTls engine = new EarlyTls();
  private final WatchService watcher;
  private final List<Consumer<ServerIdentity>> listeners = new CopyOnWriteArrayList<>();
  private volatile ServerIdentity current;
  private String complaint = "";

  private IdentityKeeper(Subject subject, InstantSource clock) throws IOException {
    this.subject = subject;
    this.clock = clock;
    this.authority = new LocalAuthority(subject.data());
    try {
      this.current = look();
    } catch (GeneralSecurityException e) {
      throw new UnusableFile(certificateFile(), String.valueOf(e.getMessage()));
    }
    this.watcher = FileSystems.getDefault().newWatchService();
  }

  /**
   * Finds out who the server is, and keeps that current from then on. Blocks for as long as files
   * and keys take.
   *
   * @param pace how often time and addresses are looked at
   * @throws UnusableFile when there is no certificate to begin with
   */
  public static IdentityKeeper start(Subject subject, InstantSource clock, Duration pace) {
    try {
      IdentityKeeper keeper = new IdentityKeeper(subject, clock);
      for (Path directory : keeper.watched()) {
        directory.register(
            keeper.watcher,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_MODIFY);
      }
      Thread.ofVirtual().name("identity").start(() -> keeper.keep(pace));
      return keeper;
    } catch (IOException e) {
      throw switch (subject.mode()) {
        case TlsMode.Files files -> UnusableFile.reading(culprit(files), e);
        case TlsMode.Auto _, TlsMode.Off _ -> UnusableFile.making(subject.data().resolve("tls"), e);
      };
    }
  }

  private static Path culprit(TlsMode.Files files) {
    return Files.isReadable(files.certificate()) ? files.key() : files.certificate();
  }

  private Path certificateFile() {
    return subject.mode() instanceof TlsMode.Files files ? files.certificate() : subject.data();
  }

  private Set<Path> watched() {
    return switch (subject.mode()) {
      case TlsMode.Off _ -> Set.of();
      case TlsMode.Auto _ -> Set.of(authority.directory());
      case TlsMode.Files(Path certificate, Path key) ->
          Set.copyOf(List.of(directory(certificate), directory(key)));
    };
  }

  private static Path directory(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a directory");
  }

  /** Who the server is now. */
  public ServerIdentity current() {
    return current;
  }

  /** What all endpoints of this server make their connections with. */
  public EarlyTls engine() {
    return engine;
  }

  /** Tells each change from now on, on the keeper's thread. */
  public void onChange(Consumer<ServerIdentity> listener) {
    listeners.add(listener);
  }

  private void keep(Duration pace) {
    try {
      while (true) {
        @Nullable WatchKey changed = watcher.poll(pace.toNanos(), TimeUnit.NANOSECONDS);
        while (changed != null) {
          changed.pollEvents();
          changed.reset();
          changed = watcher.poll(SETTLE.toNanos(), TimeUnit.NANOSECONDS);
        }
        update();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ClosedWatchServiceException e) {
      // It is the end.
    }
  }

  private void update() {
    ServerIdentity next;
    try {
      next = look();
      complaint = "";
    } catch (IOException e) {
      complain(certificateFile() + ": " + FileTrouble.reading(e));
      return;
    } catch (UncheckedIOException | GeneralSecurityException e) {
      complain(certificateFile() + ": " + e.getMessage());
      return;
    }
    if (!next.equals(current)) {
      boolean isRenewed = !next.certificate().equals(current.certificate());
      current = next;
      listeners.forEach(listener -> listener.accept(next));
      if (isRenewed) {
        next.certificate()
            .ifPresent(
                fresh ->
                    LOG.log(Level.INFO, "A new certificate is in use, until {0}", fresh.until()));
      }
    }
  }

  /** Once for each reason; what was used before stays in use. */
  private void complain(String reason) {
    if (!complaint.equals(reason)) {
      complaint = reason;
      LOG.log(Level.WARNING, "{0}; the certificate from before stays in use", reason);
    }
  }

  private ServerIdentity look() throws IOException, GeneralSecurityException {
    ServerNames names = ServerNames.of(subject.host()).and(subject.others());
    return switch (subject.mode()) {
      case TlsMode.Off _ -> new ServerIdentity(names, Optional.empty(), Optional.empty());
      case TlsMode.Auto _ -> {
        LocalAuthority.Issued issued = authority.issue(names, clock.instant());
        yield new ServerIdentity(
            names,
            Optional.of(ServerIdentity.Certificate.of(issued.leaf())),
            Optional.of(ServerIdentity.Authority.of(issued.authority())));
      }
      case TlsMode.Files(Path certificate, Path key) -> {
        Credential read =
            Credential.of(
                Files.readString(key, StandardCharsets.ISO_8859_1),
                Files.readString(certificate, StandardCharsets.ISO_8859_1));
        yield new ServerIdentity(
            names, Optional.of(ServerIdentity.Certificate.of(read)), Optional.empty());
      }
    };
  }

  /** Ends it; nothing is told any more. */
  @Override
  public void close() {
    try {
      watcher.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a watch did not end as it should", e);
    }
  }
}
