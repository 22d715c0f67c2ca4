package dev.ferrule.gateway.stream;

import static dev.ferrule.gateway.stream.RawWebSocket.BINARY;
import static dev.ferrule.gateway.stream.RawWebSocket.CLOSE;
import static dev.ferrule.gateway.stream.RawWebSocket.CONTINUATION;
import static dev.ferrule.gateway.stream.RawWebSocket.FIN;
import static dev.ferrule.gateway.stream.RawWebSocket.PING;
import static dev.ferrule.gateway.stream.RawWebSocket.PONG;
import static dev.ferrule.gateway.stream.RawWebSocket.TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.protocol.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * RFC 6455 over raw sockets, in the categories of the Autobahn test suite (1 to 7 and 10). Ferrule
 * is no echo: text goes as a ping message, whose pong says the text back; bytes are refused in
 * words.
 */
class WebSocketCasesTest {

  private static final String HEAD = "{\"t\":\"ping\",\"id\":\"";
  private static final String TAIL = "\"}";

  private static final String VALID =
      "κόσμε Hello-µ@ßöäüàá-UTF-8!! \u0080 \u07ff \u0800 \ud7ff \ue000 \ufffd \ufffe \uffff"
          + " \ud800\udc00 \udbff\udfff \u00a9\u20ac\ud83d\ude00";

  /** Continuations alone, cut short, overlong, surrogates, past the end, and one in a word. */
  private static final String INVALID =
      "80 bf 8081 c0 c0af c080 c1bf c3 c328 e0 e080af e09fbf e28228 e282 eda080 edafbf edb080 edbfbf"
          + " eda080edb080 f0 f08080af f08fbfbf f0288cbc f09028bc f09f98 f4908080 f5808080 f888808080"
          + " fc8480808080 fe ff cebae1bdb9cf83cebcceb5eda080656469746564";

  /** What a case ends in. */
  private sealed interface End {
    /** The text comes back, whole; then the usual close. */
    record Echo(String text) implements End {}

    /** Every one of these pongs comes; then the usual close. */
    record Pongs(List<String> payloads) implements End {}

    /** The message is refused in words; then the usual close. */
    record Refusal() implements End {}

    /** Nothing but the usual close. */
    record Nothing() implements End {}

    /** The server closes with this code. */
    record Closed(int code) implements End {}
  }

  /**
   * One case.
   *
   * @param category of the suite
   * @param chop octets per write, 0 for all at once
   */
  record Case(int category, String name, Bytes bytes, int chop, End end) {
    Case(int category, String name, byte[] bytes, int chop, End end) {
      this(category, name, Bytes.copyOf(bytes), chop, end);
    }

    @Override
    public String toString() {
      return category + ": " + name;
    }
  }

  private static ServingFixture server;

