package dev.ferrule.gateway.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Java, clock, supply voltage and disk. */
final class MachineChecks {

  private static final int LEAST_JAVA = 25;
  private static final long MIB = 1 << 20;
  private static final long LITTLE_ROOM = 500 * MIB;
  private static final long NO_ROOM = 50 * MIB;

  private final Machine machine;
  private final BooleanSupplier kernelClock;

  /**
   * Checks of a machine.
   *
   * @param kernelClock whether the kernel says that its clock is synchronized
   */
  MachineChecks(Machine machine, BooleanSupplier kernelClock) {
    this.machine = machine;
    this.kernelClock = kernelClock;
  }

  /** Version, and whether the start-up cache is in use. */
  Finding java() {
    Runtime.Version version = Runtime.version();
    boolean cached =
        Arrays.stream(ProcessHandle.current().info().arguments().orElse(new String[0]))
            .anyMatch(argument -> argument.startsWith("-XX:AOTCache="));
    String text =
        "Java "
            + version
            + ", "
            + System.getProperty("os.arch")
            + (cached ? ", with start-up cache" : ", no start-up cache (ferrule aot makes one)");
    return version.feature() >= LEAST_JAVA
        ? Finding.ok("java", "", text)
        : Finding.fail("java", "", text, "install Java " + LEAST_JAVA + " or newer");
  }

  /** What sockets are served with; slower is no failure. */
  static Finding transport(boolean epoll) {
    return epoll
        ? Finding.ok("sockets", "", "epoll")
        : Finding.warn(
            "sockets",
            "",
            "NIO: epoll does not load here, which costs some speed",
            "use 64-bit Linux on x86-64 or ARM");
  }

  /**
   * Whether times of readings can be trusted.
   *
   * @param source the device that tells the time where nobody keeps the clock
   */
  Finding clock(Optional<String> source) {
    boolean kept =
        Files.exists(machine.path("run/systemd/timesync/synchronized"))
            || kernelClock.getAsBoolean();
    if (kept) {
      return Finding.ok("clock", "", "synchronized");
    }
    return source.isPresent()
        ? Finding.ok(
            "clock",
            "",
            "not synchronized: the time is that of " + source.get() + " once it has a fix")
        : Finding.warn(
            "clock",
            "",
            "not synchronized: times of readings may be wrong",
            "sudo timedatectl set-ntp true, and a network; or a GPS (gateway: time); or a clock module");
  }

  /** Whether the supply of a Pi holds. */
  Finding supply() {
    Optional<String> model = Machine.text(machine.path("proc/device-tree/model"));
    if (model.filter(m -> m.startsWith("Raspberry Pi")).isEmpty()) {
      return Finding.ok("supply", "", "not a Raspberry Pi: nothing measures its supply");
    }
    for (Path sensor : Machine.entries(machine.path("sys/class/hwmon"), "hwmon*")) {
      if (Machine.text(sensor.resolve("name")).filter("rpi_volt"::equals).isPresent()) {
        return Machine.text(sensor.resolve("in0_lcrit_alarm")).filter("1"::equals).isPresent()
            ? Finding.fail(
                "supply",
                "",
                "under-voltage: boards reset and adapters drop off the USB",
                "a supply of 5 V with 3 A (Pi 5: 5 A), a short thick cable, a powered hub")
            : Finding.ok("supply", "", model.get() + ", no under-voltage");
      }
    }
    return Finding.warn(
        "supply",
        "",
        model.get() + ", but its voltage sensor is not there",
        "sudo modprobe raspberrypi-hwmon");
  }

  /** Whether the directory can be written, and how much fits. */
  List<Finding> data(Path data) {
    Path existing = existing(data);
    boolean usable = Files.isWritable(existing) && Files.isDirectory(existing);
    List<Finding> findings = new ArrayList<>();
    if (!usable) {
      findings.add(
          Finding.fail(
              "data",
              data.toString(),
              existing.equals(data)
                  ? machine.user() + " may not write there"
                  : "does not exist, and " + machine.user() + " may not make it",
              "sudo install -d -o " + machine.user() + " " + data));
    }
    try {
      long room = Files.getFileStore(existing).getUsableSpace();
      findings.add(room(data, room, usable));
    } catch (IOException e) {
      findings.add(Finding.warn("data", data.toString(), "its disk does not tell its room", ""));
    }
    return findings;
  }

  private static Finding room(Path data, long room, boolean usable) {
    String free = room / MIB + " MiB free";
    String remedy = "free some room, or set gateway.data to another disk";
    if (room < NO_ROOM) {
      return Finding.fail("disk", data.toString(), free, remedy);
    }
    return room < LITTLE_ROOM
        ? Finding.warn("disk", data.toString(), free, remedy)
        : Finding.ok("disk", data.toString(), free + (usable ? "" : ", for others"));
  }

  private static Path existing(Path path) {
    @Nullable Path at = path.toAbsolutePath();
    while (at != null && !Files.exists(at)) {
      at = at.getParent();
    }
    return at == null ? Path.of("/") : at;
  }
}
