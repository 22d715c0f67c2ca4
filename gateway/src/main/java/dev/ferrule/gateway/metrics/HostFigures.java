package dev.ferrule.gateway.metrics;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The machine and the process, as Linux tells; what it does not tell is missing.
 *
 * @param at when it was looked at, milliseconds since 1970 UTC
 * @param processors that the process may use
 * @param load runnable tasks, the mean of a minute
 * @param uptime of the machine, seconds
 * @param memory of the machine, bytes
 * @param memoryLeft what programs could still have of it, bytes
 * @param resident what the process has of it, bytes
 * @param disk of the data directory, bytes
 * @param diskLeft what the gateway could still have of it, bytes
 * @param written bytes that the process had the system write since its start
 * @param temperatures of the machine
 */
public record HostFigures(
    long at,
    int processors,
    OptionalDouble load,
    OptionalLong uptime,
    OptionalLong memory,
    OptionalLong memoryLeft,
    OptionalLong resident,
    OptionalLong disk,
    OptionalLong diskLeft,
    OptionalLong written,
    List<Temperature> temperatures) {

  public HostFigures {
    temperatures = List.copyOf(temperatures);
  }

  /** Of one place: {@code name} as the kernel calls it. */
  public record Temperature(String name, double celsius) {}
}
