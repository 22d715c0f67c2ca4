package dev.ferrule.sim.scenario;

import dev.ferrule.protocol.Quality;
import dev.ferrule.sim.line.LineFaults;
import dev.ferrule.sim.scenario.EventPlan.Action;
import dev.ferrule.sim.scenario.EventPlan.ResetCause;
import dev.ferrule.sim.scenario.yaml.Fields;
import dev.ferrule.sim.scenario.yaml.Similar;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads one event of a scenario. */
final class EventReader {

  private static final List<String> ACTIONS =
      List.of(
          "reset",
          "unplug",
          "silence",
          "deafness",
          "ignore_heartbeats",
          "withhold_acks",
          "sensor_fault",
          "damage");
  private static final List<String> CAUSES =
      List.of("unknown", "power_on", "external", "brown_out", "watchdog", "software");

  private final Fields event;
  private final List<BoardPlan> boards;

  EventReader(Fields event, List<BoardPlan> boards) {
    this.event = event;
    this.boards = boards;
  }

  Optional<EventPlan> read() {
    try (event) {
      Duration at = event.duration("at", Duration.ZERO);
      Optional<Duration> every = event.optionalDuration("every");
      String board = event.requiredText("board");
      List<String> names = boards.stream().map(BoardPlan::name).toList();
      if (event.has("board") && !names.contains(board)) {
        event.refuse("board", "\"" + board + "\" is no board" + Similar.hint(board, names));
      }
      String does = event.requiredText("do");
      Duration lasting = event.duration("for", Duration.ZERO);
      if (lasting.isZero() && !does.equals("reset")) {
        event.refuse(does + " needs a time with for");
      }
      Optional<Action> action = action(does, board);
      return action.flatMap(
          what -> event.build(() -> new EventPlan(at, every, board, what, lasting)));
    }
  }

  private Optional<Action> action(String does, String board) {
    return switch (does) {
      case "reset" -> {
        String cause = event.choice("cause", "watchdog", CAUSES);
        yield Optional.of(new Action.Reset(ResetCause.valueOf(cause.toUpperCase(Locale.ROOT))));
      }
      case "unplug" -> Optional.of(new Action.Unplug());
      case "silence" -> Optional.of(new Action.Silence());
      case "deafness" -> Optional.of(new Action.Deafness());
      case "ignore_heartbeats" -> Optional.of(new Action.IgnoreHeartbeats());
      case "withhold_acks" -> Optional.of(new Action.WithholdAcks());
      case "sensor_fault" -> Optional.of(sensorFault(board));
      case "damage" -> {
        LineFaults toDevice = BoardReader.faults(event.under("to_device"));
        LineFaults toHost = BoardReader.faults(event.under("to_host"));
        yield Optional.of(new Action.Damage(toDevice, toHost));
      }
      default -> {
        if (event.has("do")) {
          event.refuse(
              "do",
              "\"%s\" must be one of %s%s"
                  .formatted(does, String.join(", ", ACTIONS), Similar.hint(does, ACTIONS)));
        }
        yield Optional.empty();
      }
    };
  }

  private Action sensorFault(String board) {
    String channel = event.requiredText("channel");
    List<String> keys =
        boards.stream()
            .filter(plan -> plan.name().equals(board))
            .flatMap(plan -> plan.channels().stream().map(ChannelPlan::key))
            .toList();
    if (event.has("channel") && !keys.contains(channel)) {
      event.refuse(
          "channel", "\"" + channel + "\" is no channel of " + board + Similar.hint(channel, keys));
    }
    int quality =
        switch (event.choice("quality", "open", List.of("open", "short", "range", "nan"))) {
          case "short" -> Quality.of(Quality.BAD, Quality.SHORT_CIRCUIT);
          case "range" -> Quality.of(Quality.UNCERTAIN, Quality.OUT_OF_RANGE);
          case "nan" -> Quality.of(Quality.BAD, Quality.NOT_A_NUMBER);
          default -> Quality.of(Quality.BAD, Quality.SENSOR_FAULT);
        };
    return new Action.SensorFault(channel, quality);
  }
}
