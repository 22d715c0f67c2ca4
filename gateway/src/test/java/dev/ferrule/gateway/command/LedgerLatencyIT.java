package dev.ferrule.gateway.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.ledger.Ledger;
import dev.ferrule.gateway.ledger.MemoryLedger;
import dev.ferrule.gateway.ledger.StoredLedger;
import dev.ferrule.gateway.loop.ThreadLoop;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandState.Ended;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.DeviceFeed;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.protocol.Quality;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long commands take with a ledger on the disk and with one in memory, in turn, so that
 * whatever else the machine does meets both. The driver answers at once: what is measured is what
 * the gateway adds.
 */
@Timeout(300)
class LedgerLatencyIT {

  private static final int ROUNDS = 10;
  private static final int COMMANDS = 100;

  @TempDir private Path data;

  /** A desk whose board does at once what it is told. */
  private static final class Rig {
    final ThreadLoop loop;
    final CommandDesk desk;
    final BlockingQueue<Long> handedOver = new LinkedBlockingQueue<>();
    final BlockingQueue<Long> ended = new LinkedBlockingQueue<>();
    final List<Long> toDriver = new ArrayList<>();
    final List<Long> toEnd = new ArrayList<>();
    int count;

    Rig(ThreadLoop loop, Ledger ledger) {
      this.loop = loop;
      var registry = new Registry(loop);
      desk = new CommandDesk(loop, registry, Rules.NONE, ledger);
      desk.listen(
          record -> {
            if (record.state() instanceof Ended) {
              assertEquals("confirmed", record.state().word());
              ended.add(System.nanoTime());
            }
          });
      DeviceFeed feed = registry.feed("farm", "Farm", "text", "/dev/x", desk);
      desk.attach(
          "farm",
          true,
          command -> {
            handedOver.add(System.nanoTime());
            feed.command(command.id(), new CommandProgress.Written());
            feed.readings(
                ReadingBatch.single(0, loop.currentTimeMillis(), command.value(), Quality.GOOD));
            feed.command(command.id(), new CommandProgress.Done(command.value()));
          });
      feed.channels(List.of(Channels.setPoint("farm", "fan", false)));
      feed.state(new DeviceState.Up());
    }

    void command() throws Exception {
      double value = 5 + 5 * (count % 19);
      var command =
          new Command(
              "command-" + ++count,
              new ChannelId("farm", "fan"),
              value,
              Duration.ofSeconds(30),
              true,
              "test");
      long start = System.nanoTime();
      loop.execute(() -> desk.submit(command, Caller.local("test-" + count)));
      toDriver.add(poll(handedOver) - start);
      toEnd.add(poll(ended) - start);
    }

    private static long poll(BlockingQueue<Long> times) throws InterruptedException {
      Long time = times.poll(60, TimeUnit.SECONDS);
      if (time == null) {
        throw new AssertionError("the command did not get there");
      }
      return time;
    }
  }

  @Test
  void isPrinted() throws Exception {
    try (var loop = new ThreadLoop();
        StoredLedger stored =
            loop.call(() -> StoredLedger.open(loop, data, StoredLedger.DEFAULT_SIZE))) {
      loop.await(() -> stored.room() instanceof Ledger.Room.Free);
      Rig with = loop.call(() -> new Rig(loop, stored));
      Rig without = loop.call(() -> new Rig(loop, new MemoryLedger()));
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < COMMANDS; i++) {
          with.command();
        }
        for (int i = 0; i < COMMANDS; i++) {
          without.command();
        }
      }
      print("to the driver", with.toDriver, without.toDriver);
      print("to the end", with.toEnd, without.toEnd);
      assertTrue(at(with.toDriver, 50) < 1_000_000, "half of all took a second");
    }
  }

  private static void print(String what, List<Long> with, List<Long> without) {
    System.out.printf(
        "%s, us: with the ledger p50 %d p99 %d, in memory p50 %d p99 %d (%d commands each)%n",
        what, at(with, 50), at(with, 99), at(without, 50), at(without, 99), with.size());
  }

  /** A percentile, microseconds. */
  private static long at(List<Long> nanos, int percent) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1_000;
  }
}
