package dev.ferrule.gateway.stream;

import java.util.List;
import java.util.Optional;

/**
 * The two languages of the stream, in the order in which the server prefers them (PROTOCOL.md, Part
 * B).
 */
enum Subprotocol {
  /** Binary messages are readings, text messages are control. */
  BIN("v1.bin.ferrule.dev"),
  /** Everything is text. */
  JSON("v1.json.ferrule.dev");

  private final String token;

  Subprotocol(String token) {
    this.token = token;
  }

  /** Its name in the handshake. */
  String token() {
    return token;
  }

  /** All names, preferred first. */
  static List<String> tokens() {
    return List.of(BIN.token, JSON.token);
  }

  /**
   * The one to speak with a client.
   *
   * @param offered what the client offers; a client that offers nothing gets JSON, so that any tool
   *     can listen
   * @return nothing when it offers only others
   */
  static Optional<Subprotocol> choose(List<String> offered) {
    if (offered.isEmpty()) {
      return Optional.of(JSON);
    }
    for (Subprotocol one : values()) {
      if (offered.contains(one.token)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }
}
