package dev.ferrule.gateway.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What the kernel holds of the bytes that were written to a terminal: ioctl_tty(2), TCFLSH.
 *
 * <p>A UART and a USB adapter drop what they have not sent. A pseudo-terminal has no line: what was
 * written lies at the other end at once, and stays there.
 */
public final class TerminalOutput {

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  /** The same numbers on x86-64 and aarch64. */
  private static final long TCFLSH = 0x540B;

  /** TCOFLUSH: written, not yet sent. */
  private static final long UNSENT = 1;

  private TerminalOutput() {}

  /** A descriptor by which this process has a terminal open; empty when it has none. */
  public static OptionalInt descriptor(Path terminal) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(DESCRIPTORS)) {
      Path wanted = terminal.toRealPath();
      for (Path one : open) {
        if (isLinkTo(one, wanted)) {
          return OptionalInt.of(Integer.parseInt(one.getFileName().toString()));
        }
      }
      return OptionalInt.empty();
    } catch (IOException e) {
      return OptionalInt.empty(); // unplugged meanwhile
    }
  }

  private static boolean isLinkTo(Path descriptor, Path wanted) {
    try {
      return Files.readSymbolicLink(descriptor).equals(wanted);
    } catch (IOException e) {
      return false; // closed meanwhile, as that of the listing itself
    }
  }

  /** Throws away what was written and not sent; whether the kernel did. */
  public static boolean discard(int descriptor) {
    try {
      return (int) Call.IOCTL.invokeExact(descriptor, TCFLSH, UNSENT) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("TCFLSH", e);
    }
  }

  /** Linked when first used: only a line that does not carry needs it. */
  private static final class Call {
    static final MethodHandle IOCTL =
        CFunction.plain(
            "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG), 2);
  }
}
