package dev.ferrule.gateway.cli.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Says in words why a gateway did not answer; what libraries say is not for people. */
final class Unanswered {

  private static final Pattern URL_OF_A_GATEWAY =
      Pattern.compile("https://[A-Za-z0-9._:/\\[\\]-]{1,200}");

  private Unanswered() {}

  /** One line that begins with what is missing or with the address. */
  static String words(GatewayAddress address, Throwable trouble) {
    return switch (trouble) {
      case HttpTimeoutException _ -> address + " does not answer";
      case ConnectException _ -> "no gateway answers at " + address;
      case SSLException e -> untrusted(address, e);
      case ProtocolException _ -> address + " does not answer as a gateway does";
      case IOException e when isStranger(e) -> address + " does not answer as a gateway does";
      case IOException _ -> address + " closed the connection without an answer";
      default -> address + " does not answer as a gateway does";
    };
  }

  /** Plain HTTP was spoken to a port of TLS, or to the one beside it, which names the other. */
  static String plain(GatewayAddress address, HttpHeaders answer) {
    Optional<String> there =
        answer.firstValue("Location").filter(URL_OF_A_GATEWAY.asMatchPredicate());
    if (there.isPresent()) {
      return address + " is for people on their way to https: --url " + there.get();
    }
    String rest = address.toString().substring(address.base().getScheme().length());
    return address + " speaks TLS: --url https" + rest;
  }

  /** It answers under another address only. */
  static String elsewhere(GatewayAddress address, HttpHeaders answer) {
    String there =
        answer
            .firstValue("Location")
            .filter(URL_OF_A_GATEWAY.asMatchPredicate())
            .map(url -> url.replaceFirst("(?:ws/v1|api/v1/[a-z/0-9_-]*)$", ""))
            .orElse("another address");
    return address + " leads elsewhere: --url " + there;
  }

  private static String untrusted(GatewayAddress address, SSLException trouble) {
    for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
      String said = String.valueOf(cause.getMessage());
      if (said.contains("No name matching") || said.contains("No subject alternative")) {
        return address + " shows a certificate for other names; call it by one of those";
      }
      if (said.contains("PKIX path building")) {
        return "this machine does not trust the certificate of "
            + address
            + "; get the authority's, at "
            + address
            + "ca.crt or by ferrule ca export, and name it: --ca FILE";
      }
    }
    return address + " does not speak TLS as this machine does";
  }

  /** The HTTP client has no exception of its own for an answer that is not HTTP. */
  private static boolean isStranger(IOException trouble) {
    String said = String.valueOf(trouble.getMessage());
    return trouble.getCause() instanceof ProtocolException || said.contains("status line");
  }
}
