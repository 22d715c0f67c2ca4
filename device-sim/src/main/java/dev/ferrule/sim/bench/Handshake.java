package dev.ferrule.sim.bench;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The opening of a WebSocket (RFC 6455, section 4). Immutable. */
final class Handshake {

  static final String PATH = "/ws/v1";
  static final String SUBPROTOCOL = "v1.bin.ferrule.dev";

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final String key;

  Handshake(RandomGenerator random) {
    byte[] nonce = new byte[16];
    random.nextBytes(nonce);
    key = Base64.getEncoder().encodeToString(nonce);
  }

  /** What the client says to the server of that port of this machine. */
  byte[] request(int port) {
    return ("GET "
            + PATH
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
            + "\r\nSec-WebSocket-Protocol: "
            + SUBPROTOCOL
            + "\r\nSec-WebSocket-Key: "
            + key
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Index after the head of an answer, or -1 while it is not there as a whole. */
  static int headEnd(byte[] bytes, int from, int to) {
    for (int i = from; i + HEAD_END.length <= to; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return i + HEAD_END.length;
      }
    }
    return -1;
  }

  /** Why the answer does not open a WebSocket; empty when it does. */
  Optional<String> refusal(byte[] bytes, int from, int headEnd) {
    String head = new String(bytes, from, headEnd - from, StandardCharsets.ISO_8859_1);
    String status = head.lines().findFirst().orElse("");
    if (!status.startsWith("HTTP/1.1 101")) {
      return Optional.of(status);
    }
    if (!header(head, "sec-websocket-accept").equals(accept(key))) {
      return Optional.of("wrong Sec-WebSocket-Accept");
    }
    return header(head, "sec-websocket-protocol").equals(SUBPROTOCOL)
        ? Optional.empty()
        : Optional.of("another subprotocol than " + SUBPROTOCOL);
  }

  private static String header(String head, String name) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /** What a server answers to a key. */
  static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] digest = sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
