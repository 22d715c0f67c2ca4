package dev.ferrule.sim.pty;

/** The operating system refused a pseudo-terminal or its link; nothing was left open. */
public final class PtyException extends RuntimeException {

  private static final long serialVersionUID = 1;

  PtyException(String message) {
    super(message);
  }

  PtyException(String message, Throwable cause) {
    super(message, cause);
  }

  static PtyException of(String call, int errno) {
    return new PtyException(call + " failed with errno " + errno);
  }
}
