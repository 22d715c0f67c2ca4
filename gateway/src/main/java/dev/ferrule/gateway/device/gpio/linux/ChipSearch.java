package dev.ferrule.gateway.device.gpio.linux;

import dev.ferrule.gateway.device.gpio.chip.ChipTrouble;
import dev.ferrule.gateway.linux.Libc;
import dev.ferrule.gateway.linux.Libc.Errno;
import dev.ferrule.protocol.program.FileTrouble;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds a chip by its label, or says in a person's words why not. Stateless. */
final class ChipSearch {

  private ChipSearch() {}

  /** Opens the chip below {@code dev} that has one of the labels. */
  static LinuxChip open(Path dev, List<String> labels, String pwm) {
    List<String> others = new ArrayList<>();
    Optional<Path> forbidden = Optional.empty();
    for (Path node : nodes(dev)) {
      try {
        int fd = Libc.open(node.toString());
        Uapi.ChipInfo info = infoOrClose(fd);
        if (labels.contains(info.label())) {
          return take(fd, node, info, pwm);
        }
        Libc.close(fd);
        others.add(node.getFileName() + " (" + info.label() + ")");
      } catch (Errno e) {
        if (e.errno == Libc.EACCES || e.errno == Libc.EPERM) {
          forbidden = Optional.of(node);
        }
      }
    }
    throw forbidden.isPresent() ? forbidden(forbidden.get()) : missing(labels, others);
  }

  private static LinuxChip take(int fd, Path node, Uapi.ChipInfo info, String pwm) throws Errno {
    try {
      return new LinuxChip(fd, node, info, pwm);
    } catch (Errno | RuntimeException e) {
      Libc.close(fd);
      throw e;
    }
  }

  private static Uapi.ChipInfo infoOrClose(int fd) throws Errno {
    try {
      return Uapi.chipInfo(fd);
    } catch (Errno e) {
      Libc.close(fd);
      throw e;
    }
  }

  /** Without links: a Pi 5 has one from gpiochip4 to gpiochip0. */
  private static List<Path> nodes(Path dev) {
    List<Path> nodes = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(dev, "gpiochip*")) {
      for (Path node : found) {
        if (!Files.isSymbolicLink(node)) {
          nodes.add(node);
        }
      }
    } catch (IOException e) {
      throw new ChipTrouble(dev + ": " + FileTrouble.reading(e));
    }
    nodes.sort(null);
    return nodes;
  }

  private static ChipTrouble forbidden(Path node) {
    String group = "gpio";
    try {
      String owner = Files.readAttributes(node, PosixFileAttributes.class).group().getName();
      group = owner.equals("root") ? group : owner;
    } catch (IOException | UnsupportedOperationException e) {
      // the usual group, then
    }
    String user = System.getProperty("user.name", "the user");
    return new ChipTrouble(
        "permission denied: %s; add %s to the group %s (sudo usermod -aG %s %s) and start again"
            .formatted(node, user, group, group, user));
  }

  private static ChipTrouble missing(List<String> labels, List<String> others) {
    return new ChipTrouble(
        others.isEmpty()
            ? "this machine has no GPIO chip; \"chip: simulated\" needs none"
            : "no GPIO chip is labeled %s; there are: %s"
                .formatted(String.join(" or ", labels), String.join(", ", others)));
  }
}
