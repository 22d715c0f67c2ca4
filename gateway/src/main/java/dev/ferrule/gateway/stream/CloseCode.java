package dev.ferrule.gateway.stream;

/** Why the server closes a connection (PROTOCOL.md B6). */
enum CloseCode {
  STOPPING(1001, "the gateway stops"),
  BAD_FRAME(1002, "protocol error"),
  BAD_TEXT(1007, "text is not UTF-8"),
  TOO_LARGE(1009, "message too large"),
  TOO_MANY_CLIENTS(1013, "too many clients"),
  BAD_MESSAGES(4400, "too many bad messages"),
  LOGGED_OUT(4401, "logged out"),
  OTHER_RIGHTS(4403, "what you may do has changed"),
  TOO_SLOW(4413, "too slow: nothing drained"),
  TOO_MANY_MESSAGES(4429, "too many messages");

  private final int code;
  private final String text;

  CloseCode(int code, String text) {
    this.code = code;
    this.text = text;
  }

  short code() {
    return (short) code;
  }

  String text() {
    return text;
  }
}
