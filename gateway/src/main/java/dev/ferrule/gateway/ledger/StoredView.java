package dev.ferrule.gateway.ledger;

import dev.ferrule.gateway.ledger.LedgerReader.Search;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.store.StoreFault;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks into the ledger of a running gateway, one look at a time on a thread of its own, which
 * {@value #WAITING} may wait for. Any thread asks.
 */
final class StoredView implements LedgerView, AutoCloseable {

  private static final int WAITING = 16;

  private final Path data;
  private final Supplier<Optional<String>> trouble;
  private final Supplier<Size> size;
  private final ThreadPoolExecutor reader =
      new ThreadPoolExecutor(
          1,
          1,
          30,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          task -> Thread.ofPlatform().daemon().name("ferrule-ledger-view").unstarted(task));

  StoredView(Path data, Supplier<Optional<String>> trouble, Supplier<Size> size) {
    this.data = data;
    this.size = size;
    this.trouble = trouble;
    reader.allowCoreThreadTimeOut(true);
  }

  @Override
  public Optional<String> trouble() {
    return trouble.get();
  }

  @Override
  public Size size() {
    return size.get();
  }

  @Override
  public void find(Search search, Loop on, Consumer<Seen> reply) {
    try {
      reader.execute(
          () -> {
            Seen seen = look(search);
            on.execute(() -> reply.accept(seen));
          });
    } catch (RejectedExecutionException e) {
      on.run(() -> reply.accept(new Seen.Busy()));
    }
  }

  private Seen look(Search search) {
    try (var open = LedgerReader.open(data)) {
      return new Seen.Records(open.find(search));
    } catch (StoreFault | NoSuchFileException e) {
      System.getLogger("dev.ferrule.ledger")
          .log(Level.WARNING, "The ledger cannot be read: {0}", e.getMessage());
      return new Seen.Unreadable("The gateway cannot read its ledger; its log says why.");
    }
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
