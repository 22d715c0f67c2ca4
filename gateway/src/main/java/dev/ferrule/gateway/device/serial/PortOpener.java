package dev.ferrule.gateway.device.serial;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import dev.ferrule.gateway.device.serial.ports.PortAccess;
import dev.ferrule.gateway.device.serial.ports.PortHolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Opens a port, or says in a person's words why not.
 *
 * <p>Stateless but for the lock, which closes a race in the library: it keeps the reason of a
 * failed open in one variable for all ports.
 */
final class PortOpener {

  /**
   * How long one read waits, and so how soon a line's thread sees that it should close; whole
   * tenths of a second.
   */
  static final int READ_TIMEOUT_MS = 100;

  private static final ReentrantLock OPENING = new ReentrantLock();

  private static final int FILE_TYPE = 0170000;
  private static final int CHARACTER_DEVICE = 0020000;

  // errno of Linux
  private static final int ENOENT = 2;
  private static final int EIO = 5;
  private static final int EAGAIN = 11;
  private static final int EACCES = 13;
  private static final int EBUSY = 16;
  private static final int ENODEV = 19;
  private static final int EINVAL = 22;
  private static final int ENOTTY = 25;

  /** Under the lock. */
  private static boolean loaded;

  private PortOpener() {}

  /** What came of a try. */
  sealed interface Opening {
    /** Open; the caller closes it, on the same thread. */
    record Opened(SerialPort port) implements Opening {}

    /** Not open; trying again may help when somebody has done what {@code reason} says. */
    record Failed(String reason) implements Opening {}
  }

  /** Tries once to open the port at {@code path}. Blocks; a line's own thread only. */
  static Opening open(Path path, SerialSettings settings) {
    Optional<String> obstacle = obstacle(path);
    if (obstacle.isPresent()) {
      return new Opening.Failed(obstacle.get());
    }
    OPENING.lock();
    try {
      if (!loaded) {
        NativeLibrary.load(SerialPort::getVersion);
        loaded = true;
      }
      SerialPort port = SerialPort.getCommPort(path.toString());
      port.setComPortParameters(
          settings.baud(),
          settings.dataBits(),
          settings.stopBits() == 1 ? SerialPort.ONE_STOP_BIT : SerialPort.TWO_STOP_BITS,
          parity(settings.parity()));
      port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
      // Semi-blocking: the kernel wakes the reader with the first byte; no polling, no waiting for
      // more.
      port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_TIMEOUT_MS, 0);
      return port.openPort(0)
          ? new Opening.Opened(port)
          : new Opening.Failed(explain(path, settings, port.getLastErrorCode()));
    } catch (SerialPortInvalidPortException e) {
      return new Opening.Failed(missing(path)); // vanished since we looked
    } catch (LinkageError e) {
      return new Opening.Failed("the serial library does not load here: " + e.getMessage());
    } finally {
      OPENING.unlock();
    }
  }

  private static int parity(SerialSettings.Parity parity) {
    return switch (parity) {
      case NONE -> SerialPort.NO_PARITY;
      case EVEN -> SerialPort.EVEN_PARITY;
      case ODD -> SerialPort.ODD_PARITY;
    };
  }

  /** What can be seen without opening; the library would guess another path, or give no reason. */
  private static Optional<String> obstacle(Path path) {
    if (!Files.exists(path)) {
      return Optional.of(missing(path));
    }
    if (!isCharacterDevice(path)) {
      return Optional.of("not a serial port: " + path);
    }
    if (!Files.isReadable(path) || !Files.isWritable(path)) {
      return Optional.of(PortAccess.remedy(path));
    }
    return Optional.empty();
  }

  private static boolean isCharacterDevice(Path path) {
    try {
      int mode = (Integer) Files.getAttribute(path, "unix:mode");
      return (mode & FILE_TYPE) == CHARACTER_DEVICE;
    } catch (IOException | UnsupportedOperationException e) {
      return true; // cannot tell; opening will
    }
  }

  /** What to say of a port that is not here. */
  static String missing(Path path) {
    return Files.isSymbolicLink(path)
        ? "no such port: " + path + " is a link to nothing"
        : "no such port: " + path;
  }

  private static String explain(Path path, SerialSettings settings, int errno) {
    return switch (errno) {
      case ENOENT -> Files.exists(path) ? "in use: another device has " + path : missing(path);
      case EAGAIN, EBUSY -> "in use: another process holds " + path + holder(path);
      case EACCES -> PortAccess.remedy(path);
      case ENOTTY -> "not a serial port: " + path;
      case EINVAL -> path + " does not do " + settings.baud() + " baud " + settings.form();
      case EIO, ENODEV -> "nothing answers behind " + path;
      default -> "cannot open " + path + " (errno " + errno + ")";
    };
  }

  private static String holder(Path path) {
    return PortHolder.of(path).map(holder -> " (" + holder + ")").orElse("");
  }
}
