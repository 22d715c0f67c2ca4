package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.web.CannotListen;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Says why a gateway did not start, and what helps. */
final class StartFailure {

  private StartFailure() {}

  /** One line for a person. */
  static String explain(Throwable failure, Configuration configuration) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case CannotListen _ -> {
          return cannotListen(String.valueOf(cause.getMessage()), configuration);
        }
        case AccessDeniedException e -> {
          return "this user may not write " + e.getFile() + "; choose another directory: --data";
        }
        case FileSystemException e -> {
          return e.getMessage() + "; choose another directory: --data";
        }
        default -> {}
      }
    }
    return String.valueOf(failure.getMessage());
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