  @BeforeAll
  static void start() {
    server = new ServingFixture(StreamSettings.DEFAULT, 1, "boiler");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAsTheStandardSays(Case one) throws Exception {
    try (RawWebSocket client = new RawWebSocket(server.port())) {
      assertEquals("hello", type(client.read()));
      assertEquals("dictionary", type(client.read()));
      client.write(one.bytes().toArray(), one.chop());
      switch (one.end()) {
        case End.Echo(String text) ->
            assertTrue(next(client, TEXT).text().startsWith("{\"t\":\"pong\",\"id\":\"" + text));
        case End.Pongs(List<String> payloads) -> {
          for (String payload : payloads) {
            assertEquals(
                payload,
                new String(next(client, PONG).payload().toArray(), StandardCharsets.ISO_8859_1));
          }
        }
        case End.Refusal _ -> assertEquals("error", type(next(client, TEXT)));
        case End.Nothing _ -> {}
        case End.Closed(int code) -> {
          assertEquals(code, next(client, CLOSE).code());
          assertEnded(client);
          return;
        }
      }
      client.send(FIN | CLOSE, code(1000, ""));
      assertEquals(1000, next(client, CLOSE).code());
      assertEnded(client);
    }
  }

  /** The next frame that is not the time; before a close, answers may come. */
  private static RawWebSocket.Frame next(RawWebSocket client, int opcode) throws IOException {
    RawWebSocket.Frame frame = client.read();
    while (frame.opcode() == TEXT && (opcode == CLOSE || type(frame).equals("time"))) {
      frame = client.read();
    }
    assertEquals(opcode, frame.opcode(), frame::text);
    return frame;
  }

  private static String type(RawWebSocket.Frame frame) {
    return frame.text().replaceFirst("^\\{\"t\":\"([a-z]+)\".*$", "$1");
  }

  /** Over TCP: what was sent after the close may turn the end into a reset. */
  private static void assertEnded(RawWebSocket client) throws IOException {
    try {
      assertThrows(EOFException.class, client::read);
    } catch (AssertionError e) {
      assertTrue(e.getCause() instanceof SocketException, () -> "not ended: " + e);
    }
  }

  @Test
  void countsItsCases() {
    int[] perCategory = new int[11];
    cases().forEach(one -> perCategory[one.category()]++);
    assertEquals(
        List.of(18, 11, 7, 10, 20, 104, 43, 4),
        IntStream.of(1, 2, 3, 4, 5, 6, 7, 10).mapToObj(i -> perCategory[i]).toList());
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    framing(cases);
    pings(cases);
    reserved(cases);
    fragments(cases);
    utf8(cases);
    closes(cases);
    return cases.stream();
  }

  private static void framing(List<Case> cases) {
    for (int length : new int[] {0, 103, 104, 105, 106, 4074}) {
      String text = "*".repeat(length);
      cases.add(new Case(1, "text of " + (length + 22), text(text), 0, new End.Echo(text)));
    }
    cases.add(new Case(1, "empty text", frame(FIN | TEXT, ""), 0, new End.Refusal()));
    cases.add(new Case(1, "chopped text", text("*".repeat(4074)), 997, new End.Echo("*")));
    cases.add(new Case(1, "text in single octets", text("*".repeat(200)), 1, new End.Echo("*")));
    for (int length : new int[] {0, 125, 126, 127, 128, 4096}) {
      byte[] bytes = frame(FIN | BINARY, "\u00fe".repeat(length));
      cases.add(new Case(1, "bytes, " + length, bytes, 0, new End.Refusal()));
    }
    for (int length : new int[] {4097, 65_535, 65_536}) {
      byte[] bytes = frame(FIN | TEXT, "*".repeat(length));
      cases.add(new Case(1, "too long, " + length, bytes, 0, new End.Closed(1009)));
    }
  }

  private static void pings(List<Case> cases) {
    for (String payload :
        List.of("", "Hello, world!", "\u0000\u00ff\u00fe\u00fd", "*".repeat(125))) {
      cases.add(
          new Case(
              2,
              "ping of " + payload.length(),
              frame(FIN | PING, payload),
              0,
              new End.Pongs(List.of(payload))));
    }
    cases.add(
        new Case(2, "ping of 126", frame(FIN | PING, "*".repeat(126)), 0, new End.Closed(1002)));
    cases.add(
        new Case(
            2,
            "ping in single octets",
            frame(FIN | PING, "*".repeat(125)),
            1,
            new End.Pongs(List.of("*".repeat(125)))));
    cases.add(new Case(2, "pong unasked, empty", frame(FIN | PONG, ""), 0, new End.Nothing()));
    cases.add(new Case(2, "pong unasked", frame(FIN | PONG, "x"), 0, new End.Nothing()));
    cases.add(
        new Case(
            2,
            "pong, then ping",
            join(frame(FIN | PONG, "x"), frame(FIN | PING, "y")),
            0,
            new End.Pongs(List.of("y"))));
    List<String> ten = IntStream.range(0, 10).mapToObj(i -> "payload-" + i).toList();
    byte[] all = join(ten.stream().map(one -> frame(FIN | PING, one)).toArray(byte[][]::new));
    cases.add(new Case(2, "ten pings", all, 0, new End.Pongs(ten)));
    cases.add(new Case(2, "ten pings in single octets", all, 1, new End.Pongs(ten)));
  }

  private static void reserved(List<Case> cases) {
    for (int bits = 1; bits <= 7; bits++) {
      byte[] bytes = frame(FIN | bits << 4 | (bits == 7 ? CLOSE : TEXT), bits == 7 ? "" : "x");
      cases.add(
          new Case(3, "reserved bits " + bits, bytes, bits == 5 ? 1 : 0, new End.Closed(1002)));
    }
    for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
      byte[] bytes = frame(FIN | opcode, opcode % 2 == 0 ? "" : "x");
      cases.add(new Case(4, "opcode " + opcode, bytes, 0, new End.Closed(1002)));
    }
  }

