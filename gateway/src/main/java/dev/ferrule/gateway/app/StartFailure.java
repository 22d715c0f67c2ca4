package dev.ferrule.gateway.app;

import dev.ferrule.gateway.config.Configuration;
import java.net.BindException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Says why a gateway did not start, and what helps. */
final class StartFailure {

  private StartFailure() {}

  /** One line for a person. */
  static String explain(Throwable failure, Configuration configuration) {
    String address = configuration.http().host() + ":" + configuration.http().port();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case BindException e when String.valueOf(e.getMessage()).contains("in use") -> {
          return address
              + " is in use by another program; stop that one or choose another port with --http-port"
              + " (0 takes any free one)";
        }
        case BindException e when String.valueOf(e.getMessage()).contains("assign") -> {
          return configuration.http().host() + " is not an address of this machine; see http.host";
        }
        case UnknownHostException _ -> {
          return configuration.http().host()
              + " is not an address and no known name; see http.host";
        }
        case SocketException e when String.valueOf(e.getMessage()).contains("Permission") -> {
          return "this user may not listen on port "
              + configuration.http().port()
              + "; choose one above 1023 with --http-port";
        }
        case AccessDeniedException e -> {
          return "this user may not write "
              + e.getFile()
              + "; choose another directory with --data";
        }
        case FileSystemException e -> {
          return e.getMessage() + "; choose another directory with --data";
        }
        default -> {}
      }
    }
    return String.valueOf(failure.getMessage());
  }
}
