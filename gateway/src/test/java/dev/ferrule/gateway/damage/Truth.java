package dev.ferrule.gateway.damage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a board really said, and what the gateway really wrote: read from the cable where nothing is
 * damaged yet. Any thread; its lock keeps the two that come here apart.
 */
final class Truth implements DamagingCable.Witness {

  /** How old a value may be that comes out at the other end of the cable and of the gateway. */
  private static final long OLD_NANOS = 10_000_000_000L;

  private static final int MOST_ROWS = 2_000;
  private static final int SLIP_END = 0xC0;

  private final Subject subject;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final ByteArrayOutputStream wrote = new ByteArrayOutputStream();

  /** By key; those that an answer does not name are of the key {@code alone}. */
  private final Map<String, Map<Double, Long>> values = new HashMap<>();

  private final Map<Double, List<Map<String, Double>>> rows = new HashMap<>();
  private final Deque<Double> stamps = new ArrayDeque<>();
  private final Map<String, Integer> lines = new HashMap<>();

  Truth(Subject subject) {
    this.subject = subject;
  }

  @Override
  public synchronized void boardSaid(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      switch (subject) {
        case FIRMWARE -> {}
        case PAIRS, COLUMNS, NMEA -> addUntil('\n', bytes[i]);
        case XOR, CRC16 -> addUntil(SLIP_END, bytes[i]);
        case MODBUS -> addAnswer(bytes[i]);
      }
    }
  }

  private void addUntil(int end, byte b) {
    if ((b & 0xFF) != end) {
      said.write(b);
      return;
    }
    String frame = said.toString(ISO_8859_1);
    said.reset();
    switch (subject) {
      case PAIRS -> pairs(frame);
      case COLUMNS -> columns(frame);
      case XOR -> pairs(unstuffed(frame, 1));
      case CRC16 -> columns(unstuffed(frame, 2));
      case NMEA -> sentence(frame.strip());
      case FIRMWARE, MODBUS -> throw new IllegalStateException(frame);
    }
  }

  private static String unstuffed(String frame, int check) {
    String bare = frame.replace("\u00DB\u00DC", "\u00C0").replace("\u00DB\u00DD", "\u00DB");
    return bare.substring(0, bare.length() - check);
  }

  /** A row, or the answer to a command; what else the board says has no values. */
  private void pairs(String line) {
    if (line.startsWith("seq=") || line.startsWith("ok ")) {
      Map<String, Double> row = new HashMap<>();
      for (String pair : line.split(" ", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          row.put(pair.substring(0, equals), Double.parseDouble(pair.substring(equals + 1)));
        }
      }
      add(row);
    }
  }

  private void columns(String line) {
    if (!line.startsWith("ok ") && !line.startsWith("error ")) {
      String[] cells = line.split(",", -1);
      add(
          Map.of(
              "seq", Double.parseDouble(cells[0]),
              "stamp", Double.parseDouble(cells[1]),
              "out", Double.parseDouble(cells[2]),
              "lamp", Double.parseDouble(cells[3])));
    }
  }

  private void sentence(String line) {
    String[] fields = line.substring(0, line.length() - 3).split(",", -1);
    add(Map.of(fields[4].equals("SEQ") ? "seq" : "stamp", Double.parseDouble(fields[2])));
  }

  private void addAnswer(byte b) {
    said.write(b);
    byte[] frame = said.toByteArray();
    int function = frame.length < 2 ? 0 : frame[1] & 0xFF;
    int length =
        frame.length < 3
            ? Integer.MAX_VALUE
            : function >= 0x80 ? 5 : function <= 4 ? 5 + (frame[2] & 0xFF) : 8;
    if (frame.length == length) {
      said.reset();
      answer(function, frame);
    }
  }

  private void answer(int function, byte[] f) {
    if (function == 4 && f[2] == 8) {
      add(Map.of("seq", number(f, 3, 4), "stamp", number(f, 7, 4)));
    } else if (function == 4) {
      Map<String, Double> alone = new HashMap<>();
      alone.put("alone", number(f, 3, 4));
      add(alone);
    } else if (function == 3) {
      add(Map.of("out", number(f, 3, 2)));
    } else if (function == 1) {
      add(Map.of("lamp", (double) (f[3] & 1)));
    }
  }

  private static double number(byte[] bytes, int from, int width) {
    long number = 0;
    for (int i = from; i < from + width; i++) {
      number = (number << 8) | (bytes[i] & 0xFF);
    }
    return number;
  }

  private void add(Map<String, Double> row) {
    long now = System.nanoTime();
    row.forEach((key, value) -> values.computeIfAbsent(key, _ -> new HashMap<>()).put(value, now));
    Double stamp = row.get("stamp");
    if (stamp != null) {
      rows.computeIfAbsent(stamp, _ -> new ArrayList<>()).add(row);
      stamps.addLast(stamp);
      if (stamps.size() > MOST_ROWS) {
        forget(now);
      }
    }
  }

  private void forget(long now) {
    while (stamps.size() > MOST_ROWS / 2) {
      rows.remove(stamps.removeFirst());
    }
    values.values().forEach(known -> known.values().removeIf(at -> now - at > OLD_NANOS));
  }

  @Override
  public synchronized void gatewaySaid(byte[] bytes, int length) {
    if (subject == Subject.PAIRS || subject == Subject.COLUMNS) {
      for (int i = 0; i < length; i++) {
        if (bytes[i] == '\n') {
          lines.merge(wrote.toString(ISO_8859_1), 1, Integer::sum);
          wrote.reset();
        } else {
          wrote.write(bytes[i]);
        }
      }
    }
  }

  /** Whether the board said that value of that channel within the last seconds. */
  synchronized boolean has(String key, double value) {
    Map<Double, Long> others = values.getOrDefault("alone", Map.of());
    Long at = values.getOrDefault(key, others).getOrDefault(value, others.get(value));
    return at != null && System.nanoTime() - at <= OLD_NANOS;
  }

  /** The rows with a stamp: more than one when the board was late, none when it never said that. */
  synchronized List<Map<String, Double>> rows(double stamp) {
    return List.copyOf(rows.getOrDefault(stamp, List.of()));
  }

  /** How often the gateway wrote a line. */
  synchronized int written(String line) {
    return lines.getOrDefault(line, 0);
  }
}
