package dev.ferrule.gateway.cli.backup;

import dev.ferrule.gateway.cli.access.DataOptions;
import dev.ferrule.gateway.cli.output.VersionText;
import dev.ferrule.gateway.history.query.Export;
import dev.ferrule.gateway.history.query.HistoryReader;
import dev.ferrule.gateway.history.query.Question;
import dev.ferrule.gateway.web.api.HistoryText;
import dev.ferrule.gateway.wording.Moments;
import dev.ferrule.protocol.program.ExitCode;
import dev.ferrule.protocol.program.UnusableFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferrule export}: readings of the past, out of the data directory. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    sortOptions = false,
    description = {
      "Writes readings that the gateway remembers, as CSV or as lines of JSON, in",
      "the words of GET /api/v1/history. Whether it runs or not; for root and the",
      "gateway's own user."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "2:wrong command line",
      "3:the history or the configuration cannot be read"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sudo ferrule export 'climate.*' --from -7d > week.csv",
      "  sudo ferrule export --format ndjson --from 2026-11-01T00:00:00Z"
    })
public final class ExportCommand implements Callable<Integer> {

  /** How readings are written. */
  enum Format {
    CSV,
    NDJSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATTERN",
      arity = "0..*",
      description = "Channels; * is any text (default: all).")
  private List<String> patterns = List.of("*");

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = {
        "The first moment: 2026-12-01T06:00:00Z, milliseconds",
        "since 1970, or how long ago, such as -7d."
      })
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "The last moment, likewise.")
  private @Nullable String to;

  @Option(names = "--format", paramLabel = "FORMAT", description = "csv or ndjson (default: csv).")
  private Format format = Format.CSV;

  @Mixin private DataOptions data;

  @Override
  public Integer call() {
    Path file = data.directory().resolve("history.db");
    if (!Files.exists(file)) {
      throw new UnusableFile(file, "there is no such file");
    }
    long now = System.currentTimeMillis();
    long first = moment("--from", from, now, Long.MIN_VALUE);
    long last = moment("--to", to, now, Long.MAX_VALUE);
    if (first > last) {
      throw new ParameterException(
          spec.commandLine(), "Invalid value for option '--from': it is after --to");
    }
    try (var reader = new HistoryReader(file, new ReentrantLock(), _ -> {})) {
      write(file, reader.export(new Question(patterns, first, last)));
    }
    return ExitCode.DONE.code();
  }

  private void write(Path file, Export export) {
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.CSV) {
      out.print(HistoryText.CSV_READINGS);
    }
    Export.Progress progress = Export.Progress.MORE;
    while (progress == Export.Progress.MORE && !out.checkError()) {
      var part = new StringBuilder();
      progress =
          export.next(
              (form, time, value, quality) -> {
                if (format == Format.CSV) {
                  HistoryText.csvLine(part, form, time, value, quality);
                } else {
                  HistoryText.jsonLine(part, form, time, value, quality);
                }
              });
      out.print(part);
    }
    out.flush();
    if (progress == Export.Progress.BROKEN) {
      throw new UnusableFile(file, "it is damaged, or cannot be read");
    }
  }

  private long moment(String option, @Nullable String text, long now, long otherwise) {
    if (text == null) {
      return otherwise;
    }
    return Moments.parse(text, now)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '"
                        + option
                        + "': \""
                        + text
                        + "\" is no moment such as 2026-12-01T06:00:00Z or -7d"));
  }
}
