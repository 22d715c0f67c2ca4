package dev.ferrule.gateway.web;

/**
 * The address cannot be listened on. The process cannot do its work; the message says what to
 * change.
 */
public final class CannotListen extends RuntimeException {

  private static final long serialVersionUID = 1;

  CannotListen(HttpSettings settings, Throwable cause) {
    super(
        "cannot listen on "
            + settings.host()
            + ":"
            + settings.port()
            + " ("
            + cause.getMessage()
            + "): set http.port to a free port, or stop the program that has this one",
        cause);
  }
}
