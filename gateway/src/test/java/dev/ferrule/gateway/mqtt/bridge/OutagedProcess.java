package dev.ferrule.gateway.mqtt.bridge;

import dev.ferrule.gateway.mqtt.BrokerSettings.Version;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A gateway that reads numbers until it is killed, and says on standard output up to which of them
 * is in its history: {@code committed N}.
 */
final class OutagedProcess {

  /** Readings of other channels that come first. */
  private static final int OTHERS = 2;

  private OutagedProcess() {}

  /**
   * Reads until it is killed.
   *
   * @param args directory of its data, port of the broker, the number before the first
   */
  public static void main(String[] args) throws Exception {
    var settings = BridgeRig.settings(BridgeRig.broker(Integer.parseInt(args[1]), Version.V5));
    long before = Long.parseLong(args[2]);
    try (var rig = BridgeRig.remembering(settings, Path.of(args[0]))) {
      long told = 0;
      for (long number = before + 1; number < before + 1_000_000; number++) {
        rig.read(
            BridgeRig.TEMP, new long[] {System.currentTimeMillis()}, new double[] {number / 10.0});
        long committed = rig.history().status().readings() - OTHERS;
        if (committed > told) {
          told = committed;
          System.out.println("committed " + (before + committed));
          System.out.flush();
        }
        TimeUnit.MILLISECONDS.sleep(2);
      }
    }
  }
}
