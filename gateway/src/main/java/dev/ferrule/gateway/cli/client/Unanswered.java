package dev.ferrule.gateway.cli.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.http.HttpTimeoutException;
import javax.net.ssl.SSLException;

/** Says in words why a gateway did not answer; what libraries say is not for people. */
final class Unanswered {

  private Unanswered() {}

  /** One line that begins with what is missing or with the address. */
  static String words(GatewayAddress address, Throwable trouble) {
    return switch (trouble) {
      case HttpTimeoutException _ -> address + " does not answer";
      case ConnectException _ -> "no gateway answers at " + address;
      case SSLException _ -> address + " does not speak TLS that this machine trusts";
      case ProtocolException _ -> address + " does not answer as a gateway does";
      case IOException e when isStranger(e) -> address + " does not answer as a gateway does";
      case IOException _ -> address + " closed the connection without an answer";
      default -> address + " does not answer as a gateway does";
    };
  }

  /** The HTTP client has no exception of its own for an answer that is not HTTP. */
  private static boolean isStranger(IOException trouble) {
    String said = String.valueOf(trouble.getMessage());
    return trouble.getCause() instanceof ProtocolException || said.contains("status line");
  }
}
