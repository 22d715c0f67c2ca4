package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.web.CannotListen;
import dev.ferrule.protocol.program.ExitCode;
import dev.ferrule.protocol.program.FileTrouble;
import dev.ferrule.protocol.program.UnusableFile;
import java.nio.file.FileSystemException;

/**
 * Why a gateway did not start.
 *
 * @param words one line for a person, with what helps
 */
record StartFailure(ExitCode code, String words) {

  /** Finds the cause. */
  static StartFailure of(Throwable failure, Configuration configuration) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case CannotListen _ -> {
          String message = String.valueOf(cause.getMessage());
          return new StartFailure(ExitCode.FAILED, cannotListen(message, configuration));
        }
        case UnusableFile e -> {
          return new StartFailure(ExitCode.FILE, String.valueOf(e.getMessage()));
        }
        case FileSystemException e -> {
          return new StartFailure(
              ExitCode.FILE, e.getFile() + ": " + FileTrouble.making(e) + ": --data");
        }
        default -> {}
      }
    }
    return new StartFailure(ExitCode.FAILED, String.valueOf(failure.getMessage()));
  }

  /** Sockets of the JDK and of epoll say the same with other exceptions around it. */
  private static String cannotListen(String message, Configuration configuration) {
    String host = configuration.http().host();
    int port = configuration.http().port();
    if (message.contains("already in use")) {
      return "port "
          + port
          + " is in use by another program; stop that one, or choose another port: --http-port";
    }
    if (message.contains("ermission denied")) {
      return "this user may not listen on port " + port + "; choose one above 1023: --http-port";
    }
    if (message.contains("assign requested address")) {
      return host + " is not an address of this machine; see http.host";
    }
    return message;
  }
}