  private static void fragments(List<Case> cases) {
    byte[] ping = frame(FIN | PING, "p");
    byte[] first = frame(TEXT, HEAD + "frag");
    byte[] last = frame(FIN | CONTINUATION, "ment" + TAIL);
    End whole = new End.Echo("fragment");
    add(cases, 5, "ping in fragments", new End.Closed(1002), frame(PING, "a"), last);
    add(cases, 5, "pong in fragments", new End.Closed(1002), frame(PONG, "a"), last);
    for (int chop : new int[] {0, 1, 3}) {
      cases.add(new Case(5, "two fragments by " + chop, join(first, last), chop, whole));
    }
    add(cases, 5, "ping between", new End.Pongs(List.of("p")), first, ping, last);
    add(cases, 5, "pong between", whole, first, frame(FIN | PONG, "p"), last);
    add(cases, 5, "empty first", whole, frame(TEXT, ""), frame(CONTINUATION, HEAD + "frag"), last);
    add(cases, 5, "empty between", whole, first, frame(CONTINUATION, ""), last);
    byte[] all = frame(CONTINUATION, HEAD + "fragment" + TAIL);
    add(cases, 5, "empty around", whole, frame(TEXT, ""), all, frame(FIN | CONTINUATION, ""));
    add(cases, 5, "all empty", new End.Refusal(), frame(TEXT, ""), frame(FIN | CONTINUATION, ""));
    add(cases, 5, "bytes", new End.Refusal(), frame(BINARY, "a"), frame(FIN | CONTINUATION, "b"));
    End wrong = new End.Closed(1002);
    add(cases, 5, "continuation of nothing", wrong, last);
    add(cases, 5, "continuation of nothing, not the last", wrong, frame(CONTINUATION, "x"));
    add(cases, 5, "continuation of nothing, then text", wrong, last, text("x"));
    add(cases, 5, "text within text", wrong, first, text("x"));
    add(cases, 5, "bytes within text", wrong, first, frame(FIN | BINARY, "x"));
    add(cases, 5, "text within bytes", wrong, frame(BINARY, "x"), text("x"));
    cases.add(new Case(5, "text within text, single octets", join(first, text("x")), 1, wrong));
    byte[] after = join(first, last, frame(CONTINUATION, "x"));
    cases.add(new Case(5, "continuation after the last", after, 0, new End.Closed(1002)));
    for (int size : new int[] {64, 256, 1024, 4096}) {
      byte[] many = cut(HEAD + "*".repeat(4074) + TAIL, size);
      cases.add(new Case(10, "cut into " + size, many, 0, new End.Echo("*")));
    }
  }

  private static void utf8(List<Case> cases) {
    for (String text : VALID.split(" ", -1)) {
      String name = "valid " + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
      byte[] all = (HEAD + text + TAIL).getBytes(StandardCharsets.UTF_8);
      cases.add(new Case(6, name, RawWebSocket.frame(FIN | TEXT, all), 0, new End.Echo(text)));
      cases.add(new Case(6, name + " in fragments of 1", cut(all, 1), 0, new End.Echo(text)));
      cases.add(
          new Case(6, name + " in fragments of 1, chopped", cut(all, 1), 1, new End.Echo(text)));
    }
    for (String hex : INVALID.split(" ", -1)) {
      byte[] all =
          join(
              HEAD.getBytes(StandardCharsets.UTF_8),
              HexFormat.of().parseHex(hex),
              TAIL.getBytes(StandardCharsets.UTF_8));
      byte[] whole = RawWebSocket.frame(FIN | TEXT, all);
      cases.add(new Case(6, "invalid " + hex, whole, 0, new End.Closed(1007)));
      String name = "invalid " + hex + " in fragments of 1";
      cases.add(new Case(6, name, cut(all, 1), 0, new End.Closed(1007)));
    }
    byte[] early = RawWebSocket.frame(TEXT, HexFormat.of().parseHex("cebaeda080"));
    cases.add(new Case(6, "invalid before the last fragment", early, 0, new End.Closed(1007)));
  }

