package dev.ferrule.gateway.cli.client;

import dev.ferrule.gateway.linux.TerminalSize;
import dev.ferrule.protocol.Quality;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A table in the terminal, drawn anew in place: device, channel, value, age, quality. It lives on
 * the terminal's second screen, where a resize leaves no remains; at the end the last state is
 * printed on the first.
 *
 * <p>The lock closes the race of Ctrl-C: the thread that closes must not find a table half drawn,
 * and nothing is drawn after it.
 */
public final class TableView implements WatchView {

  private static final String SECOND_SCREEN = "\u001b[?1049h\u001b[?25l";
  private static final String FIRST_SCREEN = "\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST_OF_SCREEN = "\u001b[J";
  private static final String PLAIN = "\u001b[0m";
  private static final String BOLD = "\u001b[1m";
  private static final String DIM = "\u001b[2m";
  private static final String YELLOW = "\u001b[33m";
  private static final String RED = "\u001b[31m";

  private static final List<String> HEADS = List.of("DEVICE", "CHANNEL", "VALUE", "AGE", "QUALITY");
  private static final int VALUE = 2;
  private static final int AGE = 3;
  private static final String GAP = "  ";

  private final PrintWriter out;
  private final boolean color;
  private final Supplier<TerminalSize> size;
  private final TreeMap<Integer, ClientReading> latest = new TreeMap<>();
  private String note = "";
  private long time;
  private boolean drawn;
  private boolean closed;

  /** A table on the terminal behind {@code out}. */
  public TableView(PrintWriter out, boolean color) {
    this(out, color, TerminalSize::now);
  }

  TableView(PrintWriter out, boolean color, Supplier<TerminalSize> size) {
    this.out = out;
    this.color = color;
    this.size = size;
  }

  @Override
  public synchronized void reading(ClientReading reading) {
    latest.put(reading.channel().number(), reading);
  }

  @Override
  public synchronized void note(String text) {
    note = text;
  }

  @Override
  public synchronized void tick(long gatewayTime) {
    if (closed) {
      return;
    }
    time = gatewayTime;
    TerminalSize now = size.get();
    var screen = new StringBuilder(drawn ? HOME : SECOND_SCREEN + HOME);
    drawn = true;
    for (String line : lines(now.columns(), now.rows() - 1, color)) {
      screen.append(line).append(REST_OF_LINE).append("\r\n");
    }
    out.print(screen.append(REST_OF_SCREEN));
    out.flush();
  }

  @Override
  public boolean isAbandoned() {
    return out.checkError();
  }

  @Override
  public synchronized void close() {
    if (drawn && !closed) {
      out.print(FIRST_SCREEN);
      lines(size.get().columns(), Integer.MAX_VALUE, false).forEach(out::println);
      out.flush();
    }
    closed = true;
  }

  /** The table, cut to the terminal so that no line wraps. */
  private List<String> lines(int columns, int rows, boolean colored) {
    List<ClientReading> shown = new ArrayList<>(latest.values());
    int room = Math.max(0, rows - 2); // heads and note
    int hidden = Math.max(0, shown.size() - room);
    List<List<String>> cells = new ArrayList<>();
    cells.add(HEADS);
    shown.subList(0, shown.size() - hidden).forEach(reading -> cells.add(cells(reading)));
    int[] widths = widths(cells);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      String line = cut(row(cells.get(i), widths), columns);
      String style = i == 0 ? BOLD : style(shown.get(i - 1).quality());
      lines.add(colored && !style.isEmpty() ? style + line + PLAIN : line);
    }
    String more = hidden == 0 ? "" : hidden + " more; a pattern such as 'device.*' shows fewer.  ";
    if (!(more + note).isEmpty()) {
      lines.add(cut(more + note, columns));
    }
    return lines;
  }

  private List<String> cells(ClientReading reading) {
    return List.of(
        reading.channel().device(),
        reading.channel().key(),
        reading.text(),
        age(time - reading.time()),
        reading.qualityText());
  }

  private static int[] widths(List<List<String>> rows) {
    int[] widths = new int[HEADS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  private static String row(List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String blank = " ".repeat(widths[i] - cells.get(i).length());
      boolean right = i == VALUE || i == AGE;
      line.append(right ? blank + cells.get(i) : cells.get(i) + blank).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private static String cut(String line, int columns) {
    return line.length() < columns ? line : line.substring(0, columns - 2) + "…";
  }

  private static String style(int quality) {
    return switch (Quality.classOf(quality)) {
      case Quality.GOOD -> "";
      case Quality.STALE -> DIM;
      case Quality.UNCERTAIN -> YELLOW;
      default -> RED;
    };
  }

  /** {@code 0.3 s}, {@code 12 s}, {@code 5 min}, {@code 3 h}, {@code 2 d}. */
  static String age(long millis) {
    long shown = Math.max(0, millis);
    if (shown < 9_950) {
      long tenths = (shown + 50) / 100;
      return tenths / 10 + "." + tenths % 10 + " s";
    }
    if (shown < 120_000) {
      return shown / 1000 + " s";
    }
    if (shown < 7_200_000) {
      return shown / 60_000 + " min";
    }
    return shown < 172_800_000 ? shown / 3_600_000 + " h" : shown / 86_400_000 + " d";
  }
}
