package dev.ferrule.gateway.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.metrics.HostFigures.Temperature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostWatchTest {

  @TempDir private Path root;

  @Test
  void readsWhatLinuxTells() throws Exception {
    put("proc/meminfo", "MemTotal:  945364 kB\nMemFree: 1 kB\nMemAvailable:  512000 kB\n");
    put("proc/self/status", "Name:\tjava\nVmRSS:\t  90000 kB\n");
    put("proc/self/io", "rchar: 1\nwrite_bytes: 40960\ncancelled_write_bytes: 7\n");
    put("proc/uptime", "12345.67 40000.00\n");
    put("proc/loadavg", "0.42 0.30 0.20 1/200 999\n");
    put("sys/class/thermal/thermal_zone0/temp", "48312\n");
    put("sys/class/thermal/thermal_zone0/type", "cpu-thermal\n");
    put("sys/class/thermal/thermal_zone1/type", "broken, without a value\n");
    put("sys/class/thermal/thermal_zone2/temp", "not a number\n");

    HostFigures seen = look(new HostWatch(root, root));

    assertEquals(OptionalLong.of(945_364L * 1024), seen.memory());
    assertEquals(OptionalLong.of(512_000L * 1024), seen.memoryLeft());
    assertEquals(OptionalLong.of(90_000L * 1024), seen.resident());
    assertEquals(OptionalLong.of(40_960), seen.written());
    assertEquals(OptionalLong.of(12_345), seen.uptime());
    assertEquals(OptionalDouble.of(0.42), seen.load());
    assertEquals(List.of(new Temperature("cpu-thermal", 48.312)), seen.temperatures());
    assertTrue(seen.disk().orElseThrow() >= seen.diskLeft().orElseThrow());
    assertTrue(seen.processors() > 0);
  }

  @Test
  void leavesOutWhatIsNotTold() throws Exception {
    HostFigures seen = look(new HostWatch(root, root.resolve("gone")));
    assertEquals(OptionalLong.empty(), seen.memory());
    assertEquals(OptionalLong.empty(), seen.disk());
    assertEquals(OptionalDouble.empty(), seen.load());
    assertEquals(List.of(), seen.temperatures());
  }

  @Test
  void looksAgainOnlyWhenTheLastLookIsOld() throws Exception {
    var watch = new HostWatch(root, root);
    HostFigures first = look(watch);
    put("proc/uptime", "99.0 1.0\n");
    assertEquals(first, look(watch));
  }

  private static HostFigures look(HostWatch watch) throws InterruptedException {
    var looked = new CountDownLatch(1);
    watch.look(looked::countDown);
    assertTrue(looked.await(60, TimeUnit.SECONDS));
    return watch.last().orElseThrow();
  }

  private void put(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
