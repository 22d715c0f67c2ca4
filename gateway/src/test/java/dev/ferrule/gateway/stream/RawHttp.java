package dev.ferrule.gateway.stream;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** HTTP/1.1 by hand, for what well-behaved clients refuse to send. */
public final class RawHttp {

  /** An answer; header names are in small letters. */
  public record Answer(int status, Map<String, String> headers, String body) {
    /** A header, or nothing. */
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private RawHttp() {}

  /**
   * Sends a request with a right Host and no other header than those given; reads the answer to its
   * end.
   */
  public static Answer send(int port, String method, String path, String... headers)
      throws IOException {
    StringBuilder request = new StringBuilder();
    request.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    boolean host = false;
    for (String header : headers) {
      host |= header.toLowerCase(Locale.ROOT).startsWith("host:");
      request.append(header).append("\r\n");
    }
    if (!host) {
      request.append("Host: localhost:").append(port).append("\r\n");
    }
    request.append("Connection: close\r\n\r\n");
    return exchange(port, request.toString());
  }

  /** Sends a text as it is and reads the answer to its end. */
  public static Answer exchange(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return parse(socket.getInputStream());
    }
  }

  /** Reads an answer to its end. */
  public static Answer parse(InputStream in) throws IOException {
    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IOException("no answer: " + text);
    }
    String[] lines = text.substring(0, end).split("\r\n", -1);
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
    return new Answer(status, headers, text.substring(end + 4));
  }
}
