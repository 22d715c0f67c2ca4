package dev.ferrule.sim;

import dev.ferrule.protocol.stream.MessageMode;
import dev.ferrule.protocol.stream.StreamEncoder;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A gateway that is bad in a known way: of each 50 rows of a board it forgets one and tells one
 * twice, and it holds each back for {@link #HELD_MS}. It takes text boards of four channels, and
 * says of each command that it was confirmed.
 *
 * <p>Arguments: a file for its process id and the path of its configuration, then what a gateway
 * gets.
 */
final class FakeGateway {

  static final int PERIOD = 50;
  static final long HELD_MS = 30;

  private static final int FORGOTTEN = 7;
  private static final int TWICE = 9;
  private static final int CHANNELS = 4;
  private static final int GENERATION = 3;
  private static final int SNAPSHOT_EVERY = 32;
  private static final List<String> KEYS = List.of("seq", "t", "out", "v0");
  private static final Pattern ROW = Pattern.compile("seq=(\\d+) t=(\\d+) out=(\\S+) v0=(\\S+)");

  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private final List<Reader> readers = new CopyOnWriteArrayList<>();
  private final int boards;

  private FakeGateway(int boards) {
    this.boards = boards;
  }

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[List.of(args).indexOf("--config") + 1]);
    Files.writeString(Path.of(args[0]), ProcessHandle.current().pid() + "\n" + file);
    List<String> ports = new ArrayList<>();
    Pattern.compile("port: \"(.*)\"")
        .matcher(Files.readString(file))
        .results()
        .forEach(match -> ports.add(match.group(1)));
    var gateway = new FakeGateway(ports.size());
    for (int board = 0; board < ports.size(); board++) {
      gateway.listen(board, ports.get(board));
    }
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      System.out.println("Dashboard: http://127.0.0.1:" + server.getLocalPort() + "/");
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> gateway.serve(socket));
      }
    }
  }

  private void listen(int board, String port) {
    Thread.ofPlatform()
        .start(
            () -> {
              try (var in =
                  new BufferedReader(
                      new InputStreamReader(
                          new FileInputStream(port), StandardCharsets.US_ASCII))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                  Matcher row = ROW.matcher(line);
                  if (row.matches()) {
                    MatchResult values = row.toMatchResult();
                    var unused =
                        later.schedule(() -> tell(board, values), HELD_MS, TimeUnit.MILLISECONDS);
                  }
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private void tell(int board, MatchResult row) {
    int place = Integer.parseInt(row.group(1)) % PERIOD;
    double[] values = new double[CHANNELS];
    for (int i = 0; i < CHANNELS; i++) {
      values[i] = Double.parseDouble(row.group(i + 1));
    }
    for (Reader reader : readers) {
      for (int i = place == FORGOTTEN ? 1 : 0; i < (place == TWICE ? 2 : 1); i++) {
        reader.readings(board, values, i == 0 && place != TWICE);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new DataInputStream(socket.getInputStream());
      var reader = new Reader(socket.getOutputStream(), boards);
      reader.write(answer(in).getBytes(StandardCharsets.US_ASCII));
      reader.text("{\"t\":\"hello\",\"version\":1,\"limits\":{\"rate\":50}}");
      reader.text(dictionary());
      while (true) {
        String text = text(in);
        if (text.contains("\"subscribe\"")) {
          reader.text("{\"t\":\"subscribed\",\"channels\":[0,1,2,3],\"position\":0}");
          readers.add(reader);
        } else if (text.contains("\"command\"")) {
          String id = text.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");
          for (String state : List.of("admitted", "written", "acknowledged", "confirmed")) {
            reader.text("{\"t\":\"command\",\"id\":\"" + id + "\",\"state\":\"" + state + "\"}");
          }
        }
      }
    } catch (IOException e) {
      // The client is gone.
    }
  }

  private static String answer(DataInputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      head.write(in.readByte());
    }
    String key =
        head.toString(StandardCharsets.US_ASCII)
            .lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElseThrow();
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Protocol: v1.bin.ferrule.dev\r\nSec-WebSocket-Accept: "
        + accept(key)
        + "\r\n\r\n";
  }

  private static String accept(String key) {
    try {
      byte[] text =
          (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String dictionary() {
    List<String> channels = new ArrayList<>();
    for (int n = 0; n < boards * CHANNELS; n++) {
      channels.add(
          "{\"labels\":{\"0\":\"x\"},\"n\":"
              + n
              + ",\"id\":\"board"
              + n / CHANNELS
              + "."
              + KEYS.get(n % CHANNELS)
              + "\"}");
    }
    return "{\"t\":\"dictionary\",\"gen\":"
        + GENERATION
        + ",\"t0\":0,\"devices\":[{\"id\":\"x\"}],\"channels\":["
        + String.join(",", channels)
        + "]}";
  }

  /** The next message of a client: short, masked, in one frame. */
  private static String text(DataInputStream in) throws IOException {
    in.readByte();
    int length = in.readUnsignedByte() & 0x7F;
    if (length == 126) {
      length = in.readUnsignedShort();
    }
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i & 3];
    }
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** One client. */
  private static final class Reader {
    private final OutputStream out;
    private final StreamEncoder encoder;
    private int messages;

    Reader(OutputStream out, int boards) {
      this.out = out;
      double[] factors = new double[boards * CHANNELS];
      for (int n = 0; n < factors.length; n++) {
        factors[n] = n % CHANNELS == CHANNELS - 1 ? 100 : 1;
      }
      encoder = new StreamEncoder(factors);
    }

    synchronized void readings(int board, double[] values, boolean mayBeSnapshot) {
      boolean snapshot = messages == 0 || (mayBeSnapshot && messages >= SNAPSHOT_EVERY);
      messages = snapshot ? 1 : messages + 1;
      encoder.begin(snapshot ? MessageMode.REFERENCE : MessageMode.RELATIVE, GENERATION, 1000);
      encoder.add(board * CHANNELS, CHANNELS, new long[] {1000}, values, null);
      byte[] message = new byte[encoder.size()];
      System.arraycopy(encoder.array(), 0, message, 0, message.length);
      frame(2, message);
    }

    void text(String text) {
      frame(1, text.getBytes(StandardCharsets.UTF_8));
    }

    /** In two parts, as a server may. */
    private void frame(int opcode, byte[] payload) {
      int half = payload.length / 2;
      var bytes = new ByteArrayOutputStream();
      part(bytes, opcode, payload, 0, half);
      part(bytes, 0x80, payload, half, payload.length);
      write(bytes.toByteArray());
    }

    private static void part(
        ByteArrayOutputStream to, int first, byte[] payload, int from, int end) {
      int length = end - from;
      to.write(first);
      if (length < 126) {
        to.write(length);
      } else {
        to.write(126);
        to.write(length >> 8);
        to.write(length);
      }
      to.write(payload, from, length);
    }

    synchronized void write(byte[] bytes) {
      try {
        out.write(bytes);
      } catch (IOException e) {
        // The client is gone.
      }
    }
  }
}