  private static void closes(List<Case> cases) {
    byte[] usual = RawWebSocket.frame(FIN | CLOSE, code(1000, ""));
    End closed = new End.Closed(1000);
    add(cases, 7, "text, then close", new End.Echo("x"), text("x"));
    add(cases, 7, "two closes", closed, usual, usual);
    add(cases, 7, "ping after close", closed, usual, frame(FIN | PING, "p"));
    add(cases, 7, "text after close", closed, usual, text("x"));
    add(cases, 7, "close within fragments", closed, frame(TEXT, "x"), usual);
    add(cases, 7, "256 KiB, then close", new End.Closed(1009), text("*".repeat(262_144)), usual);
    add(cases, 7, "empty close", new End.Closed(1000), frame(FIN | CLOSE, ""));
    add(cases, 7, "close of one octet", new End.Closed(1002), frame(FIN | CLOSE, "a"));
    add(cases, 7, "close with a code", closed, usual);
    for (int length : new int[] {13, 123}) {
      byte[] reason = RawWebSocket.frame(FIN | CLOSE, code(1000, "*".repeat(length)));
      add(cases, 7, "close with a reason of " + length, closed, reason);
    }
    byte[] long124 = RawWebSocket.frame(FIN | CLOSE, code(1000, "*".repeat(124)));
    add(cases, 7, "close with a reason of 124", new End.Closed(1002), long124);
    byte[] badReason =
        RawWebSocket.frame(FIN | CLOSE, join(code(1000, ""), HexFormat.of().parseHex("eda080")));
    add(cases, 7, "close with a reason that is no UTF-8", new End.Closed(1007), badReason);
    for (int right :
        new int[] {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999}) {
      byte[] bytes = RawWebSocket.frame(FIN | CLOSE, code(right, ""));
      add(cases, 7, "close with " + right, new End.Closed(right), bytes);
    }
    for (int wrong :
        new int[] {
          0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 32_768, 65_535
        }) {
      byte[] bytes = RawWebSocket.frame(FIN | CLOSE, code(wrong, ""));
      add(cases, 7, "close with " + wrong, new End.Closed(1002), bytes);
    }
    byte[] bare = {(byte) (FIN | TEXT), 2, '{', '}'};
    add(cases, 7, "no mask", new End.Closed(1002), bare);
    add(
        cases,
        7,
        "close in fragments",
        new End.Closed(1002),
        RawWebSocket.frame(CLOSE, code(1000, "")));
    add(cases, 7, "no mask on a ping", new End.Closed(1002), new byte[] {(byte) (FIN | PING), 0});
  }

  private static void add(List<Case> cases, int category, String name, End end, byte[]... frames) {
    cases.add(new Case(category, name, join(frames), 0, end));
  }

  /** A ping message with {@code id}. */
  private static byte[] text(String id) {
    return frame(FIN | TEXT, HEAD + id + TAIL);
  }

  private static byte[] frame(int head, String payload) {
    return RawWebSocket.frame(head, payload.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] code(int code, String reason) {
    byte[] number = {(byte) (code >> 8), (byte) code};
    return join(number, reason.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] cut(String text, int size) {
    return cut(text.getBytes(StandardCharsets.UTF_8), size);
  }

  /** One text in frames of {@code size} octets. */
  private static byte[] cut(byte[] text, int size) {
    List<byte[]> frames = new ArrayList<>();
    for (int at = 0; at < text.length; at += size) {
      int end = Math.min(text.length, at + size);
      int head = (at == 0 ? TEXT : CONTINUATION) | (end == text.length ? FIN : 0);
      frames.add(RawWebSocket.frame(head, Arrays.copyOfRange(text, at, end)));
    }
    return join(frames.toArray(byte[][]::new));
  }

  private static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
