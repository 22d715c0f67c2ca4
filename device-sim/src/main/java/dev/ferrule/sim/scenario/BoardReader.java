package dev.ferrule.sim.scenario;

import dev.ferrule.protocol.dictionary.DictionaryResult;
import dev.ferrule.sim.line.LineFaults;
import dev.ferrule.sim.scenario.BoardPlan.Clock;
import dev.ferrule.sim.scenario.BoardPlan.Driver;
import dev.ferrule.sim.scenario.BoardPlan.Identity;
import dev.ferrule.sim.scenario.BoardPlan.Line;
import dev.ferrule.sim.scenario.yaml.Fields;
import dev.ferrule.sim.scenario.yaml.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one board of a scenario. */
final class BoardReader {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,63}");
  private static final Pattern LINK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private final Fields board;

  BoardReader(Fields board) {
    this.board = board;
  }

  Optional<BoardPlan> read() {
    try (board) {
      String name = board.requiredText("name");
      if (board.has("name") && !NAME.matcher(name).matches()) {
        board.refuse("name", "\"" + name + "\" must be [a-z][a-z0-9_-]*, at most 64 letters");
      }
      Driver driver = word("driver", Driver.values());
      Optional<Identity> identity = identity();
      Optional<Line> line = line(name);
      if (driver == Driver.MODBUS_RTU && line.filter(Line::touchesFrames).isPresent()) {
        board.refuse("faults", "a Modbus line has bytes and silence, no frames that it could drop");
      }
      var clock =
          new Clock(
              (int) board.integer("clock_hz", 100, 20_000, 1000),
              board.number("drift_ppm", -10_000, 10_000, 0),
              board.integer("clock_start", 0, 0xFFFF_FFFFL, 0));
      TextForm form = form(driver == Driver.TEXT);
      List<ChannelPlan> channels = channels(name, driver);
      if (identity.isEmpty() || line.isEmpty()) {
        return Optional.empty();
      }
      return board
          .build(
              () -> new BoardPlan(name, driver, identity.get(), line.get(), clock, form, channels))
          .filter(plan -> driver != Driver.FIRMWARE || hasDictionary(plan));
    }
  }

  private TextForm form(boolean text) {
    for (String key : List.of("row", "framing", "check")) {
      if (!text && board.has(key)) {
        board.refuse(key, "is for text boards");
      }
    }
    return new TextForm(
        word("row", TextForm.Row.values()),
        word("framing", TextForm.Framing.values()),
        word("check", TextForm.Check.values()));
  }

  /** The constant of a word; the first one is the usual one. */
  private <E extends Enum<E>> E word(String key, E[] all) {
    List<String> words =
        Arrays.stream(all).map(e -> e.name().toLowerCase(Locale.ROOT).replace('_', '-')).toList();
    return all[words.indexOf(board.choice(key, words.getFirst(), words))];
  }

  /** Whether the board can describe itself on the link; what keeps it from that is a problem. */
  private boolean hasDictionary(BoardPlan plan) {
    return board
        .build(() -> DeviceDictionary.of(plan))
        .map(
            result ->
                switch (result) {
                  case DictionaryResult.Read _ -> true;
                  case DictionaryResult.Refused refused -> {
                    board.refuse("has no valid dictionary: " + refused.text());
                    yield false;
                  }
                })
        .orElse(false);
  }

  private Optional<Identity> identity() {
    List<Byte> uid = new ArrayList<>();
    String hex = board.text("uid", "");
    try {
      for (byte b : HexFormat.of().parseHex(hex)) {
        uid.add(b);
      }
    } catch (IllegalArgumentException e) {
      board.refuse("uid", "\"" + hex + "\" must be pairs of hexadecimal digits");
    }
    String firmware = board.text("firmware", "ferrule-sim 1.0");
    String model = board.text("model", "");
    String vendor = board.text("vendor", "");
    return board.build(() -> new Identity(firmware, model, vendor, uid));
  }

  private Optional<Line> line(String name) {
    String link = board.text("link", name);
    if (!LINK.matcher(link).matches()) {
      board.refuse("link", "\"" + link + "\" must be one file name of [A-Za-z0-9._-]");
    }
    int baud = (int) board.integer("baud", 300, 10_000_000, 0);
    int window = (int) board.integer("window", 1, 7, 4);
    int receiveBytes = (int) board.integer("receive_bytes", 64, 65_535, 1024);
    int maxBody = (int) board.integer("max_body", 32, 254, 254);
    boolean busPowered = board.flag("bus_powered", false);
    boolean resetOnOpen = board.flag("reset_on_open", false);
    LineFaults toDevice;
    LineFaults toHost;
    try (Fields faults = board.under("faults")) {
      toDevice = faults(faults.under("to_device"));
      toHost = faults(faults.under("to_host"));
    }
    return board.build(
        () ->
            new Line(
                link,
                baud,
                window,
                receiveBytes,
                maxBody,
                busPowered,
                resetOnOpen,
                toDevice,
                toHost));
  }

  private List<ChannelPlan> channels(String name, Driver driver) {
    List<ChannelPlan> channels = new ArrayList<>();
    int index = 0;
    for (Node node : board.list("channels")) {
      Fields fields =
          Fields.of(node, board.pathOf("channels") + "[" + index + "]", board.problems());
      new ChannelReader(fields, name, index, driver).read().ifPresent(channels::add);
      index++;
    }
    if (index == 0) {
      board.refuse("channels", "a board needs channels");
    }
    if (driver != Driver.FIRMWARE && channels.stream().anyMatch(c -> c.access().dangerous())) {
      board.refuse("channels", "only firmware has ARM and CONFIRM, so nothing here is dangerous");
    }
    return channels;
  }

  /** Reads how bad one way is; closes {@code fields}. */
  static LineFaults faults(Fields fields) {
    try (fields) {
      Duration delay = fields.duration("delay", Duration.ofMillis(100));
      return new LineFaults(
          fields.number("flip", 0, 1, 0),
          fields.number("lose", 0, 1, 0),
          fields.number("insert", 0, 1, 0),
          fields.number("repeat", 0, 1, 0),
          fields.number("drop_frame", 0, 1, 0),
          fields.number("repeat_frame", 0, 1, 0),
          fields.number("delay_frame", 0, 1, 0),
          delay);
    }
  }
}
