package dev.ferrule.gateway.web;

/**
 * The address cannot be listened on. The process cannot do its work; the message says what to
 * change.
 */
public final class CannotListen extends RuntimeException {

  private static final long serialVersionUID = 1;

  CannotListen(String host, int port, Throwable cause) {
    super(
        "cannot listen on "
            + host
            + ":"
            + port
            + " ("
            + cause.getMessage()
            + "): set http.port (or http.redirect_port) to a free one, or stop the program that has this one",
        cause);
  }
}
