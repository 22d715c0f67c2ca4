package dev.ferrule.gateway.mqtt.bridge;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.mqtt.BrokerSettings;
import dev.ferrule.gateway.mqtt.BrokerSettings.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Outages of a real mosquitto: what was produced, what came, what came again, how fast, and how
 * long live readings took meanwhile. Hours are pressed together: the readings have the times that
 * they would have. {@code -Doutage.hours=72} has the longest one whole.
 */
@Timeout(900)
class OutageIT {

  /** Milliseconds from a reading to the next. */
  private static final long PERIOD = 1_000;

  private static final long START = 1_767_225_600_000L;
  private static final int LONGEST = Integer.getInteger("outage.hours", 12);

  /** What live readings may take while a backlog is told, with room for a busy machine. */
  private static final long MOST_LAG_MS = 10_000;

  @TempDir private Path temp;

  private MosquittoProcess broker;
  private Proxy proxy;
  private Receipts receipts;
  private BridgeRig rig;
  private long produced;

  @BeforeEach
  void start() throws Exception {
    broker = new MosquittoProcess(temp, "max_queued_messages 0");
    broker.start();
    proxy = new Proxy(broker.port());
    receipts = new Receipts(broker.port());
    var address =
        new BrokerSettings(
            "test",
            "127.0.0.1",
            proxy.port(),
            Optional.empty(),
            Version.V5,
            "ferrule-g",
            Optional.empty(),
            Duration.ofSeconds(5));
    rig = BridgeRig.remembering(BridgeRig.settings(address), temp.resolve("data"));
    produce(10);
    receipts.await("temp", 10);
  }

  @AfterEach
  void end() throws Exception {
    rig.close();
    receipts.close();
    proxy.close();
    broker.close();
  }

  /** Readings as fast as they are remembered. */
  private void produce(long count) throws Exception {
    long left = count;
    while (left > 0) {
      int rows = (int) Math.min(256, left);
      long[] times = new long[rows];
      double[] values = new double[rows];
      for (int row = 0; row < rows; row++) {
        produced++;
        times[row] = START + produced * PERIOD;
        values[row] = produced / 10.0;
      }
      rig.read(BridgeRig.TEMP, times, values);
      left -= rows;
      while (rig.history().status().readings() < produced - 20_000) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      rig.own.call(() -> 0);
    }
  }

  /** One reading after another, as a device would, for a while. */
  private void live(Duration time, long pauseMs) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      one();
      TimeUnit.MILLISECONDS.sleep(pauseMs);
    }
  }

  private void one() {
    produced++;
    receipts.sends(produced);
    rig.read(
        BridgeRig.TEMP, new long[] {START + produced * PERIOD}, new double[] {produced / 10.0});
  }

  /** Waits until nothing is to be told, producing live readings all the while. */
  private double catchUp() throws Exception {
    long start = System.nanoTime();
    long before = receipts.past("temp");
    long missed = produced;
    while (receipts.count("temp") < missed || receipts.missing("temp", missed) > 0) {
      one();
      TimeUnit.MILLISECONDS.sleep(20);
      assertTrue(System.nanoTime() - start < 600_000_000_000L, () -> "" + rig.backlog());
    }
    receipts.measuresNoMore();
    return (receipts.past("temp") - before) * 1e9 / (System.nanoTime() - start);
  }

  private void report(String what, double rate) throws Exception {
    receipts.await("temp", produced);
    long missing = receipts.missing("temp", produced);
    int again = receipts.again("temp");
    System.out.printf(
        "outage %-22s produced %7d, delivered %7.3f %%, again %3d, out of order %d, past %7d,"
            + " %6.0f readings/s, live p99 %d ms%n",
        what,
        produced,
        100.0 * (produced - missing) / produced,
        again,
        receipts.outOfOrder("temp"),
        receipts.past("temp"),
        rate,
        receipts.lag(99));
    assertAll(
        () -> assertEquals(0, missing, "missing"),
        () -> assertEquals(0, receipts.outOfOrder("temp"), "out of order"),
        () -> assertTrue(receipts.lag(99) < MOST_LAG_MS, () -> "lag " + receipts.lag(99)));
  }

  private void assertNoMoreAgainThan(int most) {
    assertTrue(receipts.again("temp") <= most, () -> "again: " + receipts.again("temp"));
  }

  @ParameterizedTest
  @CsvSource({"1 s, 1", "10 s, 10", "1 h, 3600", "longest, -1"})
  void tellsEverythingAfterAnOutage(String what, int seconds) throws Exception {
    proxy.down();
    produce(seconds < 0 ? LONGEST * 3600L : seconds);
    proxy.up();
    double rate = catchUp();
    report(seconds < 0 ? LONGEST + " h" : what, rate);
    assertNoMoreAgainThan(Bridge.IN_FLIGHT);
    assertEquals(0, rig.backlog().lost());
  }

  @Test
  void losesNothingWhenTheLineFlaps() throws Exception {
    int flaps = 5;
    for (int i = 0; i < flaps; i++) {
      live(Duration.ofSeconds(1), 5);
      proxy.down();
      live(Duration.ofSeconds(1), 5);
      proxy.up();
    }
    report("flapping every 2 s", 0);
    assertNoMoreAgainThan(flaps * Bridge.IN_FLIGHT);
  }

  @Test
  void losesNothingWhenTheBrokerSaysNothingAnyMore() throws Exception {
    proxy.hold();
    live(Duration.ofSeconds(15), 20);
    proxy.release();
    report("half-open", 0);
    assertNoMoreAgainThan(2 * Bridge.IN_FLIGHT);
  }

  @Test
  void losesNothingWhenAcknowledgementsAreSlow() throws Exception {
    proxy.slow(300);
    live(Duration.ofSeconds(5), 2);
    produce(10_000);
    proxy.slow(0);
    report("slow acknowledgements", 0);
    assertNoMoreAgainThan(Bridge.IN_FLIGHT);
  }

  @Test
  void losesNothingWhenTheBrokerForgotEverything() throws Exception {
    proxy.down();
    produce(500);
    broker.kill();
    receipts.close();
    long before = receipts.missing("temp", produced);
    assertTrue(before > 0);
    broker.start();
    try (var anew = new Receipts(broker.port())) {
      proxy.up();
      produce(10);
      // The first ten may come again where the broker's word on them was lost with it.
      anew.awaitAll("temp", 11, produced);
      assertEquals(0, anew.again("temp") / (Bridge.IN_FLIGHT + 1));
    }
  }

  @Test
  void losesNothingWhileTheLoginIsRefused() throws Exception {
    Path passwords = temp.resolve("passwords");
    java.nio.file.Files.writeString(passwords, "");
    broker.kill();
    receipts.close();
    try (var strict =
        new MosquittoProcess(
            temp, broker.port(), "allow_anonymous false", "password_file " + passwords)) {
      strict.start();
      produce(300);
    }
    broker.start();
    try (var anew = new Receipts(broker.port())) {
      anew.awaitAll("temp", 11, produced);
      assertEquals(List.of(), anew.lost());
    }
  }
}
