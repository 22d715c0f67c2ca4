package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.app.Closing;
import dev.ferrule.gateway.cli.client.LineView;
import dev.ferrule.gateway.cli.client.TableView;
import dev.ferrule.gateway.cli.client.WatchSession;
import dev.ferrule.gateway.cli.client.WatchSession.End;
import dev.ferrule.gateway.cli.client.WatchView;
import dev.ferrule.gateway.cli.output.Terminal;
import dev.ferrule.gateway.cli.output.VersionText;
import dev.ferrule.protocol.program.ExitCode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferrule watch}: live readings in a terminal, a pipe or a file. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    sortOptions = false,
    description = {
      "Shows live readings until Ctrl-C: a table on a terminal, else a line for each reading.",
      "A lost connection is tried again; standard error says so."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:as many readings as wanted were shown, or the pipe was closed",
      "2:wrong command line",
      "4:no gateway answers",
      "5:the gateway wants to know who asks",
      "6:the gateway refused this client",
      "130:Ctrl-C"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ferrule watch",
      "  ferrule watch 'climate.*' weather.temp",
      "  ferrule watch --json --rate 1 > readings.jsonl",
      "  ferrule watch climate.temp --count 1 --url http://greenhouse.local:8080"
    })
final class WatchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATTERN",
      description = "Channels to show; * is any run of characters (default: all).")
  private List<String> patterns = new ArrayList<>();

  @Mixin private ClientOptions client;

  @Option(names = "--json", description = "Print one JSON object for each reading.")
  private boolean json;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Messages a second at most, 0.1 to 1000; then only the newest reading of each channel comes.")
  private double rate;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      description = "End after N readings.")
  private long count;

  @Override
  public Integer call() throws InterruptedException {
    boolean rated = spec.commandLine().getParseResult().hasMatchedOption("--rate");
    if (rated && !(rate >= 0.1 && rate <= 1000)) {
      throw new ParameterException(
          spec.commandLine(), "Invalid value for option '--rate': must be 0.1 to 1000");
    }
    if (count < 0) {
      throw new ParameterException(
          spec.commandLine(), "Invalid value for option '--count': must be 1 or more");
    }
    PrintWriter err = spec.commandLine().getErr();
    var closing = new Closing();
    closing.begin();
    WatchView view = view();
    closing.add("view", view);
    End end;
    try {
      end = new WatchSession(client.address(), patterns, rate, count, view).run();
    } finally {
      view.close();
    }
    return switch (end) {
      case End.Done _ -> ExitCode.DONE.code();
      case End.Refused(String reason) -> say(err, reason, ExitCode.REFUSED.code());
      case End.Unauthorized(String reason) -> say(err, reason, ExitCode.UNAUTHORIZED.code());
      case End.Unreachable(String reason) ->
          say(err, reason + "; is it running? Another one: --url", ExitCode.UNREACHABLE.code());
    };
  }

  private WatchView view() {
    PrintWriter out = spec.commandLine().getOut();
    return !json && Terminal.isInteractive()
        ? new TableView(out, Terminal.hasColor())
        : new LineView(out, spec.commandLine().getErr(), json);
  }

  private static int say(PrintWriter err, String reason, int code) {
    err.println("ferrule: " + reason);
    err.flush();
    return code;
  }
}
